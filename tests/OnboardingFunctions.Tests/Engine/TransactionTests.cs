using System.Diagnostics;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Azure;
using Onboarding.Azure.Tables;
using Onboarding.Batches;
using Onboarding.Submission;
using Onboarding.Webhooks;
using OnboardingFunctions.Tests.Azurite;
using PartnerCenter.Simulator;
using Scenarios;
using Xunit.Abstractions;

namespace OnboardingFunctions.Tests.Engine;

/// <summary>What an onboarding costs on Azure Storage, counted in the emulator's own log.</summary>
public sealed class TransactionTests(ITestOutputHelper output)
{
    private const int Onboardings = 50;
    private const int Seconds = 20;

    [AzuriteFact]
    public async Task An_onboarding_takes_at_most_150_transactions()
    {
        await using var emulator = await AzuriteEmulator.Start(AzuriteProgram.Path!, logsRequests: true);
        await using var host = NewHost(emulator);
        await host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AccountReview = AccountReviewMode.None }
            )
        );
        await host.Onboard(Requests.Direct());
        var watch = Stopwatch.StartNew();
        await host.Onboard(Requests.Direct("Company Alone"));
        var alone = watch.Elapsed;

        var before = emulator.Requests.Count;
        watch.Restart();
        var submitting = Task.WhenAll(
            Enumerable.Range(0, Onboardings).Select(n => host.Submit(Requests.Direct($"Company Number {n}")))
        );
        await host.StepUntil(() => Task.FromResult(submitting.IsCompleted));
        var ids = (await submitting).Select(result => Assert.IsType<SubmissionResult.Accepted>(result).Record.Id);
        foreach (var id in ids)
            Assert.IsType<OnboardingOutcome.Completed>((await host.UntilEnded(id)).Outcome);
        var requests = emulator.Requests.Skip(before).ToList();
        var caused = requests.Count(request => !IsLook(request));

        output.WriteLine(
            $"{(double)caused / Onboardings:f1} transactions an onboarding and "
                + $"{(double)(requests.Count - caused) / Onboardings:f1} looks into "
                + $"queues; one alone in {alone.TotalSeconds:f1} s, {Onboardings} at once in "
                + $"{watch.Elapsed.TotalSeconds:f1} s."
        );
        foreach (var (kind, count) in requests.CountBy(Kind).OrderByDescending(kind => kind.Value))
            output.WriteLine(
                $"{((double)count / Onboardings).ToString("f1", System.Globalization.CultureInfo.InvariantCulture).PadLeft(8)} {kind}"
            );
        Assert.InRange(caused, 1, Onboardings * 150);
    }

    [AzuriteFact]
    public async Task Nothing_to_do_takes_at_most_three_transactions_a_second()
    {
        await using var emulator = await AzuriteEmulator.Start(AzuriteProgram.Path!, logsRequests: true);
        await using var host = NewHost(emulator);
        await host.Start();
        // The looks become rarer, down to one in two seconds for each queue.
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        for (var n = 0; n < 15; n++)
            await second.WaitForNextTickAsync();

        var before = emulator.Requests.Count;
        for (var n = 0; n < Seconds; n++)
            await second.WaitForNextTickAsync();
        var requests = emulator.Requests.Skip(before).ToList();

        var engine = (double)requests.Count / Seconds;

        // What the function app does every minute, without the engine's looks.
        var looks = emulator.Requests.Count;
        var watch = Stopwatch.StartNew();
        await host.Services.GetRequiredService<PendingStarts>().Run(default);
        await host.Services.GetRequiredService<ApprovalService>().RaisePendingEvents(default);
        await host.Services.GetRequiredService<BatchReceiver>().StartPending(default);
        await host.Services.GetRequiredService<InboxService>().StartPending(default);
        var timer = (emulator.Requests.Count - looks - (engine * watch.Elapsed.TotalSeconds)) / 60;

        output.WriteLine($"{engine:f2} transactions a second of the engine, {timer:f2} of the timer.");
        foreach (var (kind, count) in requests.CountBy(Kind).OrderByDescending(kind => kind.Value))
            output.WriteLine(
                $"{((double)count / Seconds).ToString("f2", System.Globalization.CultureInfo.InvariantCulture).PadLeft(8)} {kind}"
            );
        Assert.InRange(engine + timer, 0.1, 3);
    }

    private static EngineHost NewHost(AzuriteEmulator emulator) =>
        new(
            new TableStore(
                new TableServiceClient(emulator.ConnectionString),
                AzureServices.EmulatedBlobs(emulator.ConnectionString)
            ),
            emulator.ConnectionString,
            () => StorageEngine.New(emulator.ConnectionString)
        );

    // How often the engine looks into its queues hangs on how long the work takes, not on how much there is.
    private static bool IsLook(string request) =>
        request.StartsWith("GET", StringComparison.Ordinal) && request.Contains("/messages?", StringComparison.Ordinal);

    // The verb, and the table, queue or container.
    private static string Kind(string request) =>
        request.Split(' ') is [var verb, var target, ..]
            ? $"{verb} {target.Split('?')[0].Split('/').ElementAtOrDefault(2)?.Split('(')[0]}"
            : request;
}
