using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>Checks whether another onboarding is about the same customer.</summary>
internal sealed class SameCustomer(IOnboardingRecords records)
{
    /// <param name="request">The request of the customer.</param>
    /// <param name="domain">
    /// The full domain of the customer, to be taken or there already; null when none is named.
    /// </param>
    /// <param name="exceptFor">
    /// The onboarding that asks. Only what was submitted before it counts then, so that of two rivals one goes on.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Finding>> Check(
        OnboardingRequest request,
        string? domain,
        OnboardingId? exceptFor,
        CancellationToken cancellationToken
    )
    {
        var customer = request.Customer;
        var keys = new CustomerKeys(
            request.Partner,
            domain,
            customer.Kind == CustomerKind.New ? customer.CompanyName : null,
            customer.RegistrationNumber
        );
        var others = await records.FindSameCustomer(keys, exceptFor, cancellationToken);
        var own = others.Count > 0 && exceptFor is { } id ? await records.Get(id, cancellationToken) : null;
        var rivals = others.Where(other => own is null || IsBefore(other, own)).ToArray();
        var findings = new FindingList();
        if (Array.Find(rivals, rival => HasCustomer(rival) && IsSame(rival, domain, customer)) is { } served)
            findings.Review(
                ErrorCodes.SameOnboarding,
                "/customer",
                $"Onboarding {served.Id} was about the same customer ({served.Stage}): its tenant "
                    + $"{served.Exists.TenantId} is sold to, and none is created."
            );
        else if (Array.Find(rivals, rival => Stands(rival) && HasDomain(rival, domain)) is { } same)
            findings.Error(
                ErrorCodes.SameOnboarding,
                "/customer",
                $"Onboarding {same.Id} is about the same customer ({same.Stage})."
            );
        else if (Array.Find(rivals, rival => Stands(rival) && IsSameCompany(rival, customer)) is { } twin)
            findings.Review(
                ErrorCodes.SameOnboarding,
                "/customer/companyName",
                $"Onboarding {twin.Id}, reference {twin.Request.Reference}, is about the same company "
                    + $"({twin.Stage}): a second tenant would be made for it."
            );
        else if (Array.Find(rivals, Stands) is { } namesake)
            findings.Warning(
                ErrorCodes.SameOnboarding,
                "/customer/companyName",
                $"Onboarding {namesake.Id} is about a company of the same name at another address ({namesake.Stage})."
            );
        else if (
            Array.Find(rivals, rival => rival.Exists.TenantId is not null && IsSame(rival, domain, customer)) is
            { } undone
        )
            findings.Warning(
                ErrorCodes.EarlierOnboarding,
                "/customer",
                $"Onboarding {undone.Id} was about the same customer and ended {undone.Stage}; its tenant remains."
            );
        return findings.Findings;
    }

    public static bool IsSame(OnboardingRecord rival, string? domain, CustomerSection customer) =>
        HasDomain(rival, domain) || HasRegistrationNumber(rival, customer);

    /// <summary>
    /// Gets a value that says whether two companies are the same: by registration number, or by name and address
    /// without punctuation.
    /// </summary>
    private static bool IsSameCompany(OnboardingRecord rival, CustomerSection customer) =>
        HasRegistrationNumber(rival, customer)
        || customer is { CompanyName: { } name, Address: { } address }
            && rival.Request.Customer is { CompanyName: { } other, Address: { } theirs }
            && name.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase)
            && Place(address) == Place(theirs);

    private static bool HasDomain(OnboardingRecord rival, string? domain) =>
        domain is not null && domain.Equals(rival.Domain, StringComparison.OrdinalIgnoreCase);

    private static bool HasRegistrationNumber(OnboardingRecord rival, CustomerSection customer) =>
        customer.RegistrationNumber is { } number
        && number.Equals(rival.Request.Customer.RegistrationNumber, StringComparison.OrdinalIgnoreCase);

    // The city is spelled in many ways, the postal code in one; where there is none the city has to do.
    private static (string Street, string Place, string Country) Place(AddressSection address) =>
        (Letters(address.Line1), Letters(address.PostalCode ?? address.City), Letters(address.Country));

    private static string Letters(string? text) =>
        new([.. (text ?? "").ToUpperInvariant().Where(char.IsLetterOrDigit)]);

    /// <summary>
    /// Gets a value that says whether an onboarding is under way, or ended with the customer in place.
    /// </summary>
    private static bool Stands(OnboardingRecord record) =>
        record.Outcome is null or OnboardingOutcome.Completed or OnboardingOutcome.NeedsAttention;

    private static bool HasCustomer(OnboardingRecord record) =>
        record.Outcome is OnboardingOutcome.Completed or OnboardingOutcome.NeedsAttention
        && record.Exists is { TenantId: not null, Relationship: true };

    private static bool IsBefore(OnboardingRecord other, OnboardingRecord own) =>
        (other.SubmittedAt, other.Id.Value).CompareTo((own.SubmittedAt, own.Id.Value)) < 0;
}
