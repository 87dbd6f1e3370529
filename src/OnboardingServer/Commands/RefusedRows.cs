using Onboarding.Http.Batches;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>Says at the end of a batch which rows were refused, and what was found in each.</summary>
internal static class RefusedRows
{
    /// <summary>As many as a person reads; the results have all.</summary>
    public const int Most = 50;

    public static void Write(IReadOnlyList<BatchRowResource> rows, int all)
    {
        if (rows.Count == 0)
            return;
        Console.Error.WriteLine("Refused:");
        foreach (var row in rows)
        {
            var why = row.Findings.Count > 0 ? "" : $": {row.Code} {row.Message}";
            WrappedText.WriteLine(
                Console.Error,
                VisibleText.Of($"  row {string.Join(", ", row.Lines)}  {row.Reference}{why}"),
                4
            );
            FindingLines.Write(row.Findings, "    ");
        }

        if (all > rows.Count)
            Console.Error.WriteLine($"  and {all - rows.Count} more; the results have them all (--results FILE).");
    }
}
