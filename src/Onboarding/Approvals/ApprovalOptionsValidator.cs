using Microsoft.Extensions.Options;
using Onboarding.Validation;

namespace Onboarding.Approvals;

/// <summary>Names every key that is wrong and what was expected.</summary>
internal sealed class ApprovalOptionsValidator : IValidateOptions<ApprovalOptions>
{
    private const string Expected = "expected role:{role} or group:{group}, several with commas";

    public ValidateOptionsResult Validate(string? name, ApprovalOptions options)
    {
        var wrong = Of(options)
            .Concat(options.Rules.SelectMany(OfRule))
            .Concat(options.People.SelectMany(person => OfPerson(person.Key, person.Value)))
            .ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Of(ApprovalOptions options)
    {
        if (!ApproverLists.IsValid(options.By))
            yield return $"Approvals:By is not valid; {Expected}.";
        if (options.EscalateTo is not null && !ApproverLists.IsValid(options.EscalateTo))
            yield return $"Approvals:EscalateTo is not valid; {Expected}.";
        if (
            options.PublicAddress is { } address
            && !(
                address is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" }
                && (address.Scheme == Uri.UriSchemeHttps || address is { IsLoopback: true, Scheme: "http" })
            )
        )
            yield return "Approvals:PublicAddress is not valid; expected an https address such as "
                + "https://onboarding.contoso.com/, or http on this machine.";
    }

    private static IEnumerable<string> OfRule(ApprovalRule rule, int index)
    {
        var key = $"Approvals:Rules:{index}";
        if (rule.Approvers is < 0 or > 2)
            yield return $"{key}:Approvers is {rule.Approvers}; expected 0, 1 or 2.";
        if (rule.By is not null && !ApproverLists.IsValid(rule.By))
            yield return $"{key}:By is not valid; {Expected}.";
        if (rule.LicencesFrom < 0)
            yield return $"{key}:LicencesFrom is negative; expected a number of licences.";
        foreach (var (currency, amount) in rule.TotalPriceFrom)
        {
            if (currency.Length != 3 || !currency.All(char.IsAsciiLetter))
                yield return $"{key}:TotalPriceFrom:{currency} names no currency; expected a code of ISO 4217 such "
                    + "as EUR.";
            if (amount < 0)
                yield return $"{key}:TotalPriceFrom:{currency} is negative; expected an amount.";
        }

        foreach (
            var country in ApproverLists
                .Split(rule.Countries)
                .Where(country => country.Length != 2 || !country.All(char.IsAsciiLetter))
        )
            yield return $"{key}:Countries names '{country}'; expected codes of ISO 3166-1 alpha-2 with commas, such "
                + "as DE,AT.";
        foreach (
            var segment in ApproverLists
                .Split(rule.Segments)
                .Where(segment => !ApproverLists.Holds(["commercial", "education", "government", "nonprofit"], segment))
        )
            yield return $"{key}:Segments names '{segment}'; expected commercial, education, government, nonprofit.";
    }

    private static IEnumerable<string> OfPerson(string label, ApproverOptions person)
    {
        if (string.IsNullOrWhiteSpace(person.Identity))
            yield return $"Approvals:People:{label}:Identity is missing; expected the name in the person's token, or "
                + $"key:{{name}}.";
        if (
            person.NotifyUrl is { } url
            && !(url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url is { IsLoopback: true, Scheme: "http" }))
        )
            yield return $"Approvals:People:{label}:NotifyUrl is not valid; expected an https address, or http on "
                + "this machine.";
        if (person.NotifyEmail is { } address && !EmailAddresses.IsAddress(address))
            yield return $"Approvals:People:{label}:NotifyEmail is not valid; expected an address such as "
                + "lena@contoso.com.";
    }
}
