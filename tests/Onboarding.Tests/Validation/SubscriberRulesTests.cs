using Onboarding.Notifications;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Tests.Validation;

/// <summary>Who cannot be told as this server is configured is named before it is submitted.</summary>
public sealed class SubscriberRulesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5000/hooks", null, ErrorCodes.NotifyUrlInvalid, "/notify/0/url")]
    [InlineData(null, "otto@partner.example", ErrorCodes.NoMailServer, "/notify/0/address")]
    public void Check_OfWhoCannotBeTold_Warns(string? url, string? address, string code, string path)
    {
        var findings = new FindingList();

        SubscriberRules.Check(
            [new(url is null ? SubscriberKind.Email : SubscriberKind.Webhook, url, address)],
            new NotificationOptions(),
            findings
        );

        var finding = Assert.Single(findings.Findings);
        Assert.Equal((code, path, FindingSeverity.Warning), (finding.Code, finding.Path, finding.Severity));
    }
}
