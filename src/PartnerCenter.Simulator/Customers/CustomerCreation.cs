using System.Globalization;
using System.Security.Cryptography;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Tokens;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Customers;

/// <summary>Create customer: C §5.2, with the checks of §5.1 and §24.6.</summary>
internal static class CustomerCreation
{
    internal static Answer Create(OperationCall call)
    {
        var body = call.Body;
        body.MustBeObject();
        CheckCaller(call, body);
        var domain = body["companyProfile"]["domain"].Required.ToLowerInvariant();
        if (!NameRules.IsInitialDomain(domain))
            throw Invalid(
                "companyProfile.domain",
                "companyProfile.domain must be a prefix of up to 27 letters and digits with onmicrosoft.com or "
                    + "ccsctp.net behind it."
            );
        var billing = ReadBilling(call, body["billingProfile"]);
        var registration = body["companyProfile"]["organizationRegistrationNumber"].Filled;
        CheckRegistration(billing.Address, registration);
        var reseller = FindReseller(call, body["associatedPartnerId"].Filled);
        if (call.World.Domains.Find(domain) is not null)
            throw new Refusal(
                VendorErrors.DomainNotAvailable with
                {
                    Status = call.Partner.DomainTakenStatus,
                },
                $"The domain {domain} is not available."
            );
        if (
            call.Partner.IsSandbox
            && call.World.RelationshipsByPartner[call.Partner.TenantId].Count(r => r.IsActive)
                >= call.Partner.SandboxCustomerLimit
        )
            throw new Refusal(VendorErrors.SandboxLimitReached);

        var id = Ids.New();
        var customer = new CustomerTenant
        {
            Id = id,
            CommerceId = id,
            Domain = domain,
            Billing = billing,
            RegistrationNumber = registration,
            CreatedBy = call.Partner.TenantId,
            RequestId = call.RequestId,
            CreatedAt = call.Now,
            IsSandbox = call.Partner.IsSandbox,
            Review = ReviewOf(call.Partner.AccountReview, call.Now, call.Partner.AccountReviewDelay),
            HasBadAddress = AddressRules.Problem(billing.Address) is not null,
        };
        var relationship = new CustomerRelationship
        {
            Partner = call.Partner.TenantId,
            CustomerId = id,
            IsActive = true,
            Resellers = reseller is null ? [] : [reseller.TenantId],
            Since = call.Now,
            VisibleFrom = call.Now + call.Partner.VisibilityLag,
            RequestId = call.RequestId,
        };
        call.World.Customers.Put(customer);
        call.World.Domains.Put(new TakenDomain(domain, id));
        call.World.Relationships.Put(relationship);
        if (body["enableGDAPByDefault"].Bool is true)
            GranularRelationship.GrantByDefault(call, customer);
        call.Effect("tenant", id, id);
        call.Effect("relationship", relationship.Key, id);
        AuditTrail.Write(
            call,
            "add_customer",
            "customer",
            customer,
            [("PrimaryDomainName", domain), ("Relationship", "Reseller")]
        );

        var answer = CustomerShapes.Whole(customer, relationship);
        // The direct sample says none although GET afterwards says reseller (C §5.2).
        answer["relationshipToPartner"] = reseller is null ? "none" : "reseller";
        answer["userCredentials"] = Json.Of(("userName", "admin"), ("password", Password()));
        if (body["enableGDAPByDefault"].Bool is { } gdap)
            answer["enableGDAPByDefault"] = gdap;
        return Answer.Created(answer);
    }

    internal static AccountReview? ReviewOf(AccountReviewMode mode, DateTimeOffset now, TimeSpan delay) =>
        mode switch
        {
            AccountReviewMode.None => null,
            AccountReviewMode.Allowed => new AccountReview(now, now, "Allowed"),
            AccountReviewMode.Reject => new AccountReview(now, now + delay, "NotAllowed"),
            AccountReviewMode.NotReady => new AccountReview(now, now + delay, "Allowed", "Not Ready"),
            _ => new AccountReview(now, now + delay, "Allowed"),
        };

