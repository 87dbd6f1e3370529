using System.Globalization;

namespace Benchmarks;

/// <summary>One line of the table.</summary>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>The least or the most it must be.</summary>
    public double? AtLeast { get; init; }
    public double? Under { get; init; }

    /// <summary>Against what it is compared with, and what that is.</summary>
    public (double Value, string To)? Ratio { get; init; }

    public bool IsMissed => Value < AtLeast || Value >= Under;

    public string Target =>
        AtLeast is { } least ? $"≥ {Number(least)}"
        : Under is { } most ? $"< {Number(most)}"
        : "";

    public string Measured => $"{Number(Value)} {Unit}";

    public string RatioText =>
        Ratio is var (value, to) ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00} of {to}") : "";

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);
}

/// <summary>Prints figures as they come, in columns.</summary>
internal sealed class FigureTable
{
    private readonly TextWriter _output;

    public FigureTable(TextWriter output)
    {
        _output = output;
        _output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores, medians where something is repeated"
            )
        );
        Line("section", "figure", "measured", "target", "ratio", "");
    }

    public void Print(string section, IReadOnlyList<Figure> figures)
    {
        foreach (var figure in figures)
            Line(
                section,
                figure.Name,
                figure.Measured,
                figure.Target,
                figure.RatioText,
                figure.IsMissed ? "missed" : ""
            );
    }

    private void Line(string section, string name, string measured, string target, string ratio, string verdict) =>
        _output.WriteLine(
            $"{section.PadRight(12)}{name.PadRight(58)}{measured.PadLeft(22)}{target.PadLeft(10)}   {ratio.PadRight(32)}{verdict}".TrimEnd()
        );
}
