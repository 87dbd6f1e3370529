using Onboarding.Progress;

namespace Onboarding.Customers;

/// <summary>A mail to somebody at the customer, ready to be sent. It is made of the record whenever it is wanted, so that no history or timeline holds a person's address.</summary>
public sealed record CustomerMail(string? To, string Subject, string Text)
{
    /// <summary>What the customer is to be told now; null when nothing is asked of it.</summary>
    public static CustomerMail? Of(OnboardingRecord record) => record.Exists.Invitation switch
    {
        _ when record.Outcome is not null => null,
        { To: "relationship" } invitation => Relationship(record, invitation),
        { } invitation => Agreement(record, invitation),
        null => null,
    };

    private static CustomerMail Relationship(OnboardingRecord record, InvitationOnRecord invitation)
    {
        var contact = record.Request.Contact;
        return new(contact?.Email, "Please accept us as your Microsoft partner", $"""
            {Greeting(contact?.FirstName, contact?.LastName)}

            before we can provide what you ordered, {Company(record)} has to accept us as its Microsoft partner. A Global Admin of your Microsoft 365 tenant{In(invitation.Domain)} does that here:

            {invitation.Url}

            Please sign in with an account of that tenant; the same link in another tenant would connect the wrong organisation. Your present subscriptions and partners are not changed by it.
            The link is good for us until {invitation.Until:yyyy-MM-dd}.
            """);
    }

    private static CustomerMail Agreement(OnboardingRecord record, InvitationOnRecord invitation)
    {
        var signatory = record.Request.Agreement?.AcceptedBy is { Email: not null } named ? named : record.Request.Contact;
        return new(signatory?.Email, "Please accept the Microsoft Customer Agreement", $"""
            {Greeting(signatory?.FirstName, signatory?.LastName)}

            before we can provide what you ordered, {Company(record)} has to accept the Microsoft Customer Agreement. A Global Admin of your Microsoft 365 tenant{In(invitation.Domain)} reads and accepts it here:

            {invitation.Url}

            Nothing is ordered before, and the order is called off when the agreement is not accepted until {invitation.Until:yyyy-MM-dd}.
            """);
    }

    private static string Greeting(string? firstName, string? lastName) => firstName is null && lastName is null ? "Hello," : $"Hello {string.Join(' ', new[] { firstName, lastName }.OfType<string>())},";

    private static string Company(OnboardingRecord record) => record.Request.Customer.CompanyName ?? "your company";

    private static string In(string? domain) => domain is null ? "" : $" ({domain})";
}
