using Onboarding.Customers;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;

namespace Onboarding.Undo;

/// <summary>Undoes the steps of an onboarding that does not go on. Replayed code.</summary>
internal static class UndoSteps
{
    /// <summary>The first version whose undo ends by reading what exists.</summary>
    private const int ReadsBack = 4;

    private const string ReadBackStep = "read-back";

    /// <summary>The outcome of an onboarding that went through: completed, unless a task is open.</summary>
    public static Task<OnboardingOutcome> Done(this OnboardingRun onboarding) =>
        onboarding.WithOpenTasks(new OnboardingOutcome.Completed(onboarding.Exists), null);

    /// <summary>
    /// Runs the registered undos in reverse and says how the onboarding ended. What cannot be undone becomes an open
    /// task.
    /// </summary>
    public static async Task<OnboardingOutcome> UndoAfter(this OnboardingRun onboarding, OnboardingStopped stop)
    {
        var (remains, customerExisted) = (new List<Message>(), false);
        if (stop is not OnboardingStopped.LeftToOperator)
        {
            onboarding.RemovesRelationship = stop is OnboardingStopped.Cancelled { RemoveRelationship: true };
            onboarding.BeginUndo();
            if (!onboarding.Undo.IsEmpty)
                await onboarding.SetStage(
                    Stage.Undoing,
                    Actor.Us,
                    $"Undoing what was done: {stop.Text}",
                    CauseOf(stop)?.Code
                );
            customerExisted = onboarding.Exists.TenantId is not null;
            while (onboarding.Undo.TryTake(out var undo))
                await UndoOne(onboarding, undo, remains);
            if (onboarding.IsAtLeast(ReadsBack))
                await onboarding.ReadBack(remains);
            customerExisted |= onboarding.Exists.TenantId is not null;
        }

        onboarding.Exists = onboarding.Exists with { Invitation = null };
        if (
            onboarding.IsExistingCustomer
            && onboarding.Exists.TenantId is not null
            && onboarding.Exists.Relationship != false
        )
            remains.Add($"The customer's tenant was there before: it and its relationship stay as they are.");
        if (onboarding.Exists.Agreement is not null)
            remains.Add($"The accepted customer agreement stays on record.");
        OnboardingOutcome outcome = stop switch
        {
            OnboardingStopped.Cancelled cancelled => new OnboardingOutcome.Cancelled(onboarding.Exists, cancelled.By)
            {
                Remains = remains,
            },
            OnboardingStopped.Expired expired => new OnboardingOutcome.Expired(onboarding.Exists, expired.WaitedFor)
            {
                Remains = remains,
            },
            OnboardingStopped.Invalid invalid => new OnboardingOutcome.Rejected(
                onboarding.Exists,
                invalid.Findings,
                [],
                null
            )
            {
                Remains = remains,
            },
            OnboardingStopped.Refused refused when !customerExisted => new OnboardingOutcome.Rejected(
                onboarding.Exists,
                [],
                [Message.Verbatim(refused.Cause.Message)],
                refused.Cause.Code
            ),
            _ => new OnboardingOutcome.RolledBack(onboarding.Exists, CauseOf(stop)!, remains),
        };
        return await onboarding.WithOpenTasks(
            outcome,
            CauseOf(stop) ?? new Cause("cancellation", ErrorCodes.Cancelled, stop.Message)
        );
    }

    /// <summary>Adds an open task to the onboarding, which then needs attention.</summary>
    public static async Task CreateOpenTask(
        this OnboardingRun onboarding,
        string key,
        Message text,
        StepFailure? failure,
        RepeatableCall? call
    )
    {
        var openTask = OpenTask.New(
            $"{onboarding.Plan.Id}-{key}",
            onboarding.Plan.Id,
            onboarding.Plan.Partner,
            text,
            failure,
            call,
            onboarding.Context.CurrentUtc
        );
        await onboarding.Context.CallStep(AddOpenTaskActivity.StoredName, openTask, Retries.OurStore);
        onboarding.OpenTasks.Add(openTask.Id);
    }

