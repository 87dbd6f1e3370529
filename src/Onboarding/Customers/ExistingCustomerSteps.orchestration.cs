using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;

namespace Onboarding.Customers;

/// <summary>
/// A customer that has a tenant already: it accepts the partner, and nothing of the tenant is ever undone. Replayed
/// code.
/// </summary>
internal static class ExistingCustomerSteps
{
    /// <param name="onboarding">The onboarding.</param>
    /// <param name="route">The tenant and the relationship of the customer.</param>
    /// <param name="resellerMpnId">The indirect reseller it is to hang under; null for none.</param>
    public static async Task TakeExistingCustomer(
        this OnboardingRun onboarding,
        CustomerRoute route,
        string? resellerMpnId
    )
    {
        onboarding.IsExistingCustomer = true;
        var customer =
            route.Relation == CustomerRelation.Ours
                ? new FindRelationshipResult(route.Tenant, route.Domain, [])
                : await onboarding.AwaitRelationship(route, resellerMpnId);
        onboarding.Exists = onboarding.Exists with
        {
            TenantId = customer.Tenant,
            Domain = customer.Domain,
            Relationship = true,
            Invitation = null,
        };
        await onboarding.AddTimelineEntry(
            route.Relation == CustomerRelation.Ours
                ? (Message)$"The customer is the partner's already: tenant {customer.Tenant}. It is not created."
                : $"The customer accepted: tenant {customer.Tenant} is the partner's now."
        );
    }

    private static async Task<FindRelationshipResult> AwaitRelationship(
        this OnboardingRun onboarding,
        CustomerRoute route,
        string? resellerMpnId
    )
    {
        var plan = onboarding.Plan;
        onboarding.HasInvited = true;
        var invited = await onboarding.CallStep(
            "invitation",
            InviteCustomerActivity.StoredName,
            _ => new InviteCustomerInput(plan.Id, resellerMpnId)
        );
        onboarding.Exists = onboarding.Exists with
        {
            Invitation = new InvitationOnRecord
            {
                To = InvitationOnRecord.Relationship,
                Url = invited.Url,
                Since = onboarding.Context.CurrentUtc,
                Until = onboarding.Context.CurrentUtc + plan.Waits.Relationship,
                TenantId = route.Tenant,
                Domain = route.Domain,
            },
        };

        var known = new List<Guid>(invited.SameNameCustomers);
        var waiting = new Waiting(
            Stage.AwaitingCustomerAcceptance,
            Actor.Customer,
            $"the customer's acceptance of the relationship request",
            $"The customer has a tenant already: a Global Admin of it has to accept the partner's relationship request.",
            plan.Waits.Relationship
        )
        {
            Event = OnboardingNames.RelationshipAccepted,
        };
        return await onboarding.WaitUntil(waiting, payload => onboarding.LookForRelationship(route, payload, known));
    }

    private static async Task<FindRelationshipResult?> LookForRelationship(
        this OnboardingRun onboarding,
        CustomerRoute route,
        string? payload,
        List<Guid> known
    )
    {
        Guid? accepted = Guid.TryParse(payload, out var tenant) ? tenant : null;
        var look = await onboarding.CallStep(
            "relationship",
            FindRelationshipActivity.StoredName,
            _ => new FindRelationshipInput(onboarding.Plan.Id, route, accepted, [.. known])
        );
        foreach (var unexpected in look.UnexpectedTenants)
        {
            known.Add(unexpected);
            var wrong = new ReportWrongTenantInput(
                onboarding.Plan.Id,
                route,
                unexpected,
                onboarding.Context.CurrentUtc
            );
            await onboarding.CallStep("wrong tenant", ReportWrongTenantActivity.StoredName, _ => wrong);
            onboarding.OpenTasks.Add(wrong.OpenTask);
            await onboarding.AddTimelineEntry(
                $"Tenant {unexpected} accepted, and it is not the one that was invited. The invitation stays open.",
                ErrorCodes.WrongTenant
            );
        }

        return look.Tenant is null ? null : look;
    }
}
