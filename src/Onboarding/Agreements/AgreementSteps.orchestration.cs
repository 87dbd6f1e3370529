using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Undo;

namespace Onboarding.Agreements;

/// <summary>The wizard's customer agreement. Replayed code.</summary>
internal static class AgreementSteps
{
    /// <summary>
    /// The first version that asks for consent before the tenant, and finds the page of the customer's own acceptance.
    /// </summary>
    private const int AsksFirst = 4;

    /// <summary>
    /// Has the customer read and accept the agreement on Microsoft's page before anything of it exists (C §9.6); only
    /// what it accepted is bound to the tenant later. Does nothing in the other modes.
    /// </summary>
    /// <exception cref="OnboardingStopped">The customer refused, or did not answer in time: nothing exists.</exception>
    public static async Task ObtainConsent(this OnboardingRun onboarding)
    {
        if (onboarding.Plan.Agreement != AgreementMode.Enhanced || !onboarding.IsAtLeast(AsksFirst))
            return;
        await onboarding.SetStage(
            Stage.ConfirmingAgreement,
            Actor.Us,
            $"The customer is asked to accept the Microsoft Customer Agreement, before anything is created."
        );
        onboarding.Consent = (await onboarding.AwaitConsent(again: 0)).Attestation;
    }

    /// <param name="onboarding">The onboarding.</param>
    /// <param name="again">
    /// The number of times that a purchase has been refused because the agreement is missing (13605).
    /// </param>
    public static async Task ConfirmAgreement(this OnboardingRun onboarding, int again = 0)
    {
        await onboarding.SetStage(
            Stage.ConfirmingAgreement,
            Actor.Us,
            $"Looking for the customer's acceptance of the Microsoft Customer Agreement."
        );

        // An agreement on record with which the purchase was refused may only be late the first time; after that only
        // the customer's own acceptance helps.
        var onlyItsOwn = again > 1;
        if (onboarding.Plan.Agreement == AgreementMode.Attestation && !onlyItsOwn)
        {
            var confirmed = await onboarding.CallStep(
                "agreement",
                Agreements.ConfirmAgreementActivity.StoredName,
                epoch => new ConfirmAgreementInput(onboarding.Plan.Id, onboarding.Tenant, again * 1000 + epoch)
            );
            if (confirmed.Agreement is { } agreement)
            {
                onboarding.Exists = onboarding.Exists with { Agreement = agreement };
                return;
            }

            if (confirmed.Next == AgreementNext.NotInCloud)
            {
                await onboarding.AddTimelineEntry(
                    $"There is no Microsoft Customer Agreement to be recorded in this cloud; the step is left out."
                );
                return;
            }

            if (confirmed.Next == AgreementNext.AskOperator)
                await onboarding.LeaveAgreementToOperator();
            await onboarding.AddTimelineEntry(
                $"Microsoft does not take the partner's word for the agreement any more: the customer has to accept "
                    + $"it itself.",
                ErrorCodes.AttestationRetired
            );
        }

        if (onboarding.Plan.Agreement == AgreementMode.Enhanced && !onlyItsOwn)
        {
            if (!onboarding.IsAtLeast(AsksFirst))
                await onboarding.AwaitAttestation(again);
            else if (!await onboarding.BindConsent(again))
                await onboarding.AwaitOwnAcceptance(onlyItsOwn);
        }
        else
            await onboarding.AwaitOwnAcceptance(onlyItsOwn);
    }

    /// <summary>
    /// Binds what the customer has accepted to its tenant; asks first where it was not asked before. False: Microsoft
    /// does not take it.
    /// </summary>
    private static async Task<bool> BindConsent(this OnboardingRun onboarding, int again)
    {
        var plan = onboarding.Plan;
        var consent =
            onboarding.Consent is { } given && again == 0
                ? new Consent(given, null)
                : await onboarding.AwaitConsent(again);
        var agreement =
            consent.Own
            ?? await onboarding.CallStep(
                "agreement",
                FinishAttestationActivity.StoredName,
                epoch => new FinishAttestationInput(
                    plan.Id,
                    onboarding.Tenant,
                    consent.Attestation!,
                    (again * 1000) + epoch
                )
                {
                    IsAccepted = true,
                }
            );
        if (agreement is null)
        {
            await onboarding.AddTimelineEntry(
                $"Microsoft does not take what the customer has accepted on the page: the customer has to accept the "
                    + $"agreement itself.",
                ErrorCodes.AttestationRetired
            );
            return false;
        }

        onboarding.Exists = onboarding.Exists with { Agreement = agreement };
        await onboarding.AddTimelineEntry(
            $"The accepted Microsoft Customer Agreement is bound to the customer's tenant."
        );
        return true;
    }

