using System.Globalization;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Customers;

/// <summary>
/// A mail to somebody at the customer, ready to be sent. It is made of the record whenever it is wanted, so that no
/// history or timeline holds a person's address.
/// </summary>
/// <param name="To">The person's address; null when none is known.</param>
/// <param name="Subject">In the customer's language, or in English.</param>
/// <param name="Text">Paragraphs with empty lines between them.</param>
public sealed record CustomerMail(string? To, string Subject, string Text)
{
    /// <summary>
    /// Microsoft's page of the agreement for every country and language; the links of a template's document live five
    /// minutes (C §9.2).
    /// </summary>
    private const string AgreementText = "https://aka.ms/customeragreement";

    /// <summary>Makes the mail to the customer; null when nothing is asked of the customer now.</summary>
    public static CustomerMail? Of(OnboardingRecord record)
    {
        if (record.Outcome is not null || record.Exists.Invitation is not { } invitation)
            return null;
        var letters = CustomerLetters.In(LanguageOf(record));
        return invitation.To == InvitationOnRecord.Relationship
            ? Write(record, invitation, letters, letters.Relationship, record.Request.Contact)
            : Write(
                record,
                invitation,
                letters,
                invitation.TenantId is null ? letters.Consent : letters.Agreement,
                SignatoryOf(record)
            );
    }

    /// <summary>Gets the subject of a reminder of it.</summary>
    internal static string ReminderOf(OnboardingRecord record, CustomerMail mail) =>
        string.Format(CultureInfo.InvariantCulture, CustomerLetters.In(LanguageOf(record)).Reminder, mail.Subject);

    private static CustomerMail Write(
        OnboardingRecord record,
        InvitationOnRecord invitation,
        CustomerLetters letters,
        Letter letter,
        ContactSection? person
    )
    {
        var name = string.Join(' ', new[] { person?.FirstName, person?.LastName }.OfType<string>());
        var text = string.Format(
            CultureInfo.InvariantCulture,
            letter.Text,
            record.Request.Customer.CompanyName ?? letters.Company,
            invitation.Domain is { } domain ? $" ({domain})" : "",
            invitation.Url,
            invitation.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            AgreementText
        );
        return new(person?.Email, letter.Subject, $"{Salutation(letters.Hello, name)}\n\n{text}");
    }

    // A language that puts the name first has no blank before it.
    private static string Salutation(string hello, string name)
    {
        if (hello.StartsWith("{0}", StringComparison.Ordinal))
            return name.Length == 0 ? "" : string.Format(CultureInfo.InvariantCulture, hello, name);
        return string.Format(CultureInfo.InvariantCulture, hello, name.Length == 0 ? "" : $" {name}");
    }

    private static ContactSection? SignatoryOf(OnboardingRecord record) =>
        record.Request.Agreement?.AcceptedBy is { Email: not null } named ? named : record.Request.Contact;

    private static string? LanguageOf(OnboardingRecord record) =>
        record.Request.Customer.Language ?? record.Request.Customer.Culture;
}
