using Onboarding.Notifications;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>
/// Checks the addresses to which the outcome is sent. The resolved address is checked when it is sent.
/// </summary>
internal static class SubscriberRules
{
    public static void Check(IReadOnlyList<Subscriber> subscribers, NotificationOptions options, FindingList findings)
    {
        for (var index = 0; index < subscribers.Count; index++)
        {
            var (subscriber, path) = (subscribers[index], $"/notify/{index}");
            if (subscriber.Kind == SubscriberKind.Webhook)
                CheckUrl(subscriber.Url, $"{path}/url", options, findings);
            else
                CheckAddress(subscriber.Address, $"{path}/address", options, findings);
        }
    }

    private static void CheckUrl(string? url, string path, NotificationOptions options, FindingList findings)
    {
        if (url is null)
            findings.Error(ErrorCodes.FieldRequired, path, $"A webhook has a url.");
        else if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || !IsAllowed(parsed))
            findings.Error(
                ErrorCodes.NotifyUrlInvalid,
                path,
                $"An absolute https address without user name and fragment; http on this machine's own addresses only."
            );
        else if (parsed.IsLoopback && !options.AllowPrivateAddresses)
            findings.Warning(
                ErrorCodes.NotifyUrlInvalid,
                path,
                $"This machine's own addresses are not told anything (Notifications:AllowPrivateAddresses)."
            );
    }

    private static bool IsAllowed(Uri url) =>
        (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)
        && url.UserInfo.Length == 0
        && url.Fragment.Length == 0
        && url.Host.Length > 0;

    private static void CheckAddress(string? address, string path, NotificationOptions options, FindingList findings)
    {
        if (address is null)
            findings.Error(ErrorCodes.FieldRequired, path, $"An e-mail has an address.");
        else if (!EmailAddresses.IsAddress(address))
            findings.Error(ErrorCodes.EmailInvalid, path, $"An e-mail address such as name@company.example.");
        else if (!options.Smtp.IsConfigured)
            findings.Warning(
                ErrorCodes.NoMailServer,
                path,
                $"No mail server is configured (Notifications:Smtp), so nobody is told by mail before one is."
            );
    }
}
