using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

internal sealed record CloseObligationInput(string Obligation, string By, StepFailure? Failure);

/// <summary>Writes down what a retry came to: done, or still open with the newest error.</summary>
[Idempotent]
internal sealed class CloseObligationActivity(IObligations obligations, TimeProvider time)
    : StepActivity<CloseObligationInput, Nothing>
{
    public static ActivityName<CloseObligationInput, Nothing> StoredName { get; } = new("obligations-close");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        CloseObligationInput input,
        CancellationToken cancellationToken
    )
    {
        var obligation = await obligations.Get(input.Obligation, cancellationToken);
        if (obligation is not { State: ObligationState.Open })
            return default;

        var changed = input.Failure is { } failure
            ? obligation with
            {
                LastError = failure.Message,
                ErrorCode = failure.Code,
            }
            : obligation with
            {
                State = ObligationState.Done,
                ClosedBy = input.By,
                ClosedAt = time.GetUtcNow(),
            };
        if (!await obligations.Update(changed, cancellationToken))
            throw new StepFailedException(
                new StepFailure(
                    StepFailure.Unexpected,
                    "The obligation was written by somebody else meanwhile.",
                    Retryable: true
                )
            );
        if (changed.State != ObligationState.Open)
            Telemetry.Obliged(changed.State);
        return default;
    }
}
