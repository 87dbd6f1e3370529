using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Notifications;
using Onboarding.Undo;

namespace Onboarding.Progress;

/// <summary>
/// The steps that an orchestration of its own does for an onboarding after its outcome. Replayed code.
/// </summary>
internal static class FollowUpSteps
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(15);

    // Some two days of an hour each, and the waits before.
    private const int LongRetries = 50;

    /// <summary>Waits until the onboarding has its outcome: only then may others write its record.</summary>
    /// <returns>The record as it is then.</returns>
    public static async Task<ReadRecordResult> WaitUntilEnded(
        this TaskOrchestrationContext context,
        OnboardingId onboarding
    )
    {
        for (var look = 1; ; look++)
        {
            var seen = await context.CallStep(
                ReadRecordActivity.StoredName,
                new ReadRecordInput(onboarding),
                Retries.OurStore
            );
            if (seen.HasEnded)
                return seen;
            await context.CreateTimer(Retries.PollDelay(look, LongestLook), CancellationToken.None);
        }
    }

    /// <summary>
    /// Calls an activity until it is answered for good: the epoch stays while no answer comes, and moves on after any
    /// answer (C §3.1, §3.7).
    /// </summary>
    /// <exception cref="StepFailedException">It was refused, or went unanswered for days.</exception>
    public static async Task<TOutput> CallUntilAnswered<TInput, TOutput>(
        this TaskOrchestrationContext context,
        ActivityName<TInput, TOutput> activity,
        Func<int, TInput> input
    )
    {
        // Bounded: WaitAfter gives up in the end.
        var (epoch, late) = (0, 0);
        while (true)
        {
            TimeSpan wait;
            try
            {
                return await context.CallStep(activity, input(epoch), Retries.PartnerCenter);
            }
            catch (StepFailedException failed) when (WaitAfter(failed.Failure, ++late) is { } asked)
            {
                if (FailureClassifier.WasAnswered(failed.Failure))
                    epoch++;
                wait = asked;
            }

            await context.CreateTimer(wait, CancellationToken.None);
        }
    }

    /// <summary>Adds the tasks that a repeated undo leaves open.</summary>
    /// <returns>The ids.</returns>
    public static async Task<IReadOnlyList<string>> AddOpenTasks(
        this TaskOrchestrationContext context,
        UndoInput call,
        string key,
        IReadOnlyList<Message> texts
    )
    {
        var ids = new List<string>();
        for (var i = 0; i < texts.Count; i++)
        {
            var openTask = OpenTask.New(
                $"{key}-{i + 1}",
                call.Onboarding,
                call.Partner,
                texts[i],
                null,
                null,
                context.CurrentUtc
            );
            await context.CallStep(AddOpenTaskActivity.StoredName, openTask, Retries.OurStore);
            ids.Add(openTask.Id);
        }

        return ids;
    }

    /// <summary>
    /// Reads the resources at Microsoft once the work is done: an effect whose answer was lost is found only by
    /// reading. When they cannot be read, that is an open task.
    /// </summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="call">The resources that are known by now.</param>
    /// <param name="key">Identifies the work; the task's id is derived from it.</param>
    public static async Task<ProvisionedResources> ReadBack(
        this TaskOrchestrationContext context,
        UndoInput call,
        string key
    )
    {
        if (call.TenantId is null)
            return call.Exists;
        try
        {
            return (await context.CallUntilAnswered(ReadProvisionedResourcesActivity.StoredName, _ => call)).Exists;
        }
        catch (StepFailedException failed)
        {
            var task = OpenTask.New(
                $"{key}-read",
                call.Onboarding,
                call.Partner,
                ReadProvisionedResourcesActivity.OpenTaskText,
                failed.Failure,
                new RepeatableCall(ReadProvisionedResourcesActivity.StoredName.Value, DurableJson.Write(call)),
                context.CurrentUtc
            );
            await context.CallStep(AddOpenTaskActivity.StoredName, task, Retries.OurStore);
            return call.Exists;
        }
    }

    /// <summary>
    /// Writes into the record of an ended onboarding what exists now and what its outcome has become, and tells the
    /// subscribers of another outcome, or of the event.
    /// </summary>
    public static async Task AmendRecord(this TaskOrchestrationContext context, AmendRecordInput input)
    {
        var amended = await context.CallStep(AmendRecordActivity.StoredName, input, Retries.OurStore);
        if (amended.IsNewOutcome || input.Event is not null)
            await context.CallStep(
                AnnounceChangeActivity.StoredName,
                new AnnounceChangeInput(input.Onboarding, amended.Sequence, Reminder: false),
                Retries.OurStore
            );
    }

    private static TimeSpan? WaitAfter(StepFailure failure, int late) =>
        FailureClassifier.GetNotYetDelay(failure, late)
        ?? (failure.Retryable && late <= LongRetries ? Retries.LongDelay(late) : null);
}
