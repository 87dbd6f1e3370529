using Onboarding.Durability;
using Onboarding.Intake;
using Onboarding.Progress;
using Onboarding.Undo;

namespace Onboarding.Agreements;

/// <summary>The wizard's customer agreement. Replayed code.</summary>
internal static class AgreementSteps
{
    private const string AcceptancePage = "https://admin.microsoft.com/Adminportal/Home#/BillingAccounts";

    /// <param name="onboarding">The onboarding.</param>
    /// <param name="again">How often a purchase has been refused for want of the agreement (13605) by now.</param>
    public static async Task ConfirmAgreement(this OnboardingRun onboarding, int again = 0)
    {
        await onboarding.Enter(Stage.ConfirmingAgreement, Actor.Us, "The customer's acceptance of the Microsoft Customer Agreement is confirmed.");

        // What is on record and did not suffice for the purchase may be late once; then only the customer's own acceptance helps.
        var onlyItsOwn = again > 1;
        if (onboarding.Plan.Agreement == AgreementMode.Attestation && !onlyItsOwn)
        {
            var confirmed = await onboarding.Do("agreement", Agreements.ConfirmAgreement.StoredName, epoch => new AgreementToConfirm(onboarding.Plan.Id, onboarding.Tenant, again * 1000 + epoch));
            if (confirmed.Agreement is { } agreement)
            {
                onboarding.Exists = onboarding.Exists with { Agreement = agreement };
                return;
            }

            if (confirmed.Next == AgreementNext.NotInCloud)
            {
                await onboarding.Tell("There is no Microsoft Customer Agreement to be recorded in this cloud; the step is left out.");
                return;
            }

            if (confirmed.Next == AgreementNext.AskOperator) await onboarding.OweAgreement();
            await onboarding.Tell("Microsoft does not take the partner's word for the agreement any more: the customer has to accept it itself.", ErrorCodes.AttestationRetired);
        }

        if (onboarding.Plan.Agreement == AgreementMode.Enhanced && !onlyItsOwn) await onboarding.AwaitAttestation(again);
        else await onboarding.AwaitAcceptance(AcceptancePage, _ => onboarding.Do("agreement", CheckAgreement.StoredName, _ => new AgreementToCheck(onboarding.Plan.Id, onboarding.Tenant, onlyItsOwn)));
    }

    private static async Task AwaitAttestation(this OnboardingRun onboarding, int again)
    {
        var (plan, looked) = (onboarding.Plan, again * 1000);
        var started = await onboarding.Do("attestation", StartAttestation.StoredName, epoch => new AttestationToStart(plan.Id, onboarding.Tenant, (again * 1000) + epoch));
        await onboarding.AwaitAcceptance(started.Url ?? AcceptancePage, _ =>
        {
            // Every look is a request of its own: a refusal settles the one before.
            var firstEpoch = ++looked * 100;
            return onboarding.Do("agreement", FinishAttestation.StoredName, epoch => new AttestationToFinish(plan.Id, onboarding.Tenant, started.Id, firstEpoch + epoch));
        });
    }

    private static async Task AwaitAcceptance(this OnboardingRun onboarding, string page, Func<string?, Task<AgreementOnRecord?>> look)
    {
        var plan = onboarding.Plan;
        onboarding.Exists = onboarding.Exists with
        {
            Agreement = null,
            Invitation = new InvitationOnRecord
            {
                To = InvitationOnRecord.Agreement,
                Url = page,
                Since = onboarding.Context.CurrentUtc,
                Until = onboarding.Context.CurrentUtc + plan.Waits.Agreement,
                TenantId = onboarding.Tenant,
                Domain = onboarding.Exists.Domain,
            },
        };
        var waiting = new Waiting(
            Stage.AwaitingCustomerAcceptance, Actor.Customer, "the customer's acceptance of the agreement",
            "A Global Admin of the customer has to accept the Microsoft Customer Agreement; nothing is ordered before.", plan.Waits.Agreement);
        var agreement = await onboarding.Await(waiting, look);
        onboarding.Exists = onboarding.Exists with { Agreement = agreement, Invitation = null };
        await onboarding.Tell("The customer has accepted the Microsoft Customer Agreement.");
    }

    private static async Task OweAgreement(this OnboardingRun onboarding)
    {
        var failure = new FailureDetails(ErrorCodes.AttestationRetired, "Microsoft does not take the partner's word for the agreement, and no other way is allowed for this partner.", Retryable: false);
        await onboarding.Owe("agreement", "The customer has to accept the Microsoft Customer Agreement in another way; then order what was asked for, or allow another way and submit again.", failure, call: null);
        throw new OnboardingStopped.LeftToOperator("agreement", failure);
    }
}
