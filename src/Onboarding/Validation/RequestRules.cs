using Microsoft.Extensions.Options;
using Onboarding.Agreements;
using Onboarding.Notifications;
using Onboarding.Reference;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>Everything that can be said of a request without asking anybody.</summary>
public sealed class RequestRules(
    PartnerCenterClients partners,
    TimeProvider time,
    IOptions<EnhancedAttestationOptions> enhanced,
    IOptions<NotificationOptions> notifications
)
{
    /// <summary>Checks against the rules that are built in.</summary>
    public IReadOnlyList<Finding> Check(OnboardingRequest request) =>
        Check(request, CountryTable.Find(request.Customer.Address?.Country));

    /// <summary>Checks against the given rules of the customer's country; null when none are known.</summary>
    internal IReadOnlyList<Finding> Check(OnboardingRequest request, CountryRulebook? country)
    {
        var findings = new FindingList();
        var partner = FindPartner(request.Partner);
        if (partner is null)
            findings.Error(
                ErrorCodes.PartnerUnknown,
                "/partner",
                $"No such partner is configured. There are: {string.Join(", ", partners.Names)}."
            );
        ReferenceRules.Check(request, findings);
        if (request.Customer.Kind == CustomerKind.New)
            NewCustomerRules.Check(request, partner, country, findings);
        else
            ExistingCustomerRules.Check(request, partner, findings);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        QualificationRules.Check(request.Customer.Qualification, findings);
        // Whoever accepts may be where the day has begun already: the earliest day on earth counts (UTC+14).
        AgreementRules.Check(
            request,
            partner,
            enhanced.Value.IsKnown,
            country,
            DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddHours(14)),
            findings
        );
        ResellerRules.Check(request, partner, findings);
        SubscriptionRules.Check(request.Subscriptions, today, findings);
        SubscriberRules.Check(request.Notify, notifications.Value, findings);
        AcknowledgementRules.Check(request, findings);
        return findings.Findings;
    }

    /// <summary>The profile of a partner, by its name without regard to case; null when there is none.</summary>
    internal PartnerProfile? FindPartner(string name) =>
        partners.Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? partners.For(name).Partner : null;
}
