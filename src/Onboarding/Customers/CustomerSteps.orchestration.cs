using Onboarding.Agreements;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Resellers;
using Onboarding.Undo;

namespace Onboarding.Customers;

/// <summary>
/// The wizard's account information: the tenant is created, and Microsoft reviews the account. Replayed code.
/// </summary>
internal static class CustomerSteps
{
    /// <summary>Facts decide: who has a tenant already is not created, whatever the request calls it.</summary>
    public static async Task CreateOrInviteCustomer(this OnboardingRun onboarding, Reseller? reseller)
    {
        var route = await onboarding.CallStep(
            "route",
            RouteCustomerActivity.StoredName,
            _ => new RouteCustomerInput(onboarding.Plan.Id)
        );
        if (route.Relation == CustomerRelation.Absent)
        {
            await onboarding.ObtainConsent();
            await onboarding.CreateCustomer();
        }
        else
            await onboarding.TakeExistingCustomer(route, reseller?.MpnId);
    }

    private static async Task CreateCustomer(this OnboardingRun onboarding)
    {
        var (plan, began) = (onboarding.Plan, (DateTimeOffset?)onboarding.Context.CurrentUtc);
        await onboarding.SetStage(Stage.CreatingCustomer, Actor.Us, $"The customer's tenant is created.");
        onboarding.Undo.Register(
            new RegisteredUndo(
                "customer",
                UndoCustomerActivity.UnknownCustomerTask,
                UndoCustomerActivity.StoredName,
                epoch => new UndoInput
                {
                    RemoveRelationship = onboarding.RemovesRelationship,
                    Onboarding = plan.Id,
                    Partner = plan.Partner,
                    Batch = plan.Batch,
                    Domain = plan.Domain,
                    TenantId = onboarding.Exists.TenantId,
                    Began = began,
                    Exists = onboarding.Exists,
                    Epoch = epoch,
                }
            )
        );

        var customer = await onboarding.CallStep(
            "customer creation",
            Customers.CreateCustomerActivity.StoredName,
            epoch => new CreateCustomerInput(plan.Id, epoch)
        );
        // Taken by an earlier attempt of ours whose answer was lost, or by somebody else; ours may take a minute to
        // show (C §5.2).
        for (var look = 1; customer.Tenant is null && look <= 5; look++)
        {
            if (look > 1)
                await onboarding.Wait(Retries.PollDelay(look * 2, TimeSpan.FromMinutes(1)));
            customer = await onboarding.CallStep(
                "customer look-up",
                FindCustomerActivity.StoredName,
                _ => new FindCustomerInput(plan.Id)
            );
        }

        if (customer.Tenant is not { } tenant)
        {
            began = null;
            throw new OnboardingStopped.Refused(
                "customer creation",
                new StepFailure(
                    ErrorCodes.DomainTaken,
                    $"The domain {plan.Domain} belongs to another tenant.",
                    Retryable: false
                )
            );
        }

        onboarding.Exists = onboarding.Exists with { TenantId = tenant, Domain = plan.Domain, Relationship = true };
        await onboarding.AddTimelineEntry($"The tenant {tenant} exists; its domain is {plan.Domain}.");
        if (!customer.CredentialsKept)
            await onboarding.CreateCredentialsTask();
    }

    public static async Task AwaitAccountReview(this OnboardingRun onboarding)
    {
        var waiting = new Waiting(
            Stage.UnderMicrosoftReview,
            Actor.Microsoft,
            $"Microsoft's account review",
            $"Microsoft reviews the customer's account, which takes hours to days.",
            onboarding.Plan.Waits.AccountReview
        );
        var reviewed = await onboarding.WaitUntil(
            waiting,
            async _ =>
                await onboarding.LookAtReview() is var review and not AccountReview.Pending
                    ? new ReviewedAccount(review)
                    : null
        );
        if (reviewed.Review == AccountReview.Refused)
        {
            throw new OnboardingStopped.Refused(
                "account review",
                new StepFailure(
                    ErrorCodes.AccountNotAllowed,
                    "Microsoft does not allow purchases for this customer.",
                    Retryable: false
                )
            );
        }
    }

    private static Task<AccountReview> LookAtReview(this OnboardingRun onboarding) =>
        onboarding.CallStep(
            "account review",
            CheckAccountActivity.StoredName,
            _ => new CheckAccountInput(onboarding.Plan.Partner, onboarding.Tenant, onboarding.Plan.Batch)
        );

    // The customer is there and usable; only its first password is lost, and no call gives it again.
    private static Task CreateCredentialsTask(this OnboardingRun onboarding) =>
        onboarding.CreateOpenTask(
            "credentials",
            $"The first admin password of the new tenant was lost with Microsoft's answer: have it reset through "
                + $"Microsoft support.",
            new StepFailure(
                ErrorCodes.CredentialsLost,
                "Microsoft shows the password once, and that answer did not arrive.",
                Retryable: false
            ),
            call: null
        );

    private sealed record ReviewedAccount(AccountReview Review);
}
