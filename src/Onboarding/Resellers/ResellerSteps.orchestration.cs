using Onboarding.Progress;
using Onboarding.Undo;

namespace Onboarding.Resellers;

/// <summary>
/// The wizard's indirect reseller: checked before anything permanent, read back after the customer exists. Replayed
/// code.
/// </summary>
internal static class ResellerSteps
{
    /// <summary>Null for a customer without a reseller.</summary>
    public static async Task<Reseller?> CheckReseller(this OnboardingRun onboarding)
    {
        if (onboarding.Plan.Reseller is not { } tenant)
            return null;
        await onboarding.SetStage(
            Stage.CheckingReseller,
            Actor.Us,
            $"The reseller's relationship and partner agreement are checked."
        );
        var reseller = await onboarding.CallStep(
            "reseller check",
            Resellers.CheckResellerActivity.StoredName,
            _ => new CheckResellerInput(onboarding.Plan.Partner, tenant, onboarding.Plan.Batch)
        );
        onboarding.ResellerMpnId = reseller.MpnId;
        return reseller;
    }

    public static async Task LinkReseller(this OnboardingRun onboarding, Reseller? reseller)
    {
        if (reseller is null)
            return;
        await onboarding.SetStage(
            Stage.LinkingReseller,
            Actor.Us,
            $"The customer's link to its reseller is read back."
        );
        try
        {
            await onboarding.CallStep(
                "reseller link",
                Resellers.LinkResellerActivity.StoredName,
                _ => new LinkResellerInput(
                    onboarding.Plan.Partner,
                    onboarding.Tenant,
                    reseller.Tenant,
                    onboarding.Plan.Batch
                )
            );
        }
        catch (OnboardingStopped.Refused refused) when (onboarding.IsExistingCustomer)
        {
            // It accepted the provider without the reseller, or hangs under another one; its orders name this one all
            // the same.
            await onboarding.CreateOpenTask(
                "reseller",
                $"The customer does not hang under reseller {reseller.Tenant}, in whose name it is sold to: have the "
                    + $"relationship put right in Partner Center.",
                new StepFailure(refused.Cause.Code, refused.Cause.Message, Retryable: false),
                call: null
            );
        }
    }
}
