using System.Globalization;
using Onboarding.Progress;

namespace OnboardingServer.Storage;

/// <summary>
/// The end of a page of a sorted list: the value that it is sorted by, and the id of its last row. The value is a
/// number of ticks, or the name of a list that is sorted by it.
/// </summary>
internal sealed record SortMark(object Value, string Id)
{
    /// <summary>Makes the continuation; that of the usual order is a <see cref="PageToken"/>.</summary>
    public string ToContinuation(OnboardingSort sort) =>
        sort == OnboardingSort.NewestFirst
            ? new PageToken((long)Value, Id).ToContinuation()
            : PageToken.Encode(string.Create(CultureInfo.InvariantCulture, $"{sort}|{Value}|{Id}"));

    /// <exception cref="FormatException">It is none of this order.</exception>
    public static SortMark? Of(OnboardingSort sort, string? continuation)
    {
        if (sort == OnboardingSort.NewestFirst)
            return PageToken.Of(continuation) is { } mark ? new(mark.Ticks, mark.Id) : null;
        if (continuation is null)
            return null;
        var text = PageToken.Decode(continuation);
        var begin = $"{sort}|";
        // A name may hold the sign, an id does not.
        var end = text.LastIndexOf('|');
        if (!text.StartsWith(begin, StringComparison.Ordinal) || end < begin.Length || end + 1 == text.Length)
            throw PageToken.Foreign();
        var (value, id) = (text[begin.Length..end], text[(end + 1)..]);
        if (sort.By == OnboardingSortKey.CompanyName)
            return new(value, id);
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new(ticks, id)
            : throw PageToken.Foreign();
    }
}
