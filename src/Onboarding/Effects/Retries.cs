namespace Onboarding.Effects;

/// <summary>The retry rules: number of attempts and waits of each kind of call.</summary>
internal static class Retries
{
    /// <summary>
    /// A call at Partner Center that got no answer: some ten minutes, then the run's slow lane. Held back by a throttle
    /// it comes when it is told to, for hours if need be (C §3.7, §3.8).
    /// </summary>
    public static RetryRule PartnerCenter { get; } =
        new(12, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(2), MaxPostponements: 200);

    /// <summary>
    /// A write into our own store: a day, because an onboarding whose story cannot be written down must not go on.
    /// </summary>
    public static RetryRule OurStore { get; } = new(1500, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1));

    /// <summary>A subscriber that is down: some three days.</summary>
    public static RetryRule Delivery { get; } = new(20, TimeSpan.FromSeconds(5), 2.5, TimeSpan.FromHours(6));

    /// <summary>
    /// A message that is sent again anyway while it is waited: under a minute, so that a decision is not kept waiting.
    /// </summary>
    public static RetryRule Message { get; } = new(4, TimeSpan.FromSeconds(5), 2, TimeSpan.FromSeconds(30));

    /// <summary>The wait in the slow lane: five minutes, doubling up to an hour.</summary>
    public static TimeSpan LongDelay(int attempt) =>
        TimeSpan.FromMinutes(Math.Min(5 * Math.Pow(2, Math.Min(attempt - 1, 10)), 60));

    /// <summary>
    /// The wait between two looks at something that usually takes seconds and sometimes days: from one second, half as
    /// long again, up to <paramref name="most"/>.
    /// </summary>
    public static TimeSpan PollDelay(int look, TimeSpan most) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(1.5, Math.Min(look - 1, 40)), most.TotalSeconds));
}
