using Microsoft.DurableTask;
using Onboarding.Agreements;
using Onboarding.Approvals;
using Onboarding.CancellationWindow;
using Onboarding.Customers;
using Onboarding.Notifications;
using Onboarding.Resellers;
using Onboarding.Subscriptions;
using Onboarding.Undo;
using Onboarding.Validation;

namespace Onboarding;

/// <summary>The Add-customer wizard, from the first page to Done, for one customer.</summary>
internal sealed class OnboardingOrchestration : TaskOrchestrator<OnboardingPlan, OnboardingOutcome>
{
    public override async Task<OnboardingOutcome> RunAsync(TaskOrchestrationContext context, OnboardingPlan plan)
    {
        var onboarding = new OnboardingRun(context, plan);
        var outcome = await Onboard(onboarding);

        await onboarding.Conclude(outcome);
        await onboarding.NotifySubscribers();
        if (
            outcome
            is OnboardingOutcome.Completed
                or OnboardingOutcome.NeedsAttention { Underlying: OnboardingOutcome.Completed }
        )
            await onboarding.RemindBeforeWindowCloses();
        return outcome;
    }

    private static async Task<OnboardingOutcome> Onboard(OnboardingRun onboarding)
    {
        try
        {
            // Account information, and everything else that can be refused while nothing has happened yet.
            var holds = await onboarding.Validate();
            await onboarding.AwaitApproval(holds);
            var reseller = await onboarding.CheckReseller();

            // The customer: from here on something exists that cannot be deleted. One that has a tenant already is
            // asked to accept the partner instead.
            await onboarding.CreateOrInviteCustomer(reseller);
            await onboarding.AwaitAccountReview();

            // The customer's acceptance of the Microsoft Customer Agreement: a legal fact.
            await onboarding.ConfirmAgreement();

            // The indirect reseller.
            await onboarding.LinkReseller(reseller);

            // Offers and licence counts: money.
            await onboarding.QualifyCustomer();
            await onboarding.OrderSubscriptions(reseller);

            return await onboarding.Done();
        }
        catch (OnboardingStopped stop)
        {
            return await onboarding.UndoAfter(stop);
        }
    }
}
