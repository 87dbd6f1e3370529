using Onboarding.Durability;
using Onboarding.Effects;
using Onboarding.Undo;

namespace Onboarding.Progress;

/// <summary>Another try at something owed.</summary>
internal sealed record ObligationRetry(string Obligation, int Attempt, string By, OwedCall Call);

/// <summary>Does what is owed, once more, and writes down what came of it. Replayed code.</summary>
internal sealed class RetryObligation : Orchestration<ObligationRetry, Nothing>
{
    public static OrchestrationName<ObligationRetry, Nothing> StoredName { get; } = new("obligations-retry");

    public override OrchestrationName<ObligationRetry, Nothing> Name => StoredName;

    public override string Version => "1";

    public override async Task<Nothing> Run(OrchestrationContext context, ObligationRetry input)
    {
        FailureDetails? failure = null;
        try
        {
            await context.CallActivity(new ActivityName<UndoInput, UndoResult>(input.Call.Activity), DurableJson.Read<UndoInput>(input.Call.Input), Retries.PartnerCenter);
        }
        catch (DurableFailureException thrown)
        {
            failure = thrown.Details;
        }

        await context.CallActivity(CloseObligation.StoredName, new ObligationResult(input.Obligation, input.By, failure), Retries.OurStore);
        return default;
    }
}
