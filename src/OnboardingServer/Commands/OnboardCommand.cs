using System.Text.Json;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Http;
using Onboarding.Http.Onboardings;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using Onboarding.Validation;
using OnboardingServer.Hosting;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>
/// One request from a file to its end, with its progress on the terminal. The same file again finds the same
/// onboarding.
/// </summary>
internal static class OnboardCommand
{
    private const int MostTold = 200;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(15);

    public static Task<int> Run(ServerSettings settings, FileInfo file, bool json, bool acknowledge) =>
        Terminal.Guard(async () =>
        {
            var body = Read(file);
            await using var host = ServerHost.Build(settings);
            await host.Start(CancellationToken.None);
            if (host.Simulated)
                Console.Error.WriteLine(Terminal.SimulationNotice(host));
            if (Terminal.CustomersNotice(host) is { } customers)
                Console.Error.WriteLine(customers);

            if (await Submit(host, body, acknowledge) is not { } id)
                return ExitCodes.Refused;
            var end = await ProgressDisplay.Show(json, report => Follow(host, id, acknowledge, report));
            if (end is not null && await IsHeld(host, end))
            {
                Refuse(
                    $"{id} is kept and waits: look at what was found. It goes on when the same command is run with "
                        + "--acknowledge, or when somebody approves it on the page.",
                    end.Findings
                );
                return ExitCodes.Refused;
            }

            if (await FindFailure(host, id) is { } why)
            {
                WrappedText.WriteLine(
                    Console.Error,
                    $"{id} is halted: {VisibleText.Of(why)} See 'history {id}', mend it, then 'resume {id}' and "
                        + "run the same command again."
                );
                return ExitCodes.NeedsAttention;
            }

            if (end?.Outcome is not { } outcome)
            {
                WrappedText.WriteLine(
                    Console.Error,
                    "Stopped before the end. Nothing is lost: run the same command again, or start the server, and "
                        + $"{id} goes on."
                );
                return ExitCodes.Else;
            }

            await WaitUntilTold(host, id);
            if (json)
                Console.Out.WriteLine(JsonSerializer.Serialize(end, ApiJson.Options));
            else
                OutcomeSummary.Write(end);
            return ExitCodes.Of(outcome);
        });

    internal static byte[] Read(FileInfo file)
    {
        if (!file.Exists)
            throw new StartException($"There is no file {file.FullName}.");
        if (file.Length > RequestReader.MaxBytes)
            throw new StartException(
                $"{file.FullName} is larger than the {RequestReader.MaxBytes / 1024} KB that a request may have."
            );
        return File.ReadAllBytes(file.FullName);
    }

    /// <returns>Null: refused, and stderr says why.</returns>
    private static async Task<OnboardingId?> Submit(ServerHost host, byte[] body, bool acknowledge)
    {
        var reading = host.Services.GetRequiredService<RequestReader>().Read(body);
        if (reading is RequestReading.NotUnderstood not)
            return Refuse("The request is refused.", not.Findings);
        var request = ((RequestReading.Understood)reading).Request;
        var result = await host
            .Services.GetRequiredService<OnboardingSubmission>()
            .Submit(
                request,
                null,
                "terminal",
                host.Lifetime.ApplicationStopping,
                reviews: acknowledge ? ReviewHandling.Acknowledge : ReviewHandling.Refuse
            );
        switch (result)
        {
            case SubmissionResult.Accepted accepted:
                FindingLines.Write(accepted.Findings);
                return accepted.Record.Id;
            case SubmissionResult.Repeated repeated:
                return repeated.Record.Id;
            case SubmissionResult.Conflict conflict:
                WrappedText.WriteLine(
                    Console.Error,
                    $"The reference '{request.Reference}' was used before for a request with another content "
                        + $"({conflict.Record.Id}). Nothing was changed."
                );
                return null;
            case SubmissionResult.Unacknowledged held:
                return Refuse(
                    "Nothing was begun: a person has to look at what was found. If it is right, run the same command "
                        + "with --acknowledge.",
                    held.Findings
                );
            case SubmissionResult.Refused refused:
                return Refuse("The request is refused.", refused.Findings);
            default:
                throw new InvalidOperationException("A result that nobody foresaw.");
        }
    }

    private static OnboardingId? Refuse(string headline, IReadOnlyList<Finding> findings)
    {
        FindingLines.Write(headline, findings);
        return null;
    }

    /// <summary>
    /// Gets a value that says whether the onboarding waits only for an approval of its findings, which nobody at this
    /// terminal would give.
    /// </summary>
    private static async Task<bool> IsHeld(ServerHost host, OnboardingResource now) =>
        now.Stage == Stage.AwaitingApproval
        && await host.Services.GetRequiredService<IApprovals>().Get(new(now.Id), CancellationToken.None)
            is { State: ApprovalState.Pending } approval
        && approval.IsReview();

    // Whoever asked to be told is told by this process, or by the next that runs: the first attempts are awaited, a
    // subscriber that is down is not.
    private static async Task WaitUntilTold(ServerHost host, OnboardingId id)
    {
        var (deliveries, time) = (
            host.Services.GetRequiredService<IDeliveries>(),
            host.Services.GetRequiredService<TimeProvider>()
        );
        using var timer = new PeriodicTimer(Glance, time);
        var until = time.GetUtcNow() + LongestFarewell;
        while (true)
        {
            var open = (await deliveries.List(DeliveryState.Waiting, id, MostTold, null, CancellationToken.None)).Items;
            if (open.Count == 0)
                return;
            if (open.All(delivery => delivery.Attempts.Count > 0) || time.GetUtcNow() > until)
            {
                WrappedText.WriteLine(
                    Console.Error,
                    $"{open.Count} notification(s) could not be delivered yet. Start the server with the same data "
                        + "directory, and they are tried for some three days."
                );
                return;
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task<string?> FindFailure(ServerHost host, OnboardingId id) =>
        await host.Services.GetRequiredService<IOrchestrationClient>().Get(id.Value, CancellationToken.None)
            is { Status: InstanceStatus.NeedsAttention or InstanceStatus.Failed } halted
            ? $"{halted.Failure?.Code} {halted.Failure?.Message}"
            : null;

    /// <returns>As it stands at its end, or when the host was told to stop.</returns>
    private static async Task<OnboardingResource?> Follow(
        ServerHost host,
        OnboardingId id,
        bool acknowledge,
        Action<TimelineEntry> report
    )
    {
        var view = host.Services.GetRequiredService<OnboardingView>();
        using var timer = new PeriodicTimer(Glance, host.Services.GetRequiredService<TimeProvider>());
        var told = 0;
        try
        {
            while (true)
            {
                var now = await view.Of(id, host.Lifetime.ApplicationStopping);
                foreach (var entry in now!.Timeline.Where(entry => entry.Sequence > told))
                {
                    report(entry);
                    told = entry.Sequence;
                }

                if (await IsHeld(host, now))
                {
                    if (!acknowledge)
                        return now;
                    await host
                        .Services.GetRequiredService<ApprovalService>()
                        .Acknowledge(id, codes: null, "terminal", host.Lifetime.ApplicationStopping);
                }

                if (
                    now.Ended
                    || await FindFailure(host, id) is not null
                    || !await timer.WaitForNextTickAsync(host.Lifetime.ApplicationStopping)
                )
                    return now;
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
