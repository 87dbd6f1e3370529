using Onboarding.Customers;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>
/// Checks whether the customer has a tenant already, and reports what follows: it is created, sold to, or asked to
/// accept the partner (C §8, §11).
/// </summary>
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
    public async Task<IReadOnlyList<Finding>> Check(
        PartnerCenterClient client,
        OnboardingRequest request,
        string? domain,
        OnboardingId? except,
        CancellationToken cancellationToken
    )
    {
        var isNew = request.Customer.Kind == CustomerKind.New;
        var route = await CustomerLookup.Find(client, records, request, domain, except, cancellationToken);
        return route.Relation switch
        {
            CustomerRelation.DomainOfAnother when !isNew =>
            [
                new(
                    ErrorCodes.TenantUnknown,
                    "/customer/domain",
                    FindingSeverity.Error,
                    $"This domain belongs to another tenant than tenantId names."
                ),
            ],
            CustomerRelation.DomainOfAnother =>
            [
                new(
                    ErrorCodes.AlreadyCustomer,
                    NewPath,
                    FindingSeverity.Error,
                    $"The partner has a customer of another name with this domain already: tenant {route.Tenant}."
                ),
            ],
            CustomerRelation.Ours =>
            [
                new(
                    ErrorCodes.AlreadyCustomer,
                    isNew ? NewPath : ExistingPath,
                    FindingSeverity.Warning,
                    $"The customer is the partner's already, with tenant {route.Tenant}: it is not created or invited."
                ),
            ],
            CustomerRelation.UnknownOwner => [await Taken(client, request.Customer, cancellationToken)],
            CustomerRelation.NoTenant when request.Customer.TenantId is not null && request.Customer.Domain is null =>
            [
                new(
                    ErrorCodes.TenantUnknown,
                    "/customer/tenantId",
                    FindingSeverity.Error,
                    $"No tenant has this id; nobody could be asked to accept you."
                ),
            ],
            CustomerRelation.NoTenant =>
            [
                new(
                    ErrorCodes.TenantUnknown,
                    "/customer/domain",
                    FindingSeverity.Error,
                    $"No tenant has this domain or id. A customer without a tenant is of kind new, and is named by "
                        + $"domainPrefix."
                ),
            ],
            CustomerRelation.NoRelationship when !isNew && !client.Partner.Capabilities.RelationshipRequests =>
            [
                new(
                    ErrorCodes.NoRelationshipRequests,
                    ExistingPath,
                    FindingSeverity.Error,
                    $"There is no relationship request in this cloud or environment: a customer that has a tenant "
                        + $"already cannot be taken."
                ),
            ],
            CustomerRelation.NoRelationship when isNew =>
            [
                new(
                    ErrorCodes.HasTenant,
                    NewPath,
                    FindingSeverity.Error,
                    $"An earlier onboarding made tenant {route.Tenant} for this customer, and the partner has no "
                        + $"relationship with it any more. Send the customer as kind existing with this tenantId: "
                        + $"then it is asked to accept you."
                ),
            ],
            CustomerRelation.NoRelationship when request.Contact?.Email is null =>
            [
                new(
                    ErrorCodes.NobodyToInvite,
                    "/contact",
                    FindingSeverity.Warning,
                    $"Nobody is named to be asked: hand the invitation over yourself."
                ),
            ],
            _ => [],
        };
    }

    // A stranger's tenant is never asked for its acceptance because of a name that somebody chose.
    private static async Task<Finding> Taken(
        PartnerCenterClient client,
        CustomerSection customer,
        CancellationToken cancellationToken
    )
    {
        var free = await DomainSuggestions.Find(
            client,
            customer.DomainPrefix!,
            customer.CompanyName,
            customer.Address?.Country,
            cancellationToken
        );
        var otherwise = client.Partner.Capabilities.RelationshipRequests
            ? " If the tenant is this customer's, send the customer as kind existing: then it is asked to accept you."
            : "";
        return new(
            ErrorCodes.DomainTaken,
            NewPath,
            FindingSeverity.Error,
            $"Somebody else has this domain; choose another prefix.{otherwise}",
            free.Count > 0 ? string.Join(" | ", free) : null
        );
    }

    /// <summary>
    /// The country of a customer that is the partner's already; null when it is not, or does not show.
    /// </summary>
    public static async Task<string?> CountryOf(
        PartnerCenterClient client,
        CustomerSection customer,
        CancellationToken cancellationToken
    )
    {
        var own =
            customer.TenantId is { } tenant ? await CustomerLookup.Own(client, new(tenant), cancellationToken)
            : customer.Domain is { } domain ? await client.Customers.FindByDomain(domain, cancellationToken)
            : null;
        return own is null
            ? null
            : (own.BillingProfile ?? await client.Customers.GetBillingProfile(own.Id, cancellationToken))
                .DefaultAddress
                ?.Country;
    }
}
