using System.Text.RegularExpressions;

namespace Onboarding.Intake;

/// <summary>E-mail addresses as Partner Center takes them: plain ASCII addresses without display name, quotes or comments.</summary>
internal static partial class EmailAddresses
{
    public static bool IsAddress(string text) => text.Length <= 254 && Shape().IsMatch(text) && text.LastIndexOf('@') is > 0 and <= 64;

    /// <summary>Whether the address belongs to a domain or one below it.</summary>
    public static bool IsWithin(string address, string domain)
    {
        var host = address[(address.LastIndexOf('@') + 1)..];
        var own = domain.Trim().TrimStart('@', '.');
        return own.Length > 0 && (host.Equals(own, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + own, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
