using Onboarding.Durability;
using Onboarding.Effects;
using Onboarding.Progress;

namespace Onboarding.Undo;

/// <summary>How an onboarding that does not go on is taken back. Replayed code.</summary>
internal static class Undoing
{
    /// <summary>The outcome of an onboarding that went through: completed, unless something is still owed.</summary>
    public static OnboardingOutcome Done(this OnboardingRun onboarding) => onboarding.Obligations.Count == 0
        ? new OnboardingOutcome.Completed(onboarding.Exists)
        : new OnboardingOutcome.NeedsAttention(onboarding.Exists, null, onboarding.Obligations);

    /// <summary>Runs the registered undos in reverse and says how the onboarding ended. What cannot be undone is owed.</summary>
    public static async Task<OnboardingOutcome> UndoAfter(this OnboardingRun onboarding, OnboardingStopped stop)
    {
        if (stop is OnboardingStopped.LeftToOperator left) return new OnboardingOutcome.NeedsAttention(onboarding.Exists, left.Cause, onboarding.Obligations);
        var remains = new List<string>();
        onboarding.BeginUndo();
        if (!onboarding.Undo.IsEmpty) await onboarding.Enter(Stage.Undoing, Actor.Us, $"Taking back what was done: {stop.Message}", CauseOf(stop)?.Code);
        var customerExisted = onboarding.Exists.TenantId is not null;
        while (onboarding.Undo.TryTake(out var undo))
        {
            await UndoOne(onboarding, undo, remains);
        }

        customerExisted |= onboarding.Exists.TenantId is not null;
        onboarding.Exists = onboarding.Exists with { Invitation = null };
        if (onboarding.IsExistingCustomer && customerExisted) remains.Add("The customer's tenant was there before: it and its relationship stay as they are.");
        if (onboarding.Exists.Agreement is not null) remains.Add("The accepted customer agreement stays on record.");
        if (onboarding.Obligations.Count > 0) return new OnboardingOutcome.NeedsAttention(onboarding.Exists, CauseOf(stop), onboarding.Obligations);
        return stop switch
        {
            OnboardingStopped.Cancelled cancelled => new OnboardingOutcome.Cancelled(onboarding.Exists, cancelled.By),
            OnboardingStopped.Expired expired => new OnboardingOutcome.Expired(onboarding.Exists, expired.WaitedFor),
            OnboardingStopped.Invalid invalid => new OnboardingOutcome.Rejected(onboarding.Exists, invalid.Findings, [], null),
            OnboardingStopped.Refused refused when !customerExisted => new OnboardingOutcome.Rejected(onboarding.Exists, [], [refused.Cause.Message], refused.Cause.Code),
            _ => new OnboardingOutcome.RolledBack(onboarding.Exists, CauseOf(stop)!, remains),
        };
    }

    /// <summary>Writes down what is owed; the onboarding then needs attention.</summary>
    public static async Task Owe(this OnboardingRun onboarding, string what, string owed, FailureDetails? failure, OwedCall? call)
    {
        var obligation = new Obligation
        {
            Id = $"{onboarding.Plan.Id}-{what}",
            Onboarding = onboarding.Plan.Id,
            Partner = onboarding.Plan.Partner,
            What = owed,
            Why = failure?.Message ?? "Microsoft offers no way to take it back.",
            Who = Actor.Operator,
            Since = onboarding.Context.CurrentUtc,
            ErrorCode = failure?.Code ?? ErrorCodes.CannotBeUndone,
            LastError = failure?.Message,
            Call = call,
        };
        await onboarding.Context.CallActivity(AddObligation.StoredName, obligation, Retries.OurStore);
        onboarding.Obligations.Add(obligation.Id);
    }

    private static async Task UndoOne(OnboardingRun onboarding, RegisteredUndo undo, List<string> remains)
    {
        FailureDetails failure;
        try
        {
            var result = await onboarding.Do(undo.Step, undo.Activity, undo.Input);
            onboarding.Exists = result.Estate;
            remains.AddRange(result.Remains);
            for (var i = 0; i < result.Owed.Count; i++) await onboarding.Owe($"{undo.Step}-{i + 1}", result.Owed[i], null, null);
            await onboarding.Tell($"Taken back as far as Microsoft allows: {undo.Step}.");
            return;
        }
        catch (OnboardingStopped stop)
        {
            failure = FailureOf(stop);
        }

        await onboarding.Owe(undo.Step, undo.Owed, failure, new OwedCall(undo.Activity.Value, DurableJson.Write(undo.Input(0))));
        await onboarding.Tell($"Could not be taken back and is owed: {undo.Owed}", failure.Code);
    }

    private static FailureDetails FailureOf(OnboardingStopped stop) => stop is OnboardingStopped.Expired { Failure: { } failure } ? failure
        : new FailureDetails(CauseOf(stop)!.Code, stop.Message, Retryable: false);

    private static Cause? CauseOf(OnboardingStopped stop) => stop switch
    {
        OnboardingStopped.Refused refused => refused.Cause,
        OnboardingStopped.Expired expired => new Cause(expired.WaitedFor, ErrorCodes.WaitExpired, expired.Failure?.Message ?? expired.Message),
        OnboardingStopped.Invalid invalid => new Cause(Stage.Validating, invalid.Findings[0].Code, invalid.Findings[0].Message),
        _ => null,
    };
}