    /// <summary>A billing profile as sent, refused where the vendor refuses it.</summary>
    internal static BillingProfile ReadBilling(OperationCall call, RequestBody body)
    {
        var profile = new BillingProfile
        {
            Id = Ids.New(),
            Email = body["email"].Required,
            Culture = CultureOf(body["culture"].Required),
            Language = body["language"].Required,
            CompanyName = body["companyName"].Required,
            FirstName = body["firstName"].Filled,
            LastName = body["lastName"].Filled,
            Address = AddressRules.Read(body["defaultAddress"]),
            Etag = Ids.NewEtag(),
        };
        if (profile.Language.Length is < 2 or > 10)
            throw Invalid("billingProfile.language", "billingProfile.language must have two letters.");
        if (NameRules.CompanyNameProblem(profile.CompanyName) is { } name)
            throw Invalid("billingProfile.companyName", name);
        if (NameRules.MailProblem(profile.Email, call.Partner.MailDomain) is { } mail)
            throw Invalid("billingProfile.email", mail);
        if (AddressRules.PersonProblem(profile.Address) is { } person)
            throw new Refusal(VendorErrors.AddressRejected, person);
        if (
            AddressRules.Problem(profile.Address) is { } address
            && !(call.Partner.IsSandbox && call.Partner.SandboxAcceptsBadAddress)
        )
            throw new Refusal(VendorErrors.AddressRejected, address);
        return profile;
    }

    private static void CheckCaller(OperationCall call, RequestBody body)
    {
        if (call.Partner.PartnerType == SimulatedPartnerKind.IndirectReseller)
            throw new Refusal(VendorErrors.Forbidden);
        if (!call.Partner.MayCreateCustomers)
            throw new Refusal(VendorErrors.ActionNotAllowed);
        if (call.Partner.StrictHeaders && (!IsGuid(call, "MS-RequestId") || !IsGuid(call, "MS-CorrelationId")))
            throw new Refusal(
                VendorErrors.BadInput,
                "The headers MS-RequestId and MS-CorrelationId are required and must be GUIDs."
            );
        if (body["associatedPartnerId"].Filled is not null)
            Authorization.RequireUser(call);
    }

    private static bool IsGuid(OperationCall call, string header) =>
        Guid.TryParse(RequestReader.First(call.Request, header), out _);

    /// <summary>C §5.1 and the 600xxx rows of §4.2.</summary>
    private static void CheckRegistration(Address address, string? number)
    {
        if (Country.Find(address.Country) is not { } country)
            return;
        if (!country.NeedsRegistration)
        {
            if (number is not null)
                throw new Refusal(
                    VendorErrors.RegistrationNumberNotSupported,
                    $"The organization registration number is not supported for {country.Iso}."
                );
            return;
        }

        if (number is null)
            throw new Refusal(
                VendorErrors.RegistrationNumberMissing,
                $"The organization registration number is required for {country.Iso}."
            );
        if (!country.IsRegistrationNumber(number))
            throw new Refusal(
                VendorErrors.RegistrationNumberFormat,
                $"The organization registration number must match {country.RegistrationPattern}."
            );
        if (address.PhoneNumber is null)
            throw new Refusal(VendorErrors.PhoneNumberMissing, $"The phone number is required for {country.Iso}.");
    }

    private static SimulatedReseller? FindReseller(OperationCall call, string? tenantId)
    {
        if (tenantId is null)
            return null;
        var reseller = call.Partner.IsProvider
            ? call.Partner.Resellers.FirstOrDefault(r =>
                r.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase)
            )
            : null;
        return reseller is { Active: true }
            ? reseller
            : throw new Refusal(
                VendorErrors.Of(call.Partner.UnknownResellerCode, call.Partner.UnknownResellerStatus),
                $"associatedPartnerId {tenantId} is not an indirect reseller with an active partnership."
            );
    }

    private static string CultureOf(string text)
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo(text, predefinedOnly: true);
            if (!culture.IsNeutralCulture)
                return culture.Name;
        }
        catch (CultureNotFoundException)
        {
            // Refused below like a neutral one.
        }
        throw Invalid("billingProfile.culture", $"The culture '{text}' is not known.");
    }

    private static Refusal Invalid(string property, string what) => new(VendorErrors.InvalidProperty, what, [property]);

    private static string Password() =>
        RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 2)
        + RandomNumberGenerator.GetString("23456789", 2)
        + RandomNumberGenerator.GetString("!*?$", 1)
        + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz", 4);
}
