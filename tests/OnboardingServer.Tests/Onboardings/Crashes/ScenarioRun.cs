using System.Reflection;
using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Onboarding.Submission;
using Scenarios;
using Xunit.Sdk;

namespace OnboardingServer.Tests.Onboardings.Crashes;

/// <summary>A scenario of the shared suite with its arguments, to be run whole and with a crash.</summary>
internal sealed class ScenarioRun
{
    private readonly MethodInfo _method;
    private readonly object?[] _arguments;
    private readonly Lazy<Task<int>> _writes;

    private ScenarioRun(MethodInfo method, object?[] arguments)
    {
        (_method, _arguments) = (method, arguments);
        Name = arguments.Length == 0 ? method.Name : $"{method.Name}({string.Join(", ", arguments)})";
        _writes = new Lazy<Task<int>>(RunWhole);
    }

    public string Name { get; }

    /// <summary>
    /// Gets how many writes of the journal it makes when nothing stops it. It is run once for all who ask; where it
    /// fails, all are told.
    /// </summary>
    public Task<int> Writes => _writes.Value;

    /// <summary>The seed of a sample: the same on every machine.</summary>
    public int Seed => Name.Aggregate(17, (seed, c) => unchecked((seed * 31) + c)) & int.MaxValue;

    /// <summary>Every scenario there is.</summary>
    public static IReadOnlyDictionary<string, ScenarioRun> All { get; } =
        typeof(OnboardingScenarios)
            .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(method => method.GetCustomAttribute<FactAttribute>() is { Skip: null })
            .SelectMany(method =>
                method.GetCustomAttributes<DataAttribute>() is var data && data.Any()
                    ? data.SelectMany(attribute => attribute.GetData(method))
                        .Select(row => new ScenarioRun(method, row ?? [null]))
                    : [new ScenarioRun(method, [])]
            )
            .ToDictionary(run => run.Name);

    /// <summary>Runs it with a crash at that point. Its own assertions judge it.</summary>
    /// <returns>Whether the point was among its writes.</returns>
    public async Task<bool> Run(CrashPoint point)
    {
        var host = new CrashingHost(point);
        await using var _ = host;
        var scenario = new Scenario(host);
        try
        {
            await (Task)_method.Invoke(scenario, _arguments)!;
        }
        catch (Exception e) when (host.Crashed && e is JournalStoppedException or ObjectDisposedException)
        {
            // It stopped inside a call that the scenario makes for itself and does not repeat; what holds at any moment
            // holds here too.
        }
        catch (Exception) when (host.Crashed && _method.GetCustomAttribute<CountsCallsAttribute>() is not null)
        {
            // The crash made a call more than it counts on.
        }
        catch (Exception e) when (host.Crashed)
        {
            throw new XunitException($"{Name}, stopped {point}: {e.Message}", e);
        }

        if (host.Crashed)
            await AssertWhatAlwaysHolds(host);
        return host.Crashed;
    }

    private async Task<int> RunWhole()
    {
        var writes = 0;
        var scenario = new Scenario(
            new JournalHost
            {
                Hook = (moment, _) =>
                {
                    if (moment == CommitMoment.Before)
                        Interlocked.Increment(ref writes);
                },
            }
        );
        try
        {
            await (Task)_method.Invoke(scenario, BindingFlags.DoNotWrapExceptions, null, _arguments, null)!;
        }
        finally
        {
            await scenario.DisposeAsync();
        }

        return writes;
    }

    private async Task AssertWhatAlwaysHolds(CrashingHost host)
    {
        await host.Services.GetRequiredService<PendingStarts>().Run(default);
        await host.UntilQuiet();
        var ledger = host.Simulator.Ledger;
        Assert.Equal(ledger.Tenants.Count, ledger.Tenants.Select(tenant => tenant.Domain).Distinct().Count());
        // A cart makes one order for each of its groups.
        Assert.Equal(
            ledger.Orders.Count,
            ledger.Orders.Select(order => (order.CartId, order.LineItems[0].CatalogItemId)).Distinct().Count()
        );
        foreach (var record in await Everything(host.Records))
        {
            // What waits for somebody for months has timers left.
            Assert.True(
                record.Outcome is not null || host.Engine.NextDue is not null,
                $"Onboarding {record.Id} stands at '{record.Stage}' and nothing is left to do."
            );
            var state = await host.Engine.Get(record.Id.Value, default);
            if (state is null)
            {
                // Its history is gone only where somebody asked for that.
                var audit = await host.Services.GetRequiredService<IAuditLog>().For(record.Id.Value, default);
                Assert.Contains(audit, entry => entry.Action == "onboarding.erase");
                continue;
            }

            Assert.Equal(record.Outcome is null ? InstanceStatus.Running : InstanceStatus.Completed, state.Status);
            AssertNoCompletedActivityRanAgain(host.Engine.History(record.Id.Value));
        }

        if (_method.GetCustomAttribute<RemovesRecordsAttribute>() is null)
            await LedgerCheck.Assert(host.Records, host.OpenTasks, ledger);
    }

    private static async Task<IReadOnlyList<OnboardingRecord>> Everything(IOnboardingRecords records) =>
        (await records.Search(new OnboardingQuery(), default)).Items;

    private static void AssertNoCompletedActivityRanAgain(IReadOnlyList<HistoryRow> history) =>
        Assert.All(
            history
                .Where(row => row.Kind is HistoryKind.ActivityCompleted or HistoryKind.ActivityFailed)
                .GroupBy(row => row.Task),
            results => Assert.Single(results)
        );

    private sealed class Scenario(ScenarioHost host) : OnboardingScenarios
    {
        protected override ScenarioHost Host { get; } = host;
    }
}
