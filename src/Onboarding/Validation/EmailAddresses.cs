using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Onboarding.Validation;

/// <summary>
/// Checks e-mail addresses as Partner Center takes them: without display name, quotes or comments; the domain may be an
/// internationalised one.
/// </summary>
internal static partial class EmailAddresses
{
    // UTS 46, as mail programs and browsers read such domains.
    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    public static bool IsAddress(string text) =>
        ToAscii(text) is { Length: <= 254 } address
        && Shape().IsMatch(address)
        && address.LastIndexOf('@') is > 0 and <= 64;

    /// <summary>
    /// Gets the address with its domain in ASCII (RFC 5891), which every mail server knows; null when the domain is
    /// none.
    /// </summary>
    public static string? ToAscii(string address)
    {
        if (Ascii.IsValid(address))
            return address;
        var at = address.LastIndexOf('@');
        try
        {
            return at < 0 || at == address.Length - 1 ? null : address[..(at + 1)] + Domains.GetAscii(address, at + 1);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Gets a value that says whether the address belongs to a domain or one below it.</summary>
    public static bool IsWithin(string address, string domain)
    {
        var plain = ToAscii(address) ?? address;
        var host = plain[(plain.LastIndexOf('@') + 1)..];
        var own = (ToAscii($"@{domain.Trim().TrimStart('@', '.')}") ?? "@")[1..];
        return own.Length > 0
            && (
                host.Equals(own, StringComparison.OrdinalIgnoreCase)
                || host.EndsWith("." + own, StringComparison.OrdinalIgnoreCase)
            );
    }

    [GeneratedRegex(
        @"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Shape();
}
