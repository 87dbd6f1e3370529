namespace PartnerCenter.Customers;

/// <summary>The input for creating a customer tenant. Source: C §5.2.</summary>
public sealed record NewCustomer
{
    /// <summary>
    /// The full first domain, such as <c>contoso.onmicrosoft.com</c>; prefix up to 27 letters and digits. Taken for
    /// ever once created.
    /// </summary>
    public required string Domain { get; init; }

    public required string CompanyName { get; init; }

    /// <summary>The contact's mail; neither microsoft.com nor the partner's own domain.</summary>
    public required string Email { get; init; }

    /// <summary>One of the country's cultures, such as <c>de-DE</c>.</summary>
    public required string Culture { get; init; }

    /// <summary>Two letters, such as <c>de</c>.</summary>
    public required string Language { get; init; }

    /// <summary>With first and last name, and the phone number where the country demands it.</summary>
    public required Address Address { get; init; }

    /// <summary>The registration number, only for the countries of C §5.1; elsewhere it is refused (600002).</summary>
    public string? OrganizationRegistrationNumber { get; init; }

    /// <summary>The reseller's tenant. Left out, the customer silently becomes the provider's own.</summary>
    public ResellerTenantId? AssociatedPartnerId { get; init; }

    /// <summary>Creates a default GDAP relationship when true.</summary>
    public bool? EnableGdapByDefault { get; init; }

    internal object ToWire() =>
        new
        {
            enableGDAPByDefault = EnableGdapByDefault,
            companyProfile = new { domain = Domain, organizationRegistrationNumber = OrganizationRegistrationNumber },
            billingProfile = new
            {
                culture = Culture,
                email = Email,
                language = Language,
                companyName = CompanyName,
                defaultAddress = Address,
            },
            associatedPartnerId = AssociatedPartnerId,
        };
}

/// <summary>A customer tenant just made.</summary>
/// <param name="Customer">As answered; read it back before judging the relationship.</param>
/// <param name="UserCredentials">
/// The first administrator, shown this once. Null when the answer has none, as a replay may (C §5.2): then they are
/// lost.
/// </param>
public sealed record CreatedCustomer(Customer Customer, UserCredentials? UserCredentials);

/// <summary>
/// User name (usually <c>admin</c>, to be completed with the domain) and first password. Store it before anything else;
/// never log it.
/// </summary>
public sealed record UserCredentials(string UserName, string Password)
{
    /// <summary>Gives the text without the password.</summary>
    public override string ToString() =>
        $"{nameof(UserCredentials)} {{ {nameof(UserName)} = {UserName}, {nameof(Password)} = [removed] }}";
}

/// <summary>Microsoft's review of the account. Source: C §5.6.</summary>
public enum AccountStatus
{
    /// <summary>Purchases are blocked.</summary>
    Unknown,

    /// <summary>Purchases are blocked until the review ends, in hours to days.</summary>
    UnderReview,

    /// <summary>Purchases are possible.</summary>
    Allowed,

    /// <summary>Purchases are blocked.</summary>
    NotAllowed,

    /// <summary>Effect not documented: wait.</summary>
    NotReady,
}
