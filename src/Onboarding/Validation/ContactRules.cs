using Onboarding.Messages;
using Onboarding.Reference;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>A person at the customer: the primary contact, or who accepted the agreement.</summary>
internal static class ContactRules
{
    /// <summary>The primary contact, whose phone number Microsoft checks by the country's pattern.</summary>
    public static void Check(
        ContactSection contact,
        string path,
        PartnerProfile? partner,
        string? iso,
        CountryRulebook? country,
        FindingList findings
    )
    {
        CheckName(contact.FirstName, $"{path}/firstName", findings);
        CheckName(contact.LastName, $"{path}/lastName", findings);
        CheckEmail(contact.Email, $"{path}/email", partner, findings);
        if (contact.Phone is { } phone)
            CheckPhone(phone, $"{path}/phone", iso, country, findings);
        else if (iso is not null && CountryRulebook.NeedsRegistrationNumber(iso))
            findings.Error(
                ErrorCodes.PhoneRequired,
                $"{path}/phone",
                $"Microsoft demands a phone number of customers in {iso}."
            );
    }

    public static void CheckEmail(string? email, string path, PartnerProfile? partner, FindingList findings)
    {
        if (email is null)
            findings.Error(ErrorCodes.FieldRequired, path, $"email is missing.");
        else if (!EmailAddresses.IsAddress(email))
            findings.Error(ErrorCodes.EmailInvalid, path, $"An e-mail address such as name@company.example.");
        else if (EmailAddresses.IsWithin(email, "microsoft.com"))
            findings.Error(ErrorCodes.EmailNotTheCustomers, path, $"The customer's own address, not one of Microsoft.");
        else if (partner?.MailDomains.Any(domain => EmailAddresses.IsWithin(email, domain)) == true)
            findings.Error(
                ErrorCodes.EmailNotTheCustomers,
                path,
                $"The customer's own address, not one of the partner."
            );
        else if (Placeholders.IsEmail(email))
            findings.Review(
                ErrorCodes.ContactDoubtful,
                path,
                $"Nobody seems to read mail to this address; Microsoft writes to it about the tenant."
            );
    }

    public static void CheckName(string? name, string path, FindingList findings)
    {
        if (name is null)
            findings.Error(ErrorCodes.FieldRequired, path, $"{path[(path.LastIndexOf('/') + 1)..]} is missing.");
        else if (!name.Any(char.IsLetter))
            findings.Error(ErrorCodes.FieldInvalid, path, $"A person's name holds letters.");
        else if (Placeholders.IsText(name))
            findings.Review(ErrorCodes.ContactDoubtful, path, $"This does not look like a person's name.");
    }

    private static void CheckPhone(
        string phone,
        string path,
        string? iso,
        CountryRulebook? country,
        FindingList findings
    )
    {
        if (iso is null || !Phones.IsCountry(iso))
            return;
        if (!Phones.IsPossible(phone, iso) && (country?.Phone is not null || !Phones.IsWellFormed(phone, iso)))
            findings.Error(
                ErrorCodes.PhoneInvalid,
                path,
                $"No phone number that {iso} can have; write it with + and the calling code."
            );
        else if (!Phones.IsPossible(phone, iso))
            findings.Warning(
                ErrorCodes.PhoneInvalid,
                path,
                $"The country's numbering plan has no number of this length; check it."
            );
        else if (country is not null && Phones.ForPartnerCenter(phone, country) is null)
            findings.Error(
                ErrorCodes.PhoneInvalid,
                path,
                Phones.IsOf(phone, iso)
                    ? (Message)$"Not the form of a phone number that Microsoft takes for {iso}."
                    : $"Microsoft takes phone numbers of the form that they have in {iso} only."
            );
        else if (!Phones.IsOf(phone, iso))
            findings.Warning(
                ErrorCodes.PhoneInvalid,
                path,
                $"A phone number of another country than the customer's, {iso}."
            );
        else if (Placeholders.IsPhone(phone))
            findings.Review(
                ErrorCodes.ContactDoubtful,
                path,
                $"This does not look like a phone number that somebody has."
            );
    }
}
