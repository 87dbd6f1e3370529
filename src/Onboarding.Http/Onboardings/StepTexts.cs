using Onboarding.Messages;

namespace Onboarding.Http.Onboardings;

/// <summary>
/// Tells of a step while it is under way, and when it is done. Its line of the timeline is written when it begins.
/// </summary>
/// <param name="UnderWay">For the step that the onboarding is at.</param>
/// <param name="Done">For a step that came to its end.</param>
internal sealed record StepTexts(Message UnderWay, Message Done)
{
    private static readonly Dictionary<string, Func<IReadOnlyList<object>, StepTexts>> ByKey = new(
        StringComparer.Ordinal
    )
    {
        ["The request is checked."] = _ => new($"Checking the request.", $"Checked the request."),
        ["The reseller's relationship and partner agreement are checked."] = _ =>
            new(
                $"Checking the reseller’s relationship and partner agreement.",
                $"Checked the reseller’s relationship and partner agreement."
            ),
        ["The customer's tenant is created."] = _ =>
            new($"Creating the customer’s tenant.", $"Created the customer’s tenant."),
        ["The customer's link to its reseller is read back."] = _ =>
            new(
                $"Reading back the customer’s link to its reseller.",
                $"Read back the customer’s link to its reseller."
            ),
        ["The customer is asked to accept the Microsoft Customer Agreement, before anything is created."] = _ =>
            new(
                $"Asking the customer to accept the Microsoft Customer Agreement, before anything is created.",
                $"Asked the customer to accept the Microsoft Customer Agreement, before anything was created."
            ),
        ["Looking for the customer's acceptance of the Microsoft Customer Agreement."] = _ =>
            new(
                $"Looking for the customer’s acceptance of the Microsoft Customer Agreement.",
                $"Looked for the customer’s acceptance of the Microsoft Customer Agreement."
            ),
        ["1 offer is ordered."] = _ => new($"Ordering 1 offer.", $"Ordered 1 offer."),
        ["{0} offers are ordered."] = count =>
            new($"Ordering {(string)count[0]} offers.", $"Ordered {(string)count[0]} offers."),
        ["1 add-on is ordered, since its base is there."] = _ =>
            new($"Ordering 1 add-on, since the base is there.", $"Ordered 1 add-on, since the base was there."),
        ["{0} add-ons are ordered, since their base is there."] = count =>
            new(
                $"Ordering {(string)count[0]} add-ons, since the base is there.",
                $"Ordered {(string)count[0]} add-ons, since the base was there."
            ),
        ["Microsoft provisions the subscriptions."] = _ =>
            new($"Microsoft is provisioning the subscriptions.", $"Microsoft has provisioned the subscriptions."),
        ["Microsoft reviews the customer's account, which takes hours to days."] = _ =>
            new(
                $"Microsoft is reviewing the customer’s account, which takes hours to days.",
                $"Microsoft has reviewed the customer’s account."
            ),
        ["Waits for an approver ({0}): {1}"] = of =>
            new(
                $"Waiting for an approver ({(string)of[0]}): {Of(of[1])}",
                $"Waited for an approver ({(string)of[0]}): {Of(of[1])}"
            ),
        ["Waits for {0} different approvers ({1}): {2}"] = of =>
            new(
                $"Waiting for {(string)of[0]} different approvers ({(string)of[1]}): {Of(of[2])}",
                $"Waited for {(string)of[0]} different approvers ({(string)of[1]}): {Of(of[2])}"
            ),
        ["A Global Admin of the customer has to accept the Microsoft Customer Agreement; nothing is ordered before."] =
            _ =>
                new(
                    $"A Global Admin of the customer has to accept the Microsoft Customer Agreement; nothing is ordered before.",
                    $"A Global Admin of the customer had to accept the Microsoft Customer Agreement."
                ),
        ["The customer has a tenant already: a Global Admin of it has to accept the partner's relationship request."] =
            _ =>
                new(
                    $"The customer has a tenant already: a Global Admin of it has to accept the partner's relationship request.",
                    $"The customer had a tenant already: a Global Admin of it had to accept the partner's relationship request."
                ),
        [
            "The customer has to read and accept the Microsoft Customer Agreement on Microsoft's page; nothing is created or ordered before."
        ] = _ =>
            new(
                $"The customer has to read and accept the Microsoft Customer Agreement on Microsoft's page; nothing is created or ordered before.",
                $"The customer had to read and accept the Microsoft Customer Agreement on Microsoft's page."
            ),
    };

    /// <summary>Gets the texts of a line that a step has written; null for any other line.</summary>
    public static StepTexts? Of(Message text) =>
        ByKey.TryGetValue(text.Key, out var texts) ? texts(text.Arguments) : null;

    /// <summary>Gets the keys of the lines that steps write.</summary>
    public static IReadOnlyCollection<string> Keys => ByKey.Keys;

    private static Message Of(object argument) => argument as Message ?? Message.Verbatim((string)argument);
}
