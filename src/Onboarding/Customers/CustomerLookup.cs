using System.Text.Json.Serialization;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;
using PartnerCenter.Customers;

namespace Onboarding.Customers;

/// <summary>The relationship of a customer to the partner before anything is done.</summary>
internal enum CustomerRelation
{
    /// <summary>No tenant of the customer is known; one is created.</summary>
    Absent,

    /// <summary>The customer has a tenant and is the partner's customer already.</summary>
    Ours,

    /// <summary>The domain is that of another customer of the partner's: nothing can be done under it.</summary>
    DomainOfAnother,

    /// <summary>
    /// The customer has a tenant, known by its id or because the request says so, and would have to accept the partner
    /// first (C §11).
    /// </summary>
    [JsonStringEnumMemberName("elsewhere")]
    NoRelationship,

    /// <summary>
    /// A new customer's domain belongs to a tenant that is neither the partner's nor one that an onboarding here made:
    /// nobody is asked for it.
    /// </summary>
    [JsonStringEnumMemberName("stranger")]
    UnknownOwner,

    /// <summary>An existing customer is named by a domain or a tenant id that no tenant has.</summary>
    NoTenant,
}

/// <summary>The tenant of a customer and its relationship to the partner.</summary>
/// <param name="Relation">The relationship to the partner.</param>
/// <param name="Tenant">Known whenever it is the partner's customer.</param>
/// <param name="Domain">The domain it is known by.</param>
internal sealed record CustomerRoute(
    [property: JsonPropertyName("standing")] CustomerRelation Relation,
    Guid? Tenant,
    string? Domain
);

/// <summary>
/// Finds out whether a customer has a tenant: the one that was given, one that an earlier onboarding of the same
/// company left or made, or the one that has the domain. It tells what is free, what is the partner's own and what is a
/// stranger's; only a customer that the request calls existing is ever asked to accept the partner.
/// </summary>
internal static class CustomerLookup
{
    /// <param name="client">The partner that asks.</param>
    /// <param name="records">For earlier onboardings.</param>
    /// <param name="request">The request of the customer.</param>
    /// <param name="domain">The full domain that a new customer would get.</param>
    /// <param name="except">The onboarding that asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public static async Task<CustomerRoute> Find(
        PartnerCenterClient client,
        IOnboardingRecords records,
        OnboardingRequest request,
        string? domain,
        OnboardingId? except,
        CancellationToken cancellationToken
    )
    {
        var customer = request.Customer;
        if (customer.Kind == CustomerKind.Existing)
            return await FindExisting(client, customer, cancellationToken);
        if (await EarlierOf(records, request, domain, except, cancellationToken) is { } earlier)
        {
            return await Own(client, new(earlier.Exists.TenantId!.Value), cancellationToken) is not null
                ? new(CustomerRelation.Ours, earlier.Exists.TenantId, earlier.Exists.Domain ?? earlier.Domain)
                : new(
                    CustomerRelation.NoRelationship,
                    earlier.Exists.TenantId,
                    earlier.Exists.Domain ?? earlier.Domain
                );
        }

        if (domain is null || !await client.Domains.IsTaken(domain, cancellationToken))
            return new(CustomerRelation.Absent, null, domain);
        if (await client.Customers.FindByDomain(domain, cancellationToken) is not { } owner)
            return new(CustomerRelation.UnknownOwner, null, domain);

        // Our customer of another name is another customer: nothing must be sold to it by mistake.
        var relation = OwnCustomer.SameCompany(owner.CompanyProfile?.CompanyName, customer.CompanyName)
            ? CustomerRelation.Ours
            : CustomerRelation.DomainOfAnother;
        return new(relation, owner.Id.Value, domain);
    }

    /// <summary>The partner's customer with this tenant; null when it is none, or not any more.</summary>
    public static async Task<Customer?> Own(
        PartnerCenterClient client,
        CustomerId tenant,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var customer = await client.Customers.Get(tenant, cancellationToken);
            return customer.RelationshipToPartner == RelationshipToPartner.None ? null : customer;
        }
        catch (PartnerCenterException none) when (none.Fault == Fault.NotFound || none.Code == "20002")
        {
            return null;
        }
    }

    /// <summary>
    /// Gets the partner's customer with this tenant from the list by domain: a look that is independent of <see
    /// cref="Own"/>, so that an absence is believed when both agree. Null: it is not listed, or no domain is known.
    /// </summary>
    public static async Task<Customer?> Listed(
        PartnerCenterClient client,
        CustomerId tenant,
        string? domain,
        CancellationToken cancellationToken
    )
    {
        if (domain is null || await client.Customers.FindByDomain(domain, cancellationToken) is not { } listed)
            return null;
        return listed.Id == tenant && listed.RelationshipToPartner != RelationshipToPartner.None ? listed : null;
    }

    private static async Task<CustomerRoute> FindExisting(
        PartnerCenterClient client,
        CustomerSection customer,
        CancellationToken cancellationToken
    )
    {
        var domain = customer.Domain?.ToLowerInvariant();
        // A customer of the partner's must not be invited because a single read did not find it.
        var own = customer.TenantId is { } tenant
            ? await Own(client, new(tenant), cancellationToken)
                ?? await Listed(client, new(tenant), domain, cancellationToken)
            : await client.Customers.FindByDomain(domain!, cancellationToken);
        return own is null
            ? new(await FindTenant(client, customer, cancellationToken), customer.TenantId, domain)
            : new(CustomerRelation.Ours, own.Id.Value, own.CompanyProfile?.Domain ?? domain);
    }

    // Whoever is invited must be there: the link is the same for every customer, and a slip of the pen would send it to
    // anybody.
    private static async Task<CustomerRelation> FindTenant(
        PartnerCenterClient client,
        CustomerSection customer,
        CancellationToken cancellationToken
    )
    {
        if (!client.Partner.Capabilities.RelationshipRequests)
            return CustomerRelation.NoRelationship;
        if (customer.TenantId is { } tenant && await client.Tenants.Find(tenant.ToString(), cancellationToken) is null)
            return CustomerRelation.NoTenant;
        if (customer.Domain is not { } domain)
            return CustomerRelation.NoRelationship;
        return await client.Tenants.Find(domain, cancellationToken) is not { } owner ? CustomerRelation.NoTenant
            : customer.TenantId is { } meant && meant != owner ? CustomerRelation.DomainOfAnother
            : CustomerRelation.NoRelationship;
    }

    // The newest that ended with a tenant: also one whose relationship was ended again, since the tenant stays
    // (C §5.8).
    private static async Task<OnboardingRecord?> EarlierOf(
        IOnboardingRecords records,
        OnboardingRequest request,
        string? domain,
        OnboardingId? except,
        CancellationToken cancellationToken
    )
    {
        var customer = request.Customer;
        var same = await records.FindSameCustomer(
            new(request.Partner, domain, customer.CompanyName, customer.RegistrationNumber),
            except,
            cancellationToken
        );
        return same.FirstOrDefault(other =>
            other.Outcome is not null
            && other.Exists.TenantId is not null
            && SameCustomer.IsSame(other, domain, customer)
        );
    }
}
