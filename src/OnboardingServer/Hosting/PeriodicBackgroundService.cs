namespace OnboardingServer.Hosting;

/// <summary>A task that runs periodically. A run that fails is repeated the next time: its work is on disk.</summary>
/// <param name="what">The name of the task, for the log.</param>
/// <param name="every">The time from one run to the next.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The logger.</param>
internal abstract class PeriodicBackgroundService(string what, TimeSpan every, TimeProvider time, ILogger logger)
    : BackgroundService
{
    /// <summary>True when the task runs at the start as well.</summary>
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
                Log.BackgroundTaskFailed(logger, exception, what, every);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
