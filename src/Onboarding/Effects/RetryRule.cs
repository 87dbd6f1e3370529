namespace Onboarding.Effects;

/// <summary>
/// The number of attempts and the waits between them. Only failures that say they are retryable are retried; a failure
/// with a <see cref="StepFailure.RetryAfter"/> is not tried before that time has passed.
/// </summary>
/// <param name="MaxAttempts">All attempts together, at least 1.</param>
/// <param name="FirstDelay">Wait after the first failure.</param>
/// <param name="Backoff">Factor from one wait to the next, at least 1.</param>
/// <param name="MaxDelay">Upper bound of a wait.</param>
/// <param name="MaxPostponements">
/// The number of times that the failing side may name a time for the next attempt before that counts as an attempt:
/// being throttled is no failure, but must not go on unseen for ever.
/// </param>
public sealed record RetryRule(
    int MaxAttempts,
    TimeSpan FirstDelay,
    double Backoff,
    TimeSpan MaxDelay,
    int MaxPostponements = 0
)
{
    private const int PromptPostponements = 20;

    /// <summary>
    /// The wait after being told when to come again: that long, and longer by the same once more for every twenty
    /// times, so that a queue that does not move is asked less and less.
    /// </summary>
    /// <param name="postponement">The number of times that it has been told, from 1.</param>
    /// <param name="spread">See <see cref="DelayAfter"/>.</param>
    /// <param name="retryAfter">The wait that the failing side asked for.</param>
    public TimeSpan DelayPostponed(int postponement, string spread, TimeSpan retryAfter) =>
        DelayAfter(postponement, spread, retryAfter * (1 + ((postponement - 1) / PromptPostponements)));

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="attempt">The attempt that has just failed, from 1.</param>
    /// <param name="spread">
    /// A stable text (the instance id) by which waits are spread by up to a fifth, so that thousands do not wake at
    /// once; the same text gives the same wait.
    /// </param>
    /// <param name="retryAfter">
    /// The wait that the failing side asked for; it replaces the backoff and is never shortened.
    /// </param>
    public TimeSpan DelayAfter(int attempt, string spread, TimeSpan? retryAfter)
    {
        // A time that the failing side names is better than a backoff: coming later than asked only makes the queue
        // longer.
        var wait = retryAfter is { } asked
            ? Math.Max(asked.TotalMilliseconds, FirstDelay.TotalMilliseconds)
            : Math.Min(FirstDelay.TotalMilliseconds * Math.Pow(Backoff, attempt - 1), MaxDelay.TotalMilliseconds);
        var spreadBy = 1 + (StableHash(spread, attempt) % 1000 / 5000.0);
        return TimeSpan.FromMilliseconds(wait * spreadBy);
    }

    // FNV-1a: string.GetHashCode differs from process to process, and a replayed wait must not.
    private static uint StableHash(string text, int salt)
    {
        var hash = 2166136261u ^ (uint)salt;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }
}
