using Onboarding.Messages;

namespace Onboarding.Customers;

/// <summary>
/// Writes the letters to customers. Their <c>company</c> is the customer's name, <c>domain</c> the tenant's domain in
/// brackets behind a blank, or empty, <c>page</c> the page of Microsoft where the customer accepts, and <c>until</c>
/// the last day.
/// </summary>
internal static class CustomerLetters
{
    /// <summary>
    /// Microsoft's page of the agreement for every country and language; the links of a template's document live five
    /// minutes (C §9.2).
    /// </summary>
    private const string AgreementText = "https://aka.ms/customeragreement";

    /// <summary>Writes the salutation; without a name where none is known.</summary>
    public static Message Hello(string name) => name.Length == 0 ? (Message)$"Hello," : $"Hello {name},";

    /// <summary>Names a company whose name is not known.</summary>
    public static Message YourCompany => $"your company";

    /// <summary>Writes the subject of a reminder of a letter.</summary>
    public static Message ReminderOf(Message subject) => $"Reminder: {subject}";

    /// <summary>Asks for the partner to be accepted.</summary>
    public static Letter Relationship(Message company, string domain, string page, string until) =>
        new(
            $"Please accept us as your Microsoft partner",
            $"before we can provide what you ordered, {company} has to accept us as its Microsoft "
                + $"partner. A Global Admin of your Microsoft 365 tenant{domain} does that "
                + $"here:\n\n{page}\n\nPlease sign in with an account of that tenant; the same link in "
                + $"another tenant would connect the wrong organisation. Your present subscriptions and "
                + $"partners are not changed by it.\nThe link is good for us until {until}."
        );

    /// <summary>Asks an administrator of the tenant to accept the agreement.</summary>
    public static Letter Agreement(Message company, string domain, string page, string until) =>
        new(
            $"Please accept the Microsoft Customer Agreement",
            $"before we can provide what you ordered, {company} has to accept the Microsoft Customer "
                + $"Agreement. A Global Admin of your Microsoft 365 tenant{domain} reads and accepts it "
                + $"here:\n\n{page}\n\nThe text of the agreement: {AgreementText}\n\nNothing is ordered "
                + $"before, and the order is called off when the agreement is not accepted until {until}."
        );

    /// <summary>Asks a signatory to accept the agreement before there is a tenant.</summary>
    public static Letter Consent(Message company, string page, string until) =>
        new(
            $"Please accept the Microsoft Customer Agreement",
            $"before we can provide what you ordered, {company} has to accept the Microsoft Customer "
                + $"Agreement. You read and accept it on this page of Microsoft, without signing "
                + $"in:\n\n{page}\n\nThe text of the agreement: {AgreementText}\n\nNothing is created or "
                + $"ordered before, and the order is called off when the agreement is not accepted until "
                + $"{until}."
        );
}

/// <summary>Subject and text of a letter.</summary>
internal sealed record Letter(Message Subject, Message Text);
