using System.Net.Mail;
using System.Text.RegularExpressions;

namespace PartnerCenter.Simulator.Validation;

/// <summary>Checks names, mail addresses and domains as the vendor does (C §5.1, §5.2).</summary>
internal static partial class NameRules
{
    private static readonly string[] LegalForms =
    [
        "llc",
        "inc",
        "ltd",
        "gmbh",
        "ag",
        "sa",
        "sarl",
        "bv",
        "nv",
        "plc",
        "corp",
        "co",
        "kg",
        "ohg",
        "srl",
        "spa",
        "oy",
        "ab",
        "as",
        "pty",
        "llp",
        "lp",
    ];

    internal static string? CompanyNameProblem(string name)
    {
        var letters = new string([.. name.Where(char.IsLetterOrDigit)]);
        return letters.Length switch
        {
            0 => "companyName consists of special characters only.",
            1 => "companyName has one character only.",
            _ when LegalForms.Contains(letters.ToLowerInvariant()) => "companyName is a legal form only.",
            _ => null,
        };
    }

    internal static string? MailProblem(string mail, string partnerDomain)
    {
        if (!MailAddress.TryCreate(mail, out var address) || !address.Host.Contains('.'))
            return "email is not a mail address.";
        if (IsWithin(address.Host, "microsoft.com"))
            return "email must not be of microsoft.com.";
        return IsWithin(address.Host, partnerDomain) ? "email must not be of the partner's own domain." : null;
    }

    /// <summary>
    /// A whole initial domain: a prefix of up to 27 letters and digits under one of the vendor's suffixes.
    /// </summary>
    internal static bool IsInitialDomain(string domain) => InitialDomain().IsMatch(domain);

    internal static bool IsDomain(string domain) => domain.Length <= 253 && AnyDomain().IsMatch(domain);

    private static bool IsWithin(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"^[a-z0-9]{1,27}\.(onmicrosoft\.com|ccsctp\.net|partner\.onmschina\.cn|onmicrosoft\.us)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex InitialDomain();

    [GeneratedRegex(
        @"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex AnyDomain();
}