    private static async Task<Consent> AwaitConsent(this OnboardingRun onboarding, int again)
    {
        var plan = onboarding.Plan;
        var hasTenant = onboarding.Exists.TenantId is not null;
        var started = await onboarding.CallStep(
            "attestation",
            StartAttestationActivity.StoredName,
            epoch => new StartAttestationInput(plan.Id, onboarding.Exists.TenantId, (again * 1000) + epoch)
        );
        onboarding.Ask(started.Url!);
        var waiting = new Waiting(
            Stage.AwaitingCustomerAcceptance,
            Actor.Customer,
            hasTenant
                ? (Message)$"the customer's acceptance of the agreement"
                : $"the customer's acceptance of the agreement, before anything was created at Microsoft,",
            $"The customer has to read and accept the Microsoft Customer Agreement on Microsoft's page; nothing is "
                + $"created or ordered before.",
            plan.Waits.Agreement
        );
        var answer = await onboarding.WaitUntil(
            waiting,
            async _ =>
            {
                if (hasTenant && await onboarding.LookForAgreement(onlyItsOwn: again > 0) is { } own)
                    return new Answer(AttestationState.Accepted, own);
                var look = await onboarding.CallStep(
                    "attestation",
                    CheckAttestationActivity.StoredName,
                    _ => new CheckAttestationInput(plan.Id, started.Id)
                );
                return look.State == AttestationState.Pending ? null : new Answer(look.State, null);
            }
        );
        onboarding.Exists = onboarding.Exists with { Invitation = null };
        if (answer.State == AttestationState.Expired)
            throw new OnboardingStopped.Expired(waiting.For);
        if (answer.State == AttestationState.Refused)
        {
            var nothing = hasTenant ? "Nothing was ordered." : "Nothing was created at Microsoft.";
            throw new OnboardingStopped.Refused(
                "agreement",
                new StepFailure(
                    ErrorCodes.AgreementRefused,
                    $"The customer has refused the Microsoft Customer Agreement. {nothing}",
                    Retryable: false
                )
            );
        }

        await onboarding.AddTimelineEntry($"The customer has accepted the Microsoft Customer Agreement.");
        return new(started.Id, answer.Own);
    }

    private static async Task AwaitOwnAcceptance(this OnboardingRun onboarding, bool onlyItsOwn)
    {
        var page = onboarding.IsAtLeast(AsksFirst)
            ? (
                await onboarding.CallStep(
                    "acceptance page",
                    FindAcceptancePageActivity.StoredName,
                    _ => new FindAcceptancePageInput(onboarding.Plan.Id, onboarding.ResellerMpnId)
                )
            ).Url
            : FindAcceptancePageActivity.BillingAccounts;
        await onboarding.AwaitAcceptance(page, _ => onboarding.LookForAgreement(onlyItsOwn));
    }

    private static Task<AgreementOnRecord?> LookForAgreement(this OnboardingRun onboarding, bool onlyItsOwn) =>
        onboarding.CallStep(
            "agreement",
            CheckAgreementActivity.StoredName,
            _ => new CheckAgreementInput(onboarding.Plan.Id, onboarding.Tenant, onlyItsOwn)
        );

    // Of before version 4: the tenant is there, and the agreement is asked for until Microsoft gives it.
    private static async Task AwaitAttestation(this OnboardingRun onboarding, int again)
    {
        var (plan, looked) = (onboarding.Plan, again * 1000);
        var started = await onboarding.CallStep(
            "attestation",
            StartAttestationActivity.StoredName,
            epoch => new StartAttestationInput(plan.Id, onboarding.Tenant, (again * 1000) + epoch)
        );
        await onboarding.AwaitAcceptance(
            started.Url ?? FindAcceptancePageActivity.BillingAccounts,
            _ =>
            {
                // Every look is a request of its own: a refusal settles the one before.
                var firstEpoch = ++looked * 100;
                return onboarding.CallStep(
                    "agreement",
                    FinishAttestationActivity.StoredName,
                    epoch => new FinishAttestationInput(plan.Id, onboarding.Tenant, started.Id, firstEpoch + epoch)
                );
            }
        );
    }

    private static async Task AwaitAcceptance(
        this OnboardingRun onboarding,
        string page,
        Func<string?, Task<AgreementOnRecord?>> look
    )
    {
        var plan = onboarding.Plan;
        onboarding.Ask(page);
        var waiting = new Waiting(
            Stage.AwaitingCustomerAcceptance,
            Actor.Customer,
            $"the customer's acceptance of the agreement",
            $"A Global Admin of the customer has to accept the Microsoft Customer Agreement; nothing is ordered before.",
            plan.Waits.Agreement
        );
        var agreement = await onboarding.WaitUntil(waiting, look);
        onboarding.Exists = onboarding.Exists with { Agreement = agreement, Invitation = null };
        await onboarding.AddTimelineEntry($"The customer has accepted the Microsoft Customer Agreement.");
    }

    private static void Ask(this OnboardingRun onboarding, string page) =>
        onboarding.Exists = onboarding.Exists with
        {
            Agreement = null,
            Invitation = new InvitationOnRecord
            {
                To = InvitationOnRecord.Agreement,
                Url = page,
                Since = onboarding.Context.CurrentUtc,
                Until = onboarding.Context.CurrentUtc + onboarding.Plan.Waits.Agreement,
                TenantId = onboarding.Exists.TenantId,
                Domain = onboarding.Exists.Domain,
            },
        };

    private static async Task LeaveAgreementToOperator(this OnboardingRun onboarding)
    {
        var failure = new StepFailure(
            ErrorCodes.AttestationRetired,
            "Microsoft does not take the partner's word for the agreement, and no other way is allowed for this "
                + "partner.",
            Retryable: false
        );
        await onboarding.CreateOpenTask(
            "agreement",
            $"The customer has to accept the Microsoft Customer Agreement in another way; then order what was asked "
                + $"for, or allow another way and submit again.",
            failure,
            call: null
        );
        throw new OnboardingStopped.LeftToOperator("agreement", failure);
    }

    /// <param name="Attestation">The attestation that the customer accepted on the page.</param>
    /// <param name="Own">The agreement that the customer accepted by itself meanwhile.</param>
    private sealed record Consent(string? Attestation, AgreementOnRecord? Own);

    private sealed record Answer(AttestationState State, AgreementOnRecord? Own);
}
