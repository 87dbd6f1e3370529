using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Onboarding.Agreements;
using Onboarding.Customers;
using Onboarding.Progress;

namespace Onboarding.Notifications;

/// <summary>
/// A mail in text and HTML, made of the record when it is sent. <paramref name="Id"/> becomes the message id, the same
/// in every attempt.
/// </summary>
internal sealed partial record MailText(string Id, string To, string Subject, string Text)
{
    /// <summary>A file that goes with it; null for none.</summary>
    public AgreementFile? Attachment { get; init; }

    /// <summary>The text as HTML: its paragraphs, its addresses as links, everything else escaped.</summary>
    public string Html
    {
        get
        {
            var html = new StringBuilder(
                "<!DOCTYPE html><html><body style=\"font-family:'Segoe UI',sans-serif;line-height:1.5\">"
            );
            foreach (
                var paragraph in Text.ReplaceLineEndings("\n")
                    .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            )
            {
                var escaped = WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>", StringComparison.Ordinal);
                html.Append("<p>").Append(Address().Replace(escaped, "<a href=\"$0\">$0</a>")).Append("</p>");
            }

            return html.Append("</body></html>").ToString();
        }
    }

    /// <summary>Makes the mail that asks the customer to accept.</summary>
    public static MailText ToCustomer(OnboardingRecord record, string address, CustomerMail mail, Delivery delivery) =>
        new(
            delivery.Id,
            address,
            delivery.Event == "customer.reminder" ? CustomerMail.ReminderOf(record, mail) : mail.Subject,
            mail.Text
        );

    /// <summary>Makes the mail about the state of an onboarding, for its subscribers.</summary>
    public static MailText Of(OnboardingRecord record, OnboardingChange change, string address, Delivery delivery)
    {
        var company = record.Request.Customer.CompanyName ?? record.Domain ?? record.Request.Reference;
        var text = new StringBuilder(
            $"""
            The onboarding {record.Request.Reference} of {company} is {change.Stage.Replace('-', ' ')}.

            {change.Text}


            """
        );
        foreach (var line in Existing(change.Exists ?? ProvisionedResources.Empty))
            text.Append(line).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"\nOnboarding {record.Id}, {change.At:yyyy-MM-dd HH:mm} UTC");
        return new(
            delivery.Id,
            address,
            $"{record.Request.Reference}: {company} is {change.Stage.Replace('-', ' ')}",
            text.ToString()
        );
    }

    private static IEnumerable<string> Existing(ProvisionedResources exists)
    {
        if (exists.TenantId is null)
            yield break;
        yield return "At Microsoft there is now:";
        yield return $"Tenant {exists.TenantId}{(exists.Domain is { } domain ? $" ({domain})" : "")}{(exists.Relationship == false ? ", without relationship to the partner" : "")}";
        foreach (var order in exists.Orders)
            yield return $"Order {order.Id} ({order.Status})";
        foreach (var subscription in exists.Subscriptions)
            yield return $"Subscription {subscription.Id}: {subscription.Quantity} × {subscription.Item} "
                + $"({subscription.Status})";
    }

    [GeneratedRegex("https://[^\\s<\"]+", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
