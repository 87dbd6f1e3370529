namespace Onboarding.Effects;

/// <summary>
/// Counts the failed attempts of one step. Its waits are timers of the step, so that a cancelled onboarding does not
/// wait for them.
/// </summary>
/// <param name="spread">See <see cref="RetryRule.DelayAfter"/>.</param>
internal sealed class RetryBudget(string spread)
{
    private const int WorthTelling = 3;

    private int _tries;
    private int _postponed;

    /// <summary>The number of failures after which the step waited long.</summary>
    public int LongWaits { get; set; }

    /// <summary>True once, at the attempt after which the wait is worth a line in the timeline.</summary>
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
