using System.Globalization;
using System.Xml;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Drafts;

/// <summary>Describes in sentences the effects that will stay (C §20.1), before anybody agrees to them.</summary>
internal static class PermanentEffects
{
    public static IReadOnlyList<PermanentEffect> Of(
        OnboardingRequest request,
        PartnerProfile partner,
        IReadOnlyList<Finding> findings,
        Quote quote
    )
    {
        var effects = new List<PermanentEffect>();
        if (request.Customer.Kind == CustomerKind.New && !findings.Any(SaysThereIsATenant))
            effects.Add(new("/customer", Tenant(request, partner)));
        if (request.Agreement is { } agreement && partner.Capabilities.Agreements)
            effects.Add(new("/agreement", Agreement(agreement)));
        foreach (var line in quote.Lines)
            effects.Add(new($"/subscriptions/{line.Index}", Subscription(line)));
        return effects;
    }

    private static bool SaysThereIsATenant(Finding finding) =>
        finding
            is { Code: ErrorCodes.HasTenant or ErrorCodes.DomainTaken or ErrorCodes.AlreadyCustomer }
                or { Code: ErrorCodes.SameOnboarding, Path: "/customer" };

    private static string Tenant(OnboardingRequest request, PartnerProfile partner)
    {
        var domain = request.Customer.DomainPrefix is { } prefix
            ? $" with the domain {InitialDomain.Of(prefix, partner)}"
            : "";
        return partner.Environment == PartnerEnvironment.Sandbox
            ? $"A tenant{domain} is created in the sandbox, where it can be deleted."
            : $"A tenant{domain} is created. Microsoft keeps tenant and domain for good; only the partner's "
                + "relationship with it can be removed.";
    }

    private static string Agreement(AgreementSection agreement) =>
        agreement.Mode == AgreementMode.Attestation
            ? "The customer's acceptance of the Microsoft Customer Agreement is recorded as stated by the partner. It "
                + "is a legal fact that no call can undo."
            : "The customer accepts the Microsoft Customer Agreement. It is a legal fact that no call can undo.";

    private static string Subscription(QuoteLine line)
    {
        var window = line.CancellableFor is { } duration
            ? $"It can be cancelled within {Words(duration)} after the order"
            : "It can be cancelled shortly after the order";
        return line.Term is null
            ? $"{line.Item} is bought. {window}."
            : $"{line.Item} is bought for {Term(line.Term)}. {window}; from then on it is paid to the end of its term.";
    }

    private static string Term(string term) =>
        term switch
        {
            "P1M" => "one month",
            "P1Y" => "one year",
            "P3Y" => "three years",
            _ => term,
        };

    private static string Words(string duration)
    {
        try
        {
            var time = XmlConvert.ToTimeSpan(duration);
            return time.TotalDays >= 2
                ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} days")
                : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} hours");
        }
        catch (FormatException)
        {
            return duration;
        }
    }
}
