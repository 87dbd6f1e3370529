using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Wire;

namespace PartnerCenter.Customers;

/// <summary>Customer tenants. Source: C §5, C §13.</summary>
public sealed class CustomersApi : ApiGroup
{
    private const int PageSize = 500;

    internal CustomersApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>
    /// Creates a tenant with its first domain, an administrator and a reseller relationship. Nothing undoes it in
    /// production. May take a minute; the tenant may not be visible everywhere at once. For a reseller it needs the
    /// token of a user. Source: C §5.2.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused: <see cref="PartnerCenterException.DomainTaken"/>, 27002 address, 600002, 600049, 600050, 600051,
    /// 600006, 3000. Unknown: look for the domain among the own customers.
    /// </exception>
    [Route("POST", "/v1/customers"), Token(TokenKind.Either)]
    public async Task<CreatedCustomer> Create(
        NewCustomer customer,
        CallIds ids,
        CancellationToken cancellation = default
    )
    {
        var call = Call(ids).Json(customer.ToWire());
        if (customer.AssociatedPartnerId is not null)
            call.As(TokenKind.AppAndUser);
        var answer = await call.Send(cancellation);
        return call.Parse(
            answer,
            body =>
            {
                var created = JsonSerializer.Deserialize<Customer>(body, PartnerCenterJson.Options)!;
                return new CreatedCustomer(
                    created,
                    JsonSerializer.Deserialize<CredentialsOnly>(body, PartnerCenterJson.Options)?.UserCredentials
                );
            }
        );
    }

    /// <summary>One customer with its profiles. Source: C §5.3.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003: unknown, not ours, or not visible yet; Refused 20002 likewise.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}"), Token(TokenKind.Either)]
    public Task<Customer> Get(CustomerId customer, CancellationToken cancellation = default) =>
        Call().For(customer).Read<Customer>(cancellation);

    /// <summary>
    /// The own customer with exactly this domain, or null. The service filters by prefix; every page is read. A
    /// customer just created may not be listed yet. Source: C §5.4.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 2000: the filter is not understood. Throttled: 429, as any read.
    /// </exception>
    [Route("GET", "/v1/customers"), Token(TokenKind.Either)]
    public async Task<Customer?> FindByDomain(string fullDomain, CancellationToken cancellation = default)
    {
        await foreach (var customer in Pages(CustomerFilter.Domain(fullDomain), nameof(FindByDomain), cancellation))
        {
            if (string.Equals(customer.CompanyProfile?.Domain, fullDomain, StringComparison.OrdinalIgnoreCase))
                return customer;
        }
        return null;
    }

    /// <summary>All customers, or those of a filter, page by page. Source: C §3.5, C §5.4.</summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 2000: the filter is not understood (at the end of the list the code ends it instead).
    /// </exception>
    [Route("GET", "/v1/customers"), Token(TokenKind.Either)]
    public async IAsyncEnumerable<Customer> List(
        CustomerFilter? filter = null,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        await foreach (var customer in Pages(filter, nameof(List), cancellation))
            yield return customer;
    }

    /// <summary>Microsoft's review, or null when there is none, which is as good as allowed. Source: C §5.6.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. 600074, no status, is the null.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/validationStatus"), Token(TokenKind.AppAndUser)]
    public async Task<AccountStatus?> GetValidationStatus(CustomerId customer, CancellationToken cancellation = default)
    {
        try
        {
            var review = await Call().For(customer).Query("type", "account").Read<AccountReview>(cancellation);
            return review.Status;
        }
        catch (PartnerCenterException none) when (none.Code == PartnerCenterErrorCodes.NoAccountStatus)
        {
            return null;
        }
    }

    /// <summary>
    /// Ends the reseller relationship. The tenant stays, and coming back needs the customer's consent; in the sandbox
    /// the tenant goes too. No subscription may be active. Source: C §5.8.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. Refused, with codes the contract does
    /// not have (C §25 row 30): a subscription is active.
    /// </exception>
    [Route("PATCH", "/v1/customers/{customerId}"), Token(TokenKind.AppAndUser)]
    public Task RemoveRelationship(CustomerId customer, CallIds ids, CancellationToken cancellation = default) =>
        Call(ids)
            .For(customer)
            .Json(
                new { relationshipToPartner = RelationshipToPartner.None, attributes = new { objectType = "Customer" } }
            )
            .Send(cancellation);

    /// <summary>Deletes a sandbox customer with everything in its tenant. Production refuses. Source: C §5.9.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. Refused, with codes the contract does
    /// not have (C §25 row 30): in production, or software and reservations are not cancelled.
    /// </exception>
    [Route("DELETE", "/v1/customers/{customerId}"), Token(TokenKind.Either)]
    public Task DeleteSandbox(CustomerId customer, CallIds ids, CancellationToken cancellation = default) =>
        Call(ids).For(customer).Send(cancellation);

