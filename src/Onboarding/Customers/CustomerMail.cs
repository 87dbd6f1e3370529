using System.Globalization;
using Onboarding.Messages;
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
    /// <summary>Makes the mail to the customer; null when nothing is asked of the customer now.</summary>
    public static CustomerMail? Of(OnboardingRecord record)
    {
        if (record.Outcome is not null || record.Exists.Invitation is not { } invitation)
            return null;
        var company = record.Request.Customer.CompanyName is { } name
            ? Message.Verbatim(name)
            : CustomerLetters.YourCompany;
        var domain = invitation.Domain is { } known ? $" ({known})" : "";
        var until = invitation.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (invitation.To == InvitationOnRecord.Relationship)
            return Write(
                record,
                CustomerLetters.Relationship(company, domain, invitation.Url, until),
                record.Request.Contact
            );
        return Write(
            record,
            invitation.TenantId is null
                ? CustomerLetters.Consent(company, invitation.Url, until)
                : CustomerLetters.Agreement(company, domain, invitation.Url, until),
            SignatoryOf(record)
        );
    }

    /// <summary>Gets the subject of a reminder of it.</summary>
    internal static string ReminderOf(OnboardingRecord record, CustomerMail mail) =>
        CustomerLetters.ReminderOf(Message.Verbatim(mail.Subject)).In(LanguageOf(record));

    private static CustomerMail Write(OnboardingRecord record, Letter letter, ContactSection? person)
    {
        var language = LanguageOf(record);
        var name = string.Join(' ', new[] { person?.FirstName, person?.LastName }.OfType<string>());
        return new(
            person?.Email,
            letter.Subject.In(language),
            $"{CustomerLetters.Hello(name).In(language)}\n\n{letter.Text.In(language)}"
        );
    }

    private static ContactSection? SignatoryOf(OnboardingRecord record) =>
        record.Request.Agreement?.AcceptedBy is { Email: not null } named ? named : record.Request.Contact;

    // The language of de-CH is de.
    private static string LanguageOf(OnboardingRecord record) =>
        (record.Request.Customer.Language ?? record.Request.Customer.Culture ?? MessageCatalog.English)
            .Split('-')[0]
            .ToLowerInvariant();
}
