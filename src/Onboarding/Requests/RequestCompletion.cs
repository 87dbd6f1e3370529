using Microsoft.Extensions.Options;
using Onboarding.Reference;
using Onboarding.Subscriptions;
using PartnerCenter;

namespace Onboarding.Requests;

/// <summary>
/// Fills in what a good request may leave out and puts what Partner Center takes in one form only into that form.
/// </summary>
public sealed class RequestCompletion(
    PartnerCenterClients partners,
    CountryDirectory countries,
    IOptions<OrderingOptions> ordering
)
{
    /// <param name="request">A request without errors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<OnboardingRequest> Complete(OnboardingRequest request, CancellationToken cancellationToken)
    {
        request = NormalForm.WithAsciiMail(request) with { Ordering = request.Ordering ?? ordering.Value.Policy };
        if (request.Customer.Kind == CustomerKind.Existing)
            return request;
        if (
            request.Customer.Address?.Country is not { } iso
            || await countries.Find(partners.For(request.Partner), iso, cancellationToken) is not { } country
        )
            return request;
        request = NormalForm.Of(request, country);
        var culture = country.CultureFor(request.Customer.Culture);
        var language = country.LanguageFor(request.Customer.Language, culture);
        return request with { Customer = request.Customer with { Culture = culture, Language = language } };
    }
}
