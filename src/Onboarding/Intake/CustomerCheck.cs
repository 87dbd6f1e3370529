using Onboarding.Customers;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Intake;

/// <summary>Whether the customer has a tenant already, and what follows: it is created, sold to, or asked to accept the partner (C §8, §11).</summary>
internal sealed class CustomerCheck(IOnboardingRecords records)
{
    private const string NewPath = "/customer/domainPrefix";
    private const string ExistingPath = "/customer";

    /// <param name="client">The partner that asks.</param>
    /// <param name="request">Its customer is named well enough to be looked for.</param>
    /// <param name="domain">The full domain that a new customer would get.</param>
    /// <param name="except">The onboarding that asks; null before there is one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<IReadOnlyList<Finding>> Check(PartnerCenterClient client, OnboardingRequest request, string? domain, OnboardingId? except, CancellationToken cancellationToken)
    {
        var isNew = request.Customer.Kind == CustomerKind.New;
        var route = await Whereabouts.Find(client, records, request, domain, except, cancellationToken);
        return route.Standing switch
        {
            CustomerStanding.DomainOfAnother =>
                [new(ErrorCodes.AlreadyCustomer, NewPath, FindingSeverity.Error, $"The partner has a customer of another name with this domain already: tenant {route.Tenant}.")],
            CustomerStanding.Ours =>
                [new(ErrorCodes.AlreadyCustomer, isNew ? NewPath : ExistingPath, isNew ? FindingSeverity.Review : FindingSeverity.Warning, $"The customer is the partner's already, with tenant {route.Tenant}: it is not created or invited.")],
            CustomerStanding.Elsewhere when isNew && !client.Partner.Capabilities.RelationshipRequests =>
                [new(ErrorCodes.DomainTaken, NewPath, FindingSeverity.Error, "Somebody else has this domain; choose another prefix.")],
            CustomerStanding.Elsewhere when !client.Partner.Capabilities.RelationshipRequests =>
                [new(ErrorCodes.NoRelationshipRequests, ExistingPath, FindingSeverity.Error, "There is no relationship request in this cloud or environment: a customer that has a tenant already cannot be taken.")],
            CustomerStanding.Elsewhere when isNew =>
                [new(ErrorCodes.HasTenant, NewPath, FindingSeverity.Review, "A tenant with this domain exists already, so the customer is asked to accept the partner instead of being created. If it is somebody else's, choose another prefix.")],
            CustomerStanding.Elsewhere when request.Contact?.Email is null =>
                [new(ErrorCodes.NobodyToInvite, "/contact", FindingSeverity.Warning, "Nobody is named to be asked: hand the invitation over yourself.")],
            _ => [],
        };
    }

    /// <summary>The country of a customer that is the partner's already; null when it is not, or does not show.</summary>
    public static async Task<string?> CountryOf(PartnerCenterClient client, CustomerSection customer, CancellationToken cancellationToken)
    {
        var own = customer.TenantId is { } tenant ? await Whereabouts.Own(client, new(tenant), cancellationToken)
            : customer.Domain is { } domain ? await client.Customers.FindByDomain(domain, cancellationToken) : null;
        return own is null ? null : (own.BillingProfile ?? await client.Customers.GetBillingProfile(own.Id, cancellationToken)).DefaultAddress?.Country;
    }
}
