using System.Globalization;
using System.Text;
using Onboarding.CancellationWindow;

namespace Onboarding.Progress;

/// <summary>The values that onboardings are found and sorted by, the same in every store.</summary>
public static class SearchColumns
{
    private const int LongestName = 200;

    /// <summary>
    /// Gets what a search looks into, each text on a line of its own and in upper case: company name, reference,
    /// domains, e-mail addresses of the contact and of whoever accepted the agreement, tenant.
    /// </summary>
    public static string Words(OnboardingRecord record) =>
        string.Join('\n', Lines(record).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)).ToUpperInvariant();

    /// <summary>Gets the addresses that one may be looked for by.</summary>
    public static IEnumerable<string> Emails(OnboardingRecord record) =>
        new[] { record.Request.Contact?.Email, record.Request.Agreement?.AcceptedBy?.Email }.OfType<string>();

    /// <summary>Gets the customer's tenant, given or created; null: there is none yet.</summary>
    public static Guid? Tenant(OnboardingRecord record) => record.Exists.TenantId ?? record.Request.Customer.TenantId;

    /// <summary>
    /// Gets the name that a list shows, in the form in which it is sorted: upper case, without accents, so that
    /// <c>Ärzte</c> stands beside <c>Arzt</c>.
    /// </summary>
    /// <param name="companyName">As it was submitted.</param>
    /// <param name="domain">Stands in its place where there is none.</param>
    /// <param name="reference">Stands where there is neither.</param>
    public static string Name(string? companyName, string? domain, string reference)
    {
        var name = companyName ?? domain ?? reference;
        var sorted = new StringBuilder(name.Length);
        // Parts that are no characters would not be taken apart; they stay as they are.
        foreach (var rune in name.Trim().EnumerateRunes())
        {
            foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
            {
                if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                    sorted.Append(Rune.ToUpperInvariant(part).ToString());
            }

            if (sorted.Length >= LongestName)
                break;
        }

        return sorted.ToString();
    }

    /// <inheritdoc cref="Name(string?, string?, string)"/>
    public static string Name(OnboardingRecord record) =>
        Name(record.Request.Customer.CompanyName, record.Domain, record.Request.Reference);

    /// <summary>
    /// Gets the time, UTC, until which a completed onboarding can be undone; null: it has not completed, or nothing of
    /// it can be undone any more.
    /// </summary>
    public static DateTimeOffset? WindowEnds(OnboardingRecord record) =>
        UndoCompletedService.HasCompleted(record.Outcome) ? record.Exists.CancellationAllowedUntil() : null;

    private static IEnumerable<string?> Lines(OnboardingRecord record) =>
        [
            record.Request.Customer.CompanyName,
            record.Request.Reference,
            record.Domain,
            record.Exists.Domain,
            .. Emails(record),
            Tenant(record)?.ToString(),
        ];
}
