using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;

namespace Onboarding.Approvals;

/// <summary>Waits for the approval before anything is done at Microsoft. Replayed code.</summary>
internal static class ApprovalSteps
{
    /// <param name="onboarding">The onboarding.</param>
    /// <param name="holds">The validation found something that a person has to look at.</param>
    public static async Task AwaitApproval(this OnboardingRun onboarding, bool holds)
    {
        if (!onboarding.Plan.MayNeedApproval && !holds)
            return;
        var opened = await onboarding.CallStep(
            "approval",
            OpenApprovalActivity.StoredName,
            _ => new OpenApprovalInput(onboarding.Plan.Id, holds)
        );
        if (opened.Needed == 0)
            return;

        await onboarding.SetStage(
            Stage.AwaitingApproval,
            Actor.Approver,
            opened.Needed == 1
                ? (Message)$"Waits for an approver ({opened.Rule}): {Message.Join(opened.Reasons)}"
                : $"Waits for {opened.Needed} different approvers ({opened.Rule}): {Message.Join(opened.Reasons)}"
        );
        try
        {
            await onboarding.TellApprovers(ApprovalMessage.Requested, opened.People);
            await onboarding.AwaitDecision();
        }
        catch (OnboardingStopped.Cancelled)
        {
            await onboarding.Look(seen: 0, withdraw: true);
            throw;
        }
    }

    private static async Task AwaitDecision(this OnboardingRun onboarding)
    {
        var seen = 0;
        while (true)
        {
            var approval = await onboarding.Look(seen, withdraw: false);
            seen += approval.NewEntries.Count;
            foreach (var entry in approval.NewEntries)
            {
                await onboarding.AddTimelineEntry(entry.Text);
                if (approval.State != ApprovalState.Pending)
                    continue;
                if (entry.Kind == ApprovalEntryKind.Reminded)
                    await onboarding.TellApprovers(ApprovalMessage.Reminder, approval.People);
                if (entry.Kind == ApprovalEntryKind.Escalated)
                    await onboarding.TellApprovers(ApprovalMessage.Escalated, approval.People);
            }

            if (approval.State == ApprovalState.Approved)
                return;
            if (approval.State == ApprovalState.Rejected)
                throw new OnboardingStopped.Refused(
                    "approval",
                    new StepFailure(ErrorCodes.ApprovalRejected, approval.Reason!, Retryable: false)
                );
            if (approval.NextDue is not { } due)
                throw new OnboardingStopped.Expired($"approval");
            await onboarding.WaitForEventOrTimeout(
                OnboardingNames.ApprovalChanged,
                due - onboarding.Context.CurrentUtc
            );
        }
    }

    private static Task<AdvanceApprovalResult> Look(this OnboardingRun onboarding, int seen, bool withdraw) =>
        onboarding.Context.CallStep(
            AdvanceApprovalActivity.StoredName,
            new AdvanceApprovalInput(onboarding.Plan.Id, onboarding.Context.CurrentUtc, seen, withdraw),
            Retries.OurStore
        );

    // An approver who cannot be told finds the onboarding in the list all the same.
    private static async Task TellApprovers(
        this OnboardingRun onboarding,
        ApprovalMessage message,
        IReadOnlyList<string> people
    )
    {
        await onboarding.WriteProgress();
        var missed = await Task.WhenAll(people.Select(person => onboarding.TellApprover(message, person)));
        foreach (var person in missed.OfType<string>())
            await onboarding.AddTimelineEntry($"{person} could not be told of it.", ErrorCodes.NotDelivered);
    }

    private static async Task<string?> TellApprover(
        this OnboardingRun onboarding,
        ApprovalMessage message,
        string person
    )
    {
        try
        {
            await onboarding.Context.CallStep(
                Approvals.NotifyApproverActivity.StoredName,
                new NotifyApproverInput(onboarding.Plan.Id, person, message),
                Retries.Message
            );
            return null;
        }
        catch (StepFailedException)
        {
            return person;
        }
    }
}
