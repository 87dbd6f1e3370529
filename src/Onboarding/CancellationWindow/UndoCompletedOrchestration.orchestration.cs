using Microsoft.DurableTask;
using Onboarding.Customers;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Subscriptions;
using Onboarding.Undo;

namespace Onboarding.CancellationWindow;

/// <param name="Onboarding">The onboarding that is undone.</param>
/// <param name="Key">Identifies this time.</param>
/// <param name="By">The person who asked for it.</param>
/// <param name="Orders">True when its orders are cancelled.</param>
/// <param name="Relationship">True when the partner's relationship with the customer is removed.</param>
internal sealed record UndoCompletedInput(
    OnboardingId Onboarding,
    string Key,
    string By,
    bool Orders,
    bool Relationship
);

/// <summary>Undoes, on request, the effects of an onboarding that has ended. Replayed code.</summary>
internal sealed class UndoCompletedOrchestration : TaskOrchestrator<UndoCompletedInput, Nothing>
{
    public static OrchestrationName<UndoCompletedInput, Nothing> StoredName { get; } = new("onboardings-take-back");

    public override async Task<Nothing> RunAsync(TaskOrchestrationContext context, UndoCompletedInput input)
    {
        var before = await context.WaitUntilEnded(input.Onboarding);
        var work = new Work(context, input, before);
        if (input.Orders)
            await work.Undo(
                "orders",
                $"The ordered subscriptions have to be cancelled.",
                UndoOrdersActivity.StoredName
            );
        if (input.Relationship)
            await work.Undo(
                "relationship",
                UndoCustomerActivity.RemoveRelationshipTask,
                UndoCustomerActivity.StoredName
            );
        await work.ReadBack();
        if (work.Exists.Agreement is not null)
            work.Remains.Add($"The accepted customer agreement stays on record.");
        if (input.Orders && work.Exists is { TenantId: { } tenant, Relationship: true })
            work.Remains.Add($"The tenant {tenant} stays, and so does the partner's relationship with it.");
        await context.AmendRecord(
            new AmendRecordInput
            {
                Onboarding = input.Onboarding,
                Key = input.Key,
                Text = input.Orders
                    ? (Message)$"Undone as far as Microsoft allows, as requested by {input.By}."
                    : $"The relationship was to be removed, as requested by {input.By}.",
                Before = before.Exists,
                After = work.Exists,
                UndoneBy = input.Orders ? input.By : null,
                Remains = work.Remains,
            }
        );
        return default;
    }

    private sealed class Work(TaskOrchestrationContext context, UndoCompletedInput input, ReadRecordResult before)
    {
        public ProvisionedResources Exists { get; private set; } = before.Exists;

        public List<Message> Remains { get; } = [];

        public async Task Undo(string step, Message taskText, ActivityName<UndoInput, UndoResult> activity)
        {
            var call = Call();
            StepFailure? failure;
            try
            {
                var result = await context.CallUntilAnswered(activity, epoch => call with { Epoch = epoch });
                Exists = result.Exists;
                Remains.AddRange(result.Remains);
                await context.AddOpenTasks(call, $"{input.Onboarding}-{input.Key}-{step}", result.OpenTasks);
                (failure, taskText) = (result.Refusal?.Failure, result.Refusal?.OpenTaskText ?? taskText);
            }
            catch (StepFailedException thrown)
            {
                failure = thrown.Failure;
            }

            if (failure is null)
                return;
            var openTask = OpenTask.New(
                $"{input.Onboarding}-{input.Key}-{step}",
                input.Onboarding,
                before.Partner,
                taskText,
                failure,
                new RepeatableCall(activity.Value, DurableJson.Write(Call())),
                context.CurrentUtc
            );
            await context.CallStep(AddOpenTaskActivity.StoredName, openTask, Effects.Retries.OurStore);
        }

        public async Task ReadBack() => Exists = await context.ReadBack(Call(), $"{input.Onboarding}-{input.Key}");

        private UndoInput Call() =>
            (before with { Exists = Exists }).UndoInput(input.Onboarding) with
            {
                KeepService = true,
                RemoveRelationship = input.Relationship,
            };
    }
}
