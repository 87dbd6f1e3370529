using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

internal sealed record CloseOpenTaskInput(
    [property: JsonPropertyName("obligation")] string OpenTask,
    string By,
    StepFailure? Failure
);

/// <summary>Writes down what a retry came to: done, or still open with the newest error.</summary>
[Idempotent]
internal sealed class CloseOpenTaskActivity(IOpenTasks openTasks, TimeProvider time)
    : StepActivity<CloseOpenTaskInput, Nothing>
{
    public static ActivityName<CloseOpenTaskInput, Nothing> StoredName { get; } = new("obligations-close");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        CloseOpenTaskInput input,
        CancellationToken cancellationToken
    )
    {
        var openTask = await openTasks.Get(input.OpenTask, cancellationToken);
        if (openTask is not { State: OpenTaskState.Open })
            return default;

        var changed = input.Failure is { } failure
            ? openTask with
            {
                LastError = failure.Message,
                ErrorCode = failure.Code,
            }
            : openTask with
            {
                State = OpenTaskState.Done,
                ClosedBy = input.By,
                ClosedAt = time.GetUtcNow(),
            };
        if (!await openTasks.Update(changed, cancellationToken))
            throw new StepFailedException(
                new StepFailure(
                    StepFailure.Unexpected,
                    "The open task was written by somebody else meanwhile.",
                    Retryable: true
                )
            );
        if (changed.State != OpenTaskState.Open)
            Telemetry.Obliged(changed.State);
        return default;
    }
}
