namespace Onboarding.Progress;

/// <summary>
/// Finds the onboardings whose orchestration stands still or failed while their record says that they go on: no step of
/// theirs can say so any more. Each becomes an obligation, so that it is seen.
/// </summary>
public sealed class StuckOnboardingDetector(
    IOnboardingRecords records,
    IObligations obligations,
    IOrchestrationClient orchestrations,
    ObligationService desk,
    TimeProvider time
)
{
    private const string Suffix = "-stands";

    /// <summary>The obligation that an onboarding stands still.</summary>
    public static string ObligationOf(OnboardingId onboarding) => $"{onboarding}{Suffix}";

    /// <summary>Tells whether an obligation is that an onboarding cannot go on.</summary>
    public static bool IsOne(Obligation obligation) => obligation.Id.EndsWith(Suffix, StringComparison.Ordinal);

    /// <returns>How many stand.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var standing = 0;
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
                if (await orchestrations.Get(record.Id.Value, cancellationToken) is not { IsStuck: true } stands)
                    continue;
                await Open(Of(record, stands), cancellationToken);
                standing++;
            }

            continuation = page.Continuation;
        } while (continuation is not null);
        await SettleWhatGoesOn(cancellationToken);
        return standing;
    }

    // It may have been settled when the onboarding went on for a while.
    private async Task Open(Obligation task, CancellationToken cancellationToken)
    {
        await obligations.Add(task, cancellationToken);
        if (await obligations.Get(task.Id, cancellationToken) is not { State: not ObligationState.Open } closed)
            return;
        // Where another write comes between, the next look opens it.
        await obligations.Update(task with { Attempts = closed.Attempts, ETag = closed.ETag }, cancellationToken);
    }

    // A release that can has taken it up again.
    private async Task SettleWhatGoesOn(CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await obligations.List(
                ObligationState.Open,
                onboarding: null,
                200,
                continuation,
                cancellationToken
            );
            foreach (var task in page.Items.Where(IsOne))
            {
                var state = await orchestrations.Get(task.Onboarding.Value, cancellationToken);
                if (state is not { IsStuck: false })
                    continue;
                await desk.Settle(task.Id, "onboarding", "It goes on again.", cancellationToken);
            }

            continuation = page.Continuation;
        } while (continuation is not null);
    }

    /// <summary>Says what to do about an onboarding that cannot go on.</summary>
    public static string TextOf(OnboardingRecord record, InstanceState stuck) =>
        stuck.Status == InstanceStatus.NeedsAttention
            ? $"The onboarding cannot go on from {record.Stage}: put right what its error says and resume it."
            : $"The onboarding ended unfinished at {record.Stage}: see what exists at Microsoft, finish or undo it by "
                + "hand, and settle this.";

    private Obligation Of(OnboardingRecord record, InstanceState stands) =>
        new()
        {
            Id = ObligationOf(record.Id),
            Onboarding = record.Id,
            Partner = record.Request.Partner,
            What = TextOf(record, stands),
            Why = stands.Failure?.Message ?? "Its orchestration ended without an outcome.",
            Who = Actor.Operator,
            Since = time.GetUtcNow(),
            ErrorCode = stands.Failure?.Code ?? ErrorCodes.Unexpected,
            LastError = stands.Failure?.Message,
        };
}
