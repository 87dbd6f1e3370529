using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

/// <summary>Writes down what is owed; the obligation's id makes a repeat harmless.</summary>
[Idempotent]
internal sealed class AddObligationActivity(IObligations obligations) : StepActivity<Obligation, Nothing>
{
    public static ActivityName<Obligation, Nothing> StoredName { get; } = new("obligations-add");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        Obligation input,
        CancellationToken cancellationToken
    )
    {
        await obligations.Add(input, cancellationToken);
        Telemetry.Obliged(ObligationState.Open);
        return default;
    }
}
