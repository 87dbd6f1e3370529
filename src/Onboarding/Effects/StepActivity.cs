using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Onboarding.Effects;

/// <summary>
/// A step with effects: it runs at least once and has to bear being run again with the same input. Lives in
/// <c>*.activity.cs</c>; an attribute says how it may be repeated and what undoes it, or why nothing can.
/// </summary>
internal abstract class StepActivity<TInput, TOutput> : TaskActivity<TInput, StepResult<TOutput>>
{
    private ILogger _log = NullLogger.Instance;
    private CancellationToken _stopping;

    /// <summary>Sets what a host gives an activity that it has made.</summary>
    /// <param name="log">The logger of failures.</param>
    /// <param name="stopping">Ends when the host stops or gives up on the run.</param>
    public void Attach(ILogger log, CancellationToken stopping) => (_log, _stopping) = (log, stopping);

    public sealed override async Task<StepResult<TOutput>> RunAsync(TaskActivityContext context, TInput input)
    {
        using var span = Telemetry.Run(context.Name, context.InstanceId);
        try
        {
            return StepResult<TOutput>.Ok(await Run(context, input, _stopping));
        }
        catch (StepFailedException failed)
        {
            Telemetry.Failed(span, failed.Failure);
            StepLog.Failed(_log, context.Name, context.InstanceId, failed.Failure.Code, failed.Failure.Retryable);
            return StepResult<TOutput>.Failed(failed.Failure);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping, or gives up on this run: the engine runs it again or says so itself.
            throw;
        }
        catch (Exception e)
        {
            var failure = StepFailure.Of(e);
            Telemetry.Failed(span, failure);
            StepLog.Faulted(_log, context.Name, context.InstanceId, e.GetType().Name, e.StackTrace);
            throw new StepFaultException(failure.Message);
        }
    }

    /// <summary>Runs the step once.</summary>
    /// <exception cref="StepFailedException">
    /// It failed in a way the orchestration should know; any other exception counts as a fault that may pass.
    /// </exception>
    protected abstract Task<TOutput> Run(
        TaskActivityContext context,
        TInput input,
        CancellationToken cancellationToken
    );
}

internal static partial class StepLog
{
    [LoggerMessage(2001, LogLevel.Error, "Activity {Activity} of instance {InstanceId} threw {Exception} at {Stack}")]
    public static partial void Faulted(
        ILogger logger,
        string activity,
        string instanceId,
        string exception,
        string? stack
    );

    [LoggerMessage(
        2002,
        LogLevel.Information,
        "Activity {Activity} of instance {InstanceId} failed with {Code}, retryable {Retryable}"
    )]
    public static partial void Failed(ILogger logger, string activity, string instanceId, string code, bool retryable);
}
