using Onboarding.Messages;

namespace Onboarding.Progress;

/// <summary>
/// Finds the onboardings whose orchestration is halted or has failed while their record says that they go on: no step
/// of theirs can report it any more. Each becomes an open task, so that it is seen.
/// </summary>
public sealed class StuckOnboardingDetector(
    IOnboardingRecords records,
    IOpenTasks openTasks,
    IOrchestrationClient orchestrations,
    OpenTaskService service,
    TimeProvider time
)
{
    private const string Suffix = "-stands";

    /// <summary>Gets the id of the open task for an onboarding that is stuck.</summary>
    public static string OpenTaskOf(OnboardingId onboarding) => $"{onboarding}{Suffix}";

    /// <summary>Gets a value that says whether an open task is about an onboarding that cannot go on.</summary>
    public static bool IsOne(OpenTask openTask) => openTask.Id.EndsWith(Suffix, StringComparison.Ordinal);

    /// <returns>The number of stuck onboardings.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var stuck = 0;
        string? continuation = null;
        do
        {
            var page = await records.Search(
                new()
                {
                    State = "open",
                    Limit = 200,
                    Continuation = continuation,
                },
                cancellationToken
            );
            foreach (var record in page.Items)
            {
                if (await orchestrations.Get(record.Id.Value, cancellationToken) is not { IsStuck: true } state)
                    continue;
                await Open(Of(record, state), cancellationToken);
                stuck++;
            }

            continuation = page.Continuation;
        } while (continuation is not null);
        await SettleWhatGoesOn(cancellationToken);
        return stuck;
    }

    // It may have been settled when the onboarding went on for a while.
    private async Task Open(OpenTask task, CancellationToken cancellationToken)
    {
        await openTasks.Add(task, cancellationToken);
        if (await openTasks.Get(task.Id, cancellationToken) is not { State: not OpenTaskState.Open } closed)
            return;
        // Where another write comes between, the next look opens it.
        await openTasks.Update(task with { Attempts = closed.Attempts, ETag = closed.ETag }, cancellationToken);
    }

    // A release that can has taken it up again.
    private async Task SettleWhatGoesOn(CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await openTasks.List(OpenTaskState.Open, onboarding: null, 200, continuation, cancellationToken);
            foreach (var task in page.Items.Where(IsOne))
            {
                var state = await orchestrations.Get(task.Onboarding.Value, cancellationToken);
                if (state is not { IsStuck: false })
                    continue;
                await service.Settle(task.Id, "onboarding", "It goes on again.", cancellationToken);
            }

            continuation = page.Continuation;
        } while (continuation is not null);
    }

    /// <summary>Describes the action to take for an onboarding that cannot go on.</summary>
    public static Message TextOf(OnboardingRecord record, InstanceState stuck) =>
        stuck.Status == InstanceStatus.NeedsAttention
            ? (Message)$"The onboarding cannot go on from {record.Stage}: put right what its error says and resume it."
            : $"The onboarding ended unfinished at {record.Stage}: see what exists at Microsoft, finish or undo it by "
                + $"hand, and settle this.";

    private OpenTask Of(OnboardingRecord record, InstanceState state) =>
        new()
        {
            Id = OpenTaskOf(record.Id),
            Onboarding = record.Id,
            Partner = record.Request.Partner,
            What = TextOf(record, state),
            Why = state.Failure is { } failure
                ? Message.Verbatim(failure.Message)
                : $"Its orchestration ended without an outcome.",
            Who = Actor.Operator,
            Since = time.GetUtcNow(),
            ErrorCode = state.Failure?.Code ?? ErrorCodes.Unexpected,
            LastError = state.Failure?.Message,
        };
}
