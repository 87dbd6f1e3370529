using System.Globalization;

namespace OnboardingServer.Commands;

/// <summary>
/// Breaks long lines at words for a terminal. What is written into a file or another program stays one line each, so
/// that it can be searched; COLUMNS sets a width there too.
/// </summary>
internal static class WrappedText
{
    private const int Narrowest = 20;

    public static void WriteLine(TextWriter output, string text, int indent = 0)
    {
        foreach (var line in Lines(text, WidthOf(output), indent))
            output.WriteLine(line);
    }

    /// <summary>Gets the lines; all but the first of each begin with the indent.</summary>
    public static IEnumerable<string> Lines(string text, int width, int indent)
    {
        foreach (var whole in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var rest = whole;
            while (rest.Length > width)
            {
                // A word that is longer than the line is left whole: an id or an address is copied as one.
                var start = rest.TakeWhile(char.IsWhiteSpace).Count();
                var at = rest.LastIndexOf(' ', width);
                if (at <= start)
                    at = rest.IndexOf(' ', Math.Min(start + 1, rest.Length));
                if (at <= start)
                    break;
                yield return rest[..at].TrimEnd();
                rest = new string(' ', Math.Min(indent, width / 2)) + rest[at..].TrimStart();
            }

            yield return rest;
        }
    }

    private static int WidthOf(TextWriter output)
    {
        if (
            int.TryParse(
                Environment.GetEnvironmentVariable("COLUMNS"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var columns
            )
            && columns >= Narrowest
        )
            return columns;
        var isRedirected = ReferenceEquals(output, Console.Error)
            ? Console.IsErrorRedirected
            : Console.IsOutputRedirected;
        try
        {
            return isRedirected ? int.MaxValue : Math.Max(Narrowest, Console.WindowWidth - 1);
        }
        catch (IOException)
        {
            return int.MaxValue;
        }
    }
}
