using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Effects;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>One orchestration that does all there is to do, stopped before and after every write of it.</summary>
public sealed class StoryTests
{
    private static readonly RetryRule Patient = new(2, TimeSpan.FromMinutes(1), 1, TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData("Before", true)]
    [InlineData("Before", false)]
    [InlineData("After", true)]
    [InlineData("After", false)]
    public async Task Stopped_at_any_write_it_ends_the_same_and_nothing_completed_runs_again(
        string moment,
        bool eventsComeEarly
    )
    {
        var writes = 0;
        for (var at = 1; await EndsTheSame(Enum.Parse<CommitMoment>(moment), at, eventsComeEarly); at++)
            writes = at;

        // Fewer would mean that the story was not written step by step.
        Assert.InRange(writes, 25, 500);
    }

    private static async Task<string> Story(TaskOrchestrationContext context, string input)
    {
        var run = input.Length + 1;
        var result = await context.CallStep(Echo, $"first{run}");
        try
        {
            await context.CallStep(Fail, $"busy{run}", Patient);
        }
        catch (StepFailedException failure)
        {
            result += $" {failure.Failure.Code}";
        }

        await context.CreateTimer(context.CurrentUtc.AddHours(1), default);
        context.SetCustomStatus($"waiting{run}");
        using var cancellation = new CancellationTokenSource();
        var deadline = context.CreateTimer(context.CurrentUtc.AddDays(1), cancellation.Token);
        var go = context.WaitForEvent(new EventName<string>($"go{run}"));
        result += await Task.WhenAny(go, deadline) == go ? $" {await go}" : " expired";
        cancellation.Cancel();
        result +=
            $" {await context.CallSubOrchestration(Child, $"{run}", $"{context.InstanceId}:{context.NewGuid()}")}";
        result +=
            $" {string.Join('+', await Task.WhenAll(context.CallStep(Echo, $"left{run}"), context.CallStep(Echo, $"right{run}")))}";
        if (run == 2)
            return result;
        context.ContinueAsNew("x");
        return "";
    }

    private static async Task<string> ChildStory(TaskOrchestrationContext context, string input)
    {
        await context.CreateTimer(context.CurrentUtc.AddMinutes(5), default);
        return await context.CallStep(Echo, $"child{input}");
    }

    /// <summary>False: there is no such write, the story ended before.</summary>
    private static async Task<bool> EndsTheSame(CommitMoment moment, int at, bool eventsComeEarly)
    {
        var crashed = false;
        await using var harness = new EngineHarness(registry => registry.AddMain(Story).AddChild(ChildStory));
        harness.Hook = (when, commit) =>
        {
            if (crashed || when != moment || commit != at)
                return;
            crashed = true;
            throw new JournalCrash();
        };
        await harness.Start();
        var completed = new Dictionary<string, int>();
        var raised = new HashSet<string>();
        var restarted = false;
        InstanceState? state = null;

        while (state is not { Status: not InstanceStatus.Running })
        {
            if (crashed && !restarted)
            {
                await harness.Crash();
                await harness.Start();
                restarted = true;
                completed = Completed(harness);
            }

            try
            {
                await harness.Engine.Start(Main, "i1", "", default);
                if (eventsComeEarly)
                    await Raise(1, 2);
                await harness.Settle();
                state = await harness.Engine.Get("i1", default);
                if (state?.CustomStatus is { } status && status.Contains("waiting", StringComparison.Ordinal))
                    await Raise(status[^2] - '0');
                await harness.Settle();
                harness.ToNextTimer();
            }
            catch (JournalStoppedException)
            {
                Assert.True(crashed);
            }
        }

        Assert.Equal(
            (InstanceStatus.Completed, "\"first2 busy2 went2 child2 left2\\u002Bright2\""),
            (state.Status, state.Output)
        );
        string[] expected =
        [
            .. ((string[])["first", "busy", "child", "left", "right"])
                .SelectMany(name => (string[])[$"{name}1", $"{name}2"])
                .Order(),
        ];
        Assert.Equal(expected, harness.Trace.Lines.Select(line => line.Split(' ')[1]).Distinct().Order());
        Assert.All(completed, entry => Assert.Equal(entry.Value, harness.Trace.Count(entry.Key)));
        // In flight at once are at most two.
        Assert.InRange(harness.Trace.Lines.Count, expected.Length + 2, expected.Length + 4);
        Assert.Null(harness.Engine.NextDue);
        return crashed;

        async Task Raise(params int[] runs)
        {
            foreach (var run in runs)
            {
                // Not known to be there: raised again; the second of one name finds nobody.
                if (raised.Contains($"go{run}"))
                    continue;
                await harness.Engine.RaiseEvent("i1", new EventName<string>($"go{run}"), $"went{run}", default);
                raised.Add($"go{run}");
            }
        }
    }

    /// <summary>The activities that history says are done, with how often they ran until now.</summary>
    private static Dictionary<string, int> Completed(EngineHarness harness)
    {
        var history = harness.Engine.History("i1");
        return history
            // A refusal is an answer, and is asked for again.
            .Where(row =>
                row.Kind == HistoryKind.ActivityCompleted
                && row.Payload!.StartsWith("{\"ok\"", StringComparison.Ordinal)
            )
            .Select(row =>
                $"i1 {DurableJson.Read<string>(history.Single(call => call.Kind == HistoryKind.ActivityScheduled && call.Task == row.Task).Payload!)}"
            )
            .ToDictionary(line => line, harness.Trace.Count);
    }
}
