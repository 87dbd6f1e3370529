namespace Onboarding.Progress;

/// <summary>The values that a list of onboardings can be sorted by.</summary>
public enum OnboardingSortKey
{
    SubmittedAt,

    /// <summary>The customer's name as a list shows it: <see cref="SearchColumns.Name(OnboardingRecord)"/>.</summary>
    CompanyName,

    /// <summary>The time since which it waits for whom it waits for.</summary>
    Since,
}

/// <summary>The order of a list of onboardings. Of several with the same value the id decides.</summary>
public sealed record OnboardingSort(OnboardingSortKey By, bool IsDescending)
{
    /// <summary>Gets the order of a list for which nobody asked another.</summary>
    public static OnboardingSort NewestFirst { get; } = new(OnboardingSortKey.SubmittedAt, IsDescending: true);

    private static readonly IReadOnlyDictionary<string, OnboardingSort> Known = Enum.GetValues<OnboardingSortKey>()
        .SelectMany(by => new OnboardingSort[] { new(by, false), new(by, true) })
        .ToDictionary(sort => sort.ToString(), StringComparer.Ordinal);

    /// <summary>Gets the names of all orders.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Gets the order with a name such as <c>since</c> or <c>-since</c>; null: there is none.</summary>
    public static OnboardingSort? Of(string name) => Known.GetValueOrDefault(name);

    /// <summary>Gets the name: the member of an onboarding, behind a minus where the order is descending.</summary>
    public override string ToString() =>
        (IsDescending ? "-" : "")
        + By switch
        {
            OnboardingSortKey.SubmittedAt => "submittedAt",
            OnboardingSortKey.CompanyName => "companyName",
            _ => "since",
        };
}
