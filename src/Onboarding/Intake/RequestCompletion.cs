using Microsoft.Extensions.Options;
using Onboarding.Subscriptions;
using PartnerCenter;

namespace Onboarding.Intake;

/// <summary>Fills in what a good request may leave out and puts what Partner Center takes in one form only into that form.</summary>
public sealed class RequestCompletion(PartnerCenterClients partners, CountryDirectory countries, IOptions<OrderingOptions> ordering)
{
    /// <param name="request">A request without errors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<OnboardingRequest> Complete(OnboardingRequest request, CancellationToken cancellationToken)
    {
        request = request with { Ordering = request.Ordering ?? ordering.Value.Policy };
        var customer = request.Customer;
        if (customer.Kind == CustomerKind.Existing) return request;
        if (customer.Address?.Country is not { } iso || await countries.Find(partners.For(request.Partner), iso, cancellationToken) is not { } country) return request;
        return request with
        {
            Customer = customer with
            {
                Address = customer.Address with { State = customer.Address.State is { } state ? country.StateCode(state) ?? state : null },
                Culture = In(country.Cultures, customer.Culture),
                Language = In(country.Languages, customer.Language),
            },
            Contact = request.Contact is { Phone: { } phone } contact ? contact with { Phone = Phones.ForPartnerCenter(phone, country) ?? phone } : request.Contact,
        };
    }

    /// <summary>The text as the list writes it, or the usual one where there is no text.</summary>
    private static string? In(IReadOnlyList<string> list, string? text) =>
        list.FirstOrDefault(known => text is null || known.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;
}
