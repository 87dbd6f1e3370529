using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Undo;

namespace Onboarding.Progress;

/// <summary>The input of another try at an open task.</summary>
internal sealed record RetryOpenTaskInput(
    [property: JsonPropertyName("obligation")] string OpenTask,
    int Attempt,
    string By,
    RepeatableCall Call
);

/// <summary>
/// Does an open task once more, and writes the result and the resources that exist now. Replayed code.
/// </summary>
internal sealed class RetryOpenTaskOrchestration : TaskOrchestrator<RetryOpenTaskInput, Nothing>
{
    public static OrchestrationName<RetryOpenTaskInput, Nothing> StoredName { get; } = new("obligations-retry");

    public override async Task<Nothing> RunAsync(TaskOrchestrationContext context, RetryOpenTaskInput input)
    {
        var call = DurableJson.Read<UndoInput>(input.Call.Input);
        // Version 1 (before 0.2) began with the call and knew nothing of the record.
        var isOld = context.Version == "1";
        var before = isOld ? call.Exists : (await context.WaitUntilEnded(call.Onboarding)).Exists;
        StepFailure? failure;
        UndoResult? result = null;
        try
        {
            // One of before 0.2 that is about the customer is about nothing but its relationship.
            var repeated = call with
            {
                Exists = before,
                RemoveRelationship = call.RemoveRelationship ?? true,
            };
            result = await context.CallUntilAnswered(
                new ActivityName<UndoInput, UndoResult>(input.Call.Activity),
                epoch => repeated with { Epoch = epoch }
            );
            failure = result.Refusal?.Failure;
        }
        catch (StepFailedException thrown)
        {
            failure = thrown.Failure;
        }

        var key = $"{input.OpenTask}-{input.Attempt}";
        var after = result?.Exists ?? before;
        if (!isOld)
        {
            if (result is not null)
                await context.AddOpenTasks(call, key, result.OpenTasks);
            var reads = input.Call.Activity == ReadProvisionedResourcesActivity.StoredName.Value;
            if (!reads)
                after = await context.ReadBack(
                    call with
                    {
                        Exists = after,
                        TenantId = after.TenantId,
                        RemoveRelationship = false,
                    },
                    key
                );
        }

        await context.CallStep(
            CloseOpenTaskActivity.StoredName,
            new CloseOpenTaskInput(input.OpenTask, input.By, failure),
            Retries.OurStore
        );
        if (isOld)
            return default;

        await context.AmendRecord(
            new AmendRecordInput
            {
                Onboarding = call.Onboarding,
                Key = key,
                Text = failure is null
                    ? (Message)$"An open task was done, asked for by {input.By}."
                    : $"An open task was tried again, asked for by {input.By}, and is still open: {failure.Message}",
                ErrorCode = failure?.Code,
                Before = before,
                After = after,
            }
        );
        return default;
    }
}
