using Onboarding.Durability;

namespace Onboarding.Progress;

/// <summary>
/// Finds the onboardings whose orchestration stands still or failed while their record says that they go on: no step of theirs can say so any more. Each becomes an obligation, so that it is seen.
/// </summary>
public sealed class StandingOnboardings(IOnboardingRecords records, IObligations obligations, IOrchestrationClient orchestrations, TimeProvider time)
{
    /// <summary>The obligation that an onboarding stands still.</summary>
    public static string ObligationOf(OnboardingId onboarding) => $"{onboarding}-stands";

    /// <returns>How many stand.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var standing = 0;
        string? continuation = null;
        do
        {
            var page = await records.Search(new() { State = "open", Limit = 200, Continuation = continuation }, cancellationToken);
            foreach (var record in page.Items)
            {
                if (await orchestrations.Get(record.Id.Value, cancellationToken) is not { Status: InstanceStatus.NeedsAttention or InstanceStatus.Failed or InstanceStatus.Terminated } stands) continue;
                await obligations.Add(Of(record, stands), cancellationToken);
                standing++;
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        return standing;
    }

    private Obligation Of(OnboardingRecord record, InstanceState stands) => new()
    {
        Id = ObligationOf(record.Id),
        Onboarding = record.Id,
        Partner = record.Request.Partner,
        What = stands.Status == InstanceStatus.NeedsAttention
            ? $"The onboarding stands still at {record.Stage}: mend what its error says and resume it."
            : $"The onboarding ended unfinished at {record.Stage}: see what exists at Microsoft, finish or undo it by hand, and settle this.",
        Why = stands.Failure?.Message ?? "Its orchestration ended without an outcome.",
        Who = Actor.Operator,
        Since = time.GetUtcNow(),
        ErrorCode = stands.Failure?.Code ?? ErrorCodes.Unexpected,
        LastError = stands.Failure?.Message,
    };
}