    private static async Task<OnboardingOutcome> WithOpenTasks(
        this OnboardingRun onboarding,
        OnboardingOutcome outcome,
        Cause? cause
    )
    {
        IReadOnlyList<string> open = onboarding.OpenTasks;
        if (open.Count == 0)
            return outcome;
        // Somebody may have settled one while the onboarding went on.
        if (onboarding.IsAtLeast(ReadsBack))
            open = await onboarding.Context.CallStep(
                ReadOpenTasksActivity.StoredName,
                new ReadOpenTasksInput(onboarding.Plan.Id),
                Retries.OurStore
            );
        return open.Count == 0
            ? outcome
            : new OnboardingOutcome.NeedsAttention(onboarding.Exists, cause, open)
            {
                Remains = outcome.Remains,
                Underlying = outcome,
            };
    }

    private static async Task UndoOne(OnboardingRun onboarding, RegisteredUndo undo, List<Message> remains)
    {
        StepFailure failure;
        var text = undo.OpenTaskText;
        try
        {
            var result = await onboarding.CallStep(undo.Step, undo.Activity, undo.Input);
            onboarding.Exists = result.Exists;
            remains.AddRange(result.Remains);
            for (var i = 0; i < result.OpenTasks.Count; i++)
                await onboarding.CreateOpenTask($"{undo.Step}-{i + 1}", result.OpenTasks[i], null, null);
            if (result.Refusal is not { } refusal)
            {
                if (undo.Step != ReadBackStep)
                    await onboarding.AddTimelineEntry($"Undone as far as Microsoft allows: {undo.Step}.");
                return;
            }

            (failure, text) = (refusal.Failure, refusal.OpenTaskText);
        }
        catch (OnboardingStopped stop)
        {
            failure = FailureOf(stop);
        }

        await onboarding.CreateOpenTask(
            undo.Step,
            text,
            failure,
            new RepeatableCall(undo.Activity.Value, DurableJson.Write(undo.Input(0)))
        );
        await onboarding.AddTimelineEntry($"Could not be undone and is an open task: {text}", failure.Code);
    }

    // An effect whose answer was lost is found only by reading; an unwanted invitation that was accepted meanwhile is
    // found here too.
    private static async Task ReadBack(this OnboardingRun onboarding, List<Message> remains)
    {
        var exists = onboarding.Exists;
        if (exists.TenantId is null && exists.Invitation is not { To: InvitationOnRecord.Relationship })
            return;
        await UndoOne(onboarding, onboarding.Reading(), remains);
        if (!onboarding.RemovesRelationship || !onboarding.HasInvited || onboarding.Exists.Relationship != true)
            return;
        await UndoOne(
            onboarding,
            new RegisteredUndo(
                "relationship",
                UndoCustomerActivity.RemoveRelationshipTask,
                UndoCustomerActivity.StoredName,
                onboarding.UndoInput
            ),
            remains
        );
    }

    private static RegisteredUndo Reading(this OnboardingRun onboarding) =>
        new(
            ReadBackStep,
            ReadProvisionedResourcesActivity.OpenTaskText,
            ReadProvisionedResourcesActivity.StoredName,
            onboarding.UndoInput
        );

    private static UndoInput UndoInput(this OnboardingRun onboarding, int epoch) =>
        new()
        {
            Onboarding = onboarding.Plan.Id,
            Partner = onboarding.Plan.Partner,
            Batch = onboarding.Plan.Batch,
            Domain = onboarding.Exists.Domain ?? onboarding.Plan.Domain,
            TenantId = onboarding.Exists.TenantId,
            Exists = onboarding.Exists,
            IsExistingCustomer = onboarding.IsExistingCustomer,
            RemoveRelationship = onboarding.RemovesRelationship,
            Epoch = epoch,
        };

    private static StepFailure FailureOf(OnboardingStopped stop) =>
        stop is OnboardingStopped.Expired { Failure: { } failure }
            ? failure
            : new StepFailure(CauseOf(stop)!.Code, stop.Message, Retryable: false);

    private static Cause? CauseOf(OnboardingStopped stop) =>
        stop switch
        {
            OnboardingStopped.Refused refused => refused.Cause,
            OnboardingStopped.LeftToOperator left => left.Cause,
            OnboardingStopped.Expired expired => new Cause(
                expired.WaitedFor.ToString(),
                ErrorCodes.WaitExpired,
                expired.Failure?.Message ?? expired.Message
            ),
            OnboardingStopped.Invalid invalid => new Cause(
                Stage.Validating,
                invalid.Findings[0].Code,
                invalid.Findings[0].Message.ToString()
            ),
            _ => null,
        };
}
