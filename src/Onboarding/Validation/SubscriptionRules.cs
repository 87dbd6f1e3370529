using System.Text.RegularExpressions;
using Onboarding.Requests;
using PartnerCenter.Carts;

namespace Onboarding.Validation;

/// <summary>The shape of the lines to be ordered; whether they are for sale is for Partner Center to say.</summary>
internal static partial class SubscriptionRules
{
    private static readonly Dictionary<string, BillingCycle> Cycles = new(StringComparer.Ordinal)
    {
        ["monthly"] = BillingCycle.Monthly,
        ["annual"] = BillingCycle.Annual,
        ["triennial"] = BillingCycle.Triennial,
        ["oneTime"] = BillingCycle.OneTime,
        ["none"] = BillingCycle.None,
    };

    private static readonly string[] Terms = ["P1M", "P1Y", "P3Y"];

    /// <summary>Null when the text is none of the cycles.</summary>
    public static BillingCycle? Cycle(string billing) => Cycles.TryGetValue(billing, out var cycle) ? cycle : null;

    /// <summary>The word of a cycle in requests; null for one that requests do not know.</summary>
    public static string? Word(BillingCycle cycle) => Cycles.FirstOrDefault(pair => pair.Value == cycle).Key;

    /// <summary>
    /// Gets a value that says whether product and SKU have the form in which the catalog can be asked for them.
    /// </summary>
    public static bool NamesAnOffer(SubscriptionLine line) =>
        Product().IsMatch(line.Product) && Sku().IsMatch(line.Sku);

    public static void Check(IReadOnlyList<SubscriptionLine> lines, DateOnly today, FindingList findings)
    {
        if (lines.Count == 0)
            findings.Warning(
                ErrorCodes.SubscriptionsMissing,
                "/subscriptions",
                $"The request orders nothing: the customer is created without subscriptions."
            );
        var seen = new Dictionary<(string, string, string?, string?, DateOnly?), int>();
        for (var index = 0; index < lines.Count; index++)
        {
            var (line, path) = (lines[index], $"/subscriptions/{index}");
            CheckLine(line, path, findings);
            CheckEnd(line, path, today, findings);
            var key = (
                line.Product.ToUpperInvariant(),
                line.Sku.ToUpperInvariant(),
                line.Term,
                line.Billing,
                line.EndsOn
            );
            if (!seen.TryAdd(key, index))
                findings.Error(
                    ErrorCodes.SubscriptionDuplicate,
                    path,
                    $"The same offer, term and billing as in line {seen[key]}; put the quantities together."
                );
        }
    }

    private static void CheckLine(SubscriptionLine line, string path, FindingList findings)
    {
        if (!Product().IsMatch(line.Product))
            findings.Error(
                ErrorCodes.FieldInvalid,
                $"{path}/product",
                $"A product id such as CFQ7TTC0LH18: 12 capital letters and digits."
            );
        if (!Sku().IsMatch(line.Sku))
            findings.Error(
                ErrorCodes.FieldInvalid,
                $"{path}/sku",
                $"A SKU id such as 0001: 4 capital letters and digits."
            );
        if (line.Quantity < 1)
            findings.Error(ErrorCodes.FieldOutOfRange, $"{path}/quantity", $"At least 1.");
        if (line.Term is { } term && !Terms.Contains(term, StringComparer.Ordinal))
            findings.Error(
                ErrorCodes.FieldNotAnOption,
                $"{path}/term",
                $"One of {string.Join(", ", Terms)}, or left out where the offer has no term.",
                Array.Find(Terms, known => known.Equals(term, StringComparison.OrdinalIgnoreCase))
            );
        if (line.Billing is { } billing && !Cycles.ContainsKey(billing))
        {
            findings.Error(
                ErrorCodes.FieldNotAnOption,
                $"{path}/billing",
                $"One of {string.Join(", ", Cycles.Keys)}.",
                Cycles.Keys.FirstOrDefault(known =>
                    known.Equals(billing.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
                )
            );
        }

        if (line.Term is not null && line.Billing is null)
            findings.Error(
                ErrorCodes.FieldRequired,
                $"{path}/billing",
                $"An offer with a term is billed in one of its ways: billing is missing."
            );
        if (line.Promotion is { } promotion && promotion != "none" && !Promotion().IsMatch(promotion))
            findings.Error(
                ErrorCodes.FieldInvalid,
                $"{path}/promotion",
                $"A promotion's id such as 39NFJQT1PJQB:0001:39NFJQT1Q5KN, or none."
            );
        if (line.Promotion is not null and not "none" && line.Term is null)
            findings.Error(
                ErrorCodes.FieldNotAllowed,
                $"{path}/promotion",
                $"An offer without a term has no promotion."
            );
        if (line.Name?.IndexOfAny(['<', '>']) >= 0)
            findings.Error(ErrorCodes.FieldInvalid, $"{path}/name", $"A name without < and >.");
    }

    /// <summary>
    /// Checks the requested end. Microsoft decides which days are allowed; a day outside of the term is never one.
    /// </summary>
    private static void CheckEnd(SubscriptionLine line, string path, DateOnly today, FindingList findings)
    {
        if (line is { AtTermEnd: not null, Term: null })
            findings.Error(
                ErrorCodes.FieldNotAllowed,
                $"{path}/atTermEnd",
                $"An offer without a term has no end at which something could be chosen."
            );
        if (line.EndsOn is not { } end)
            return;
        var latest = line.Term switch
        {
            "P1M" => today.AddMonths(1),
            "P1Y" => today.AddYears(1),
            _ => today.AddYears(3),
        };
        if (line.Term is null)
            findings.Error(ErrorCodes.FieldNotAllowed, $"{path}/endsOn", $"An offer without a term does not end.");
        else if (end <= today || end > latest)
            findings.Error(
                ErrorCodes.FieldOutOfRange,
                $"{path}/endsOn",
                $"A day after today and within the term, until {latest:yyyy-MM-dd}."
            );
    }

    [GeneratedRegex("^[A-Z0-9]{12}(:[A-Z0-9]{4}:[A-Z0-9]{12})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Promotion();

    [GeneratedRegex("^[A-Z0-9]{12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Product();

    [GeneratedRegex("^[A-Z0-9]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Sku();
}
