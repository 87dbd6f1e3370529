using Onboarding.Durability;
using Onboarding.Effects;

namespace Onboarding.Progress;

/// <summary>Writes down what is owed; the obligation's id makes a repeat harmless.</summary>
[Harmless]
internal sealed class AddObligation(IObligations obligations) : Activity<Obligation, Nothing>
{
    public static ActivityName<Obligation, Nothing> StoredName { get; } = new("obligations-add");

    public override ActivityName<Obligation, Nothing> Name => StoredName;

    public override async Task<Nothing> Run(ActivityContext context, Obligation input, CancellationToken cancellationToken)
    {
        await obligations.Add(input, cancellationToken);
        Telemetry.Obliged(ObligationState.Open);
        return default;
    }
}
