using System.Globalization;
using System.Text;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Customers;

/// <summary>Prefixes that are free, for a customer whose own is not.</summary>
internal static class DomainSuggestions
{
    private const int Wanted = 3;
    private const int MostChecked = 12;
    private static readonly string[] Endings = ["hq", "online", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Finds up to three prefixes and checks each with Partner Center.</summary>
    /// <param name="client">The partner that asks.</param>
    /// <param name="prefix">The one that is taken.</param>
    /// <param name="companyName">Of the customer; null: not known.</param>
    /// <param name="country">Of the customer, ISO 3166-1 alpha-2; null: not known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public static async Task<IReadOnlyList<string>> Find(
        PartnerCenterClient client,
        string prefix,
        string? companyName,
        string? country,
        CancellationToken cancellationToken
    )
    {
        var free = new List<string>(Wanted);
        foreach (var candidate in Candidates(client.Partner, prefix, companyName, country).Take(MostChecked))
        {
            if (await client.Domains.IsTaken(InitialDomain.Of(candidate, client.Partner), cancellationToken))
                continue;
            free.Add(candidate);
            if (free.Count == Wanted)
                break;
        }

        return free;
    }

    /// <summary>Prefixes near the one that is taken, the likeliest first.</summary>
    public static IEnumerable<string> Candidates(
        PartnerProfile partner,
        string prefix,
        string? companyName,
        string? country
    )
    {
        var taken = prefix.ToLowerInvariant();
        return new[] { Plain(companyName ?? ""), taken + country?.ToLowerInvariant() }
            .Concat(Endings.Select(ending => taken + ending))
            .Concat(
                Endings.Select(ending =>
                    taken[..Math.Min(taken.Length, InitialDomain.LongestPrefix - ending.Length)] + ending
                )
            )
            .Where(candidate => candidate != taken && IsPrefix(candidate, partner))
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsPrefix(string candidate, PartnerProfile partner)
    {
        var findings = new FindingList();
        NewCustomerRules.CheckDomainPrefix(candidate, partner, findings);
        return candidate.Length > 0 && findings.IsEmpty;
    }

    // Bäckerei becomes backerei; what has no Latin letter is left out.
    private static string Plain(string name) =>
        new([
            .. name.ToLowerInvariant()
                .Replace("ß", "ss", StringComparison.Ordinal)
                .Normalize(NormalizationForm.FormD)
                .Where(character =>
                    CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark
                    && char.IsAsciiLetterOrDigit(character)
                ),
        ]);
}