    /// <summary>The billing profile with the ETag a change needs. Source: C §5.5.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/profiles/billing"), Token(TokenKind.Either)]
    public Task<BillingProfile> GetBillingProfile(CustomerId customer, CancellationToken cancellation = default) =>
        Call().For(customer).Read<BillingProfile>(cancellation);

    /// <summary>Writes the whole billing profile, as read right before. Source: C §3.6, C §5.5.</summary>
    /// <exception cref="PartnerCenterException">
    /// Conflict (2055, 412, 417): somebody wrote meanwhile; read again, apply again, new ids.
    /// </exception>
    [Route("PUT", "/v1/customers/{customerId}/profiles/billing"), Token(TokenKind.Either)]
    public Task<BillingProfile> UpdateBillingProfile(
        CustomerId customer,
        BillingProfile profile,
        CallIds ids,
        CancellationToken cancellation = default
    ) =>
        Call(ids)
            .For(customer)
            .Header("If-Match", Seek.Quoted(profile.Attributes?.Etag))
            .Json(profile)
            .Read<BillingProfile>(cancellation);

    /// <summary>The company profile. Source: C §5.5.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/profiles/company"), Token(TokenKind.Either)]
    public Task<CompanyProfile> GetCompanyProfile(CustomerId customer, CancellationToken cancellation = default) =>
        Call().For(customer).Read<CompanyProfile>(cancellation);

    /// <summary>The organisation, or null when the tenant shows none. Needs a GDAP role. Source: C §5.3.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. Unauthorized 2032: no GDAP role.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/organization"), Token(TokenKind.AppAndUser)]
    public async Task<Organization?> GetOrganization(CustomerId customer, CancellationToken cancellation = default) =>
        await Call().For(customer).ReadList<Organization>(cancellation) is [var first, ..] ? first : null;

    /// <summary>The tenant's own domains. Needs a GDAP role. Source: C §5.3.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. Unauthorized 2032: no GDAP role.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/customDomains"), Token(TokenKind.AppAndUser)]
    public Task<IReadOnlyList<string>> GetCustomDomains(
        CustomerId customer,
        CancellationToken cancellation = default
    ) => Call().For(customer).ReadList<string>(cancellation);

    /// <summary>The qualifications with their vetting. Source: C §13.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet.
    /// </exception>
    [Route("GET", "/v1/customers/{customerId}/qualifications"), Token(TokenKind.Either)]
    public Task<IReadOnlyList<CustomerQualification>> Qualifications(
        CustomerId customer,
        CancellationToken cancellation = default
    ) => Call().For(customer).ReadList<CustomerQualification>(cancellation);

    /// <summary>Requests a qualification: vetted over days, cannot be withdrawn. Source: C §13.</summary>
    /// <exception cref="PartnerCenterException">
    /// NotFound 60003 or Refused 20002: unknown, not ours, or not visible yet. Refused 2000, 3000: a member is missing
    /// or wrong for the qualification.
    /// </exception>
    [Route("POST", "/v1/customers/{customerId}/qualifications"), Token(TokenKind.AppAndUser)]
    public Task<CustomerQualification> Qualify(
        CustomerId customer,
        NewQualification qualification,
        CallIds ids,
        CancellationToken cancellation = default
    ) => Call(ids).For(customer).Json(qualification).Read<CustomerQualification>(cancellation);

    /// <summary>The partner's codes for government customers. Source: C §13.</summary>
    /// <exception cref="PartnerCenterException">Unauthorized 900308: the user has no agent's role.</exception>
    [Route("GET", "/v1/customers/all/validations"), Token(TokenKind.AppAndUser)]
    public Task<IReadOnlyList<ValidationCode>> ValidationCodes(CancellationToken cancellation = default) =>
        Call().ReadList<ValidationCode>(cancellation);

    private IAsyncEnumerable<Customer> Pages(CustomerFilter? filter, string member, CancellationToken cancellation) =>
        Seek.Pages<Customer>(
            () => Call(member: member).Query("size", $"{PageSize}").Query("filter", filter?.ToQuery()),
            cancellation
        );

    private sealed record CredentialsOnly(UserCredentials? UserCredentials);

    private sealed record AccountReview(AccountStatus Status);
}

/// <summary>A prefix filter of the customer list. Source: C §3.5.</summary>
public sealed record CustomerFilter
{
    private readonly string _field;
    private readonly string _value;

    private CustomerFilter(string field, string value) => (_field, _value) = (field, value);

    /// <summary>Customers whose domain begins so.</summary>
    public static CustomerFilter Domain(string prefix) => new("Domain", prefix);

    /// <summary>Customers whose company name begins so.</summary>
    public static CustomerFilter CompanyName(string prefix) => new("CompanyName", prefix);

    /// <summary>Customers of a reseller.</summary>
    public static CustomerFilter IndirectReseller(ResellerTenantId reseller) =>
        new("IndirectReseller", reseller.ToString());

    internal string ToQuery() =>
        new JsonObject
        {
            ["Field"] = _field,
            ["Value"] = _value,
            ["Operator"] = "starts_with",
        }.ToJsonString();
}
