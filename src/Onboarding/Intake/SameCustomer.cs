using Onboarding.Progress;

namespace Onboarding.Intake;

/// <summary>Whether another onboarding is about the same customer.</summary>
internal sealed class SameCustomer(IOnboardingRecords records)
{
    /// <param name="request">Whose customer.</param>
    /// <param name="domain">The full domain of the customer, to be taken or there already; null when none is named.</param>
    /// <param name="exceptFor">The onboarding that asks. Only what was submitted before it counts then, so that of two rivals one goes on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Finding>> Check(OnboardingRequest request, string? domain, OnboardingId? exceptFor, CancellationToken cancellationToken)
    {
        var customer = request.Customer;
        var own = exceptFor is { } id ? await records.Get(id, cancellationToken) : null;
        var others = await records.FindSameCustomer(
            request.Partner, domain, customer.Kind == CustomerKind.New ? customer.CompanyName : null, customer.RegistrationNumber, cancellationToken);
        var rivals = others.Where(other => other.Id != exceptFor && (own is null || IsBefore(other, own))).ToArray();
        var findings = new FindingList();
        if (Array.Find(rivals, rival => HasCustomer(rival) && IsSame(rival, domain, customer)) is { } served)
            findings.Review(ErrorCodes.SameOnboarding, "/customer", $"Onboarding {served.Id} was about the same customer ({served.Stage}): its tenant {served.Exists.TenantId} is sold to, and none is created.");
        else if (Array.Find(rivals, rival => Stands(rival) && IsSame(rival, domain, customer)) is { } same)
            findings.Error(ErrorCodes.SameOnboarding, "/customer", $"Onboarding {same.Id} is about the same customer ({same.Stage}).");
        else if (Array.Find(rivals, Stands) is { } namesake)
            findings.Review(ErrorCodes.SameOnboarding, "/customer/companyName", $"Onboarding {namesake.Id} is about a company of the same name ({namesake.Stage}).");
        else if (Array.Find(rivals, rival => rival.Exists.TenantId is not null && IsSame(rival, domain, customer)) is { } undone)
            findings.Warning(ErrorCodes.EarlierOnboarding, "/customer", $"Onboarding {undone.Id} was about the same customer and ended {undone.Stage}; its tenant remains.");
        return findings.Findings;
    }

    public static bool IsSame(OnboardingRecord rival, string? domain, CustomerSection customer) =>
        domain is not null && domain.Equals(rival.Domain, StringComparison.OrdinalIgnoreCase) ||
        customer.RegistrationNumber is { } number && number.Equals(rival.Request.Customer.RegistrationNumber, StringComparison.OrdinalIgnoreCase);

    /// <summary>Under way, or ended with the customer there.</summary>
    private static bool Stands(OnboardingRecord record) => record.Outcome is null or OnboardingOutcome.Completed or OnboardingOutcome.NeedsAttention;

    private static bool HasCustomer(OnboardingRecord record) => record.Outcome is OnboardingOutcome.Completed or OnboardingOutcome.NeedsAttention && record.Exists is { TenantId: not null, Relationship: true };

    private static bool IsBefore(OnboardingRecord other, OnboardingRecord own) =>
        (other.SubmittedAt, other.Id.Value).CompareTo((own.SubmittedAt, own.Id.Value)) < 0;
}
