using System.Globalization;
using System.Text.RegularExpressions;

namespace Onboarding.Batches;

/// <summary>
/// Reads the dates that spreadsheet programs write by the country that they are set to. <paramref name="Days"/> are the
/// days that may be meant. <paramref name="IsCertain"/>: there is one, and no other reading of its parts is in use.
/// </summary>
internal sealed partial record SpreadsheetDate(IReadOnlyList<DateOnly> Days, bool IsCertain)
{
    /// <summary>The days by number that can be meant: from 2000 to 2099, counted from 30 December 1899.</summary>
    private const int FirstSerial = 36526;
    private const int LastSerial = 73050;

    /// <summary>Gets the days that a text may mean; null when it is no date in any form that is in use.</summary>
    public static SpreadsheetDate? Read(string text)
    {
        text = Midnight().Replace(text, "").Trim();
        if (YearFirst().Match(text) is { Success: true } iso)
            return Of(isCertain: true, Day(iso, 1, 2, 3));
        if (YearLast().Match(text) is { Success: true } last)
        {
            var (dayFirst, monthFirst) = (Day(last, 4, 3, 1), Day(last, 4, 1, 3));
            // With points, the day stands first everywhere.
            return Of(
                isCertain: true,
                dayFirst,
                last.Groups[2].Value == "." && dayFirst is not null ? null : monthFirst
            );
        }

        if (ShortYear().Match(text) is { Success: true } brief)
            return Of(isCertain: false, Day(brief, 4, 3, 1), Day(brief, 4, 1, 3), Day(brief, 1, 3, 4));
        foreach (var words in new[] { DayAndMonthName().Match(text), MonthNameAndDay().Match(text) })
        {
            if (words.Success && MonthNames.Find(words.Groups["month"].Value) is { } month)
                return Of(
                    isCertain: words.Groups["year"].Length == 4,
                    Day(Number(words, "year"), month, Number(words, "day"))
                );
        }

        return
            text.Length == 5
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
            && serial is >= FirstSerial and <= LastSerial
            ? Of(isCertain: false, new DateOnly(1899, 12, 30).AddDays(serial))
            : null;
    }

    private static SpreadsheetDate? Of(bool isCertain, params DateOnly?[] days)
    {
        DateOnly[] possible = [.. days.OfType<DateOnly>().Distinct()];
        return possible.Length == 0 ? null : new(possible, isCertain && possible.Length == 1);
    }

    private static DateOnly? Day(Match match, int year, int month, int day) =>
        Day(Number(match, $"{year}"), Number(match, $"{month}"), Number(match, $"{day}"));

    private static DateOnly? Day(int year, int month, int day)
    {
        year = year < 100 ? 2000 + year : year;
        return
            year is >= 1900 and <= 9999
            && month is >= 1 and <= 12
            && day >= 1
            && day <= DateTime.DaysInMonth(year, month)
            ? new(year, month, day)
            : null;
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?<=\d)(\s+|T)(0?0:00(:00)?(\.0+)?Z?|12:00(:00)?\s*AM)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Midnight();

    [GeneratedRegex(@"^([0-9]{4})[-./年]\s?([0-9]{1,2})[-./月]\s?([0-9]{1,2})[.日]?$")]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^([0-9]{1,2})([-./])\s?([0-9]{1,2})\2\s?([0-9]{4})\.?$")]
    private static partial Regex YearLast();

    [GeneratedRegex(@"^([0-9]{1,2})([-./])\s?([0-9]{1,2})\2\s?([0-9]{2})$")]
    private static partial Regex ShortYear();

    [GeneratedRegex(
        @"^(?<day>[0-9]{1,2})[-\s./]+(de\s+)?(?<month>\p{L}+)\.?[-\s./]+(de\s+)?(?<year>[0-9]{4}|[0-9]{2})$"
    )]
    private static partial Regex DayAndMonthName();

    [GeneratedRegex(@"^(?<month>\p{L}+)\.?\s+(?<day>[0-9]{1,2}),?\s+(?<year>[0-9]{4})$")]
    private static partial Regex MonthNameAndDay();
}
