using Onboarding.Reference;
using Onboarding.Validation;

namespace Onboarding.Requests;

/// <summary>
/// Puts what a country takes in one form only into that form. What it takes as it is stays as it was written.
/// </summary>
internal static class NormalForm
{
    /// <summary>
    /// Gets the request with the address, the numbers and the mail addresses of a new customer as they are sent.
    /// </summary>
    public static OnboardingRequest Of(OnboardingRequest request, CountryRulebook country)
    {
        var customer = request.Customer;
        return customer.Kind == CustomerKind.Existing
            ? request
            : request with
            {
                Customer = customer with
                {
                    Address = customer.Address is { } address ? Of(address, country) : null,
                    RegistrationNumber = Of(customer.RegistrationNumber, country),
                },
                Contact = request.Contact is { Phone: { } phone } contact
                    ? contact with
                    {
                        Phone = Phones.ForPartnerCenter(phone, country) ?? phone,
                    }
                    : request.Contact,
            };
    }

    /// <summary>Gets the request with the domains of its mail addresses in ASCII.</summary>
    public static OnboardingRequest WithAsciiMail(OnboardingRequest request) =>
        request with
        {
            Contact = WithAsciiMail(request.Contact),
            Agreement = request.Agreement is { } agreement
                ? agreement with
                {
                    AcceptedBy = WithAsciiMail(agreement.AcceptedBy),
                }
                : null,
        };

    private static AddressSection Of(AddressSection address, CountryRulebook country) =>
        address with
        {
            State = address.State is { } state ? country.StateCode(state) ?? state : null,
            PostalCode = address.PostalCode is { } code ? PostalCodes.Normal(code, country) ?? code : null,
        };

    // Elsewhere Partner Center refuses one (C §5.1).
    private static string? Of(string? number, CountryRulebook country) =>
        number is null || !country.RegistrationNumberRequired ? null : RegistrationNumbers.Normal(number, country);

    private static ContactSection? WithAsciiMail(ContactSection? contact) =>
        contact is { Email: { } email } ? contact with { Email = EmailAddresses.ToAscii(email) ?? email } : contact;
}
