namespace OnboardingServer.Hosting;

/// <summary>
/// What is looked after by the clock. One that fails is done again the next time: what it looks for is on disk.
/// </summary>
/// <param name="what">For the log: what failed.</param>
/// <param name="every">From one time to the next.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it says what it did.</param>
internal abstract class PeriodicBackgroundService(string what, TimeSpan every, TimeProvider time, ILogger logger)
    : BackgroundService
{
    /// <summary>Whether it is done at the start as well.</summary>
    protected virtual bool IsDoneAtOnce => true;

    protected abstract Task Do(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        if (!IsDoneAtOnce)
            await timer.WaitForNextTickAsync(stoppingToken);
        do
        {
            try
            {
                await Do(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.ChoreFailed(logger, exception, what, every);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
