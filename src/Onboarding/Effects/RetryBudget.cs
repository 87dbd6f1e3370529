namespace Onboarding.Effects;

/// <summary>
/// How often one step has been asked in vain. Its waits are the step's own, so that a cancelled onboarding is not kept
/// waiting by them.
/// </summary>
/// <param name="spread">See <see cref="RetryRule.DelayAfter"/>.</param>
internal sealed class RetryBudget(string spread)
{
    private const int WorthTelling = 3;

    private int _tries;
    private int _postponed;

    /// <summary>How often it has failed otherwise than by having to be asked again soon.</summary>
    public int LongWaits { get; set; }

    /// <summary>Whoever looks wonders by now why it stands still; once.</summary>
    public bool IsWorthReporting => _tries + _postponed == WorthTelling;

    /// <summary>
    /// The wait before it is asked again soon: some ten minutes of growing waits, and whenever the failing side names a
    /// time. Null: neither.
    /// </summary>
    public TimeSpan? NextDelay(StepFailure failure)
    {
        var rule = Retries.PartnerCenter;
        if (!failure.Retryable)
            return null;
        if (failure.RetryAfter is { } asked && _postponed < rule.MaxPostponements)
            return rule.DelayPostponed(++_postponed, spread, asked);
        return ++_tries < rule.MaxAttempts ? rule.DelayAfter(_tries, spread, failure.RetryAfter) : null;
    }
}
