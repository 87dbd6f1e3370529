using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Messages;

namespace Onboarding.Progress;

/// <summary>A change of an onboarding that has ended.</summary>
internal sealed record AmendRecordInput
{
    public required OnboardingId Onboarding { get; init; }

    /// <summary>Identifies the change, so that it is made once.</summary>
    public required string Key { get; init; }

    /// <summary>A text for people; never a secret or personal data.</summary>
    public required Message Text { get; init; }
    public string? ErrorCode { get; init; }

    /// <summary>Type of the event that subscribers are told; null: they are told of another outcome only.</summary>
    public string? Event { get; init; }

    /// <summary>
    /// The resources when the work began; the difference between these and <see cref="After"/> is applied.
    /// </summary>
    public ProvisionedResources Before { get; init; } = ProvisionedResources.Empty;
    public ProvisionedResources After { get; init; } = ProvisionedResources.Empty;

    /// <summary>The person who had the completed onboarding undone; null when nobody did.</summary>
    [JsonPropertyName("takenBackBy")]
    public string? UndoneBy { get; init; }

    /// <summary>Sentences about the resources that stay at Microsoft; null leaves those of the outcome.</summary>
    public IReadOnlyList<Message>? Remains { get; init; }
}

/// <param name="Sequence">Number of the change in the timeline.</param>
/// <param name="IsNewOutcome">True when the outcome is of another kind now.</param>
internal sealed record AmendRecordResult(int Sequence, bool IsNewOutcome);

/// <summary>
/// Writes into an ended onboarding's record what exists now, and the outcome that follows: it needs attention while a
/// task is open, and else is what it was or has become. Of several at once each is laid on top of the others.
/// </summary>
[Idempotent]
internal sealed class AmendRecordActivity(IOnboardingRecords records, IOpenTasks openTasks, TimeProvider time)
    : StepActivity<AmendRecordInput, AmendRecordResult>
{
    public static ActivityName<AmendRecordInput, AmendRecordResult> StoredName { get; } = new("records-amend");

    protected override async Task<AmendRecordResult> Run(
        TaskActivityContext context,
        AmendRecordInput input,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var record = await records.Need(input.Onboarding, cancellationToken);
            if (record.Outcome is not { } outcome)
                throw new StepFailedException(
                    new StepFailure(StepFailure.Unexpected, "The onboarding has not ended yet.", Retryable: true)
                );
            if (await Written(input, cancellationToken) is { } written)
                return written;

            var exists = record.Exists.WithChanges(input.Before, input.After);
            var amended = Amended(
                outcome,
                exists,
                await openTasks.OpenOnes(input.Onboarding, cancellationToken),
                input
            );
            var change = new OnboardingChange
            {
                Sequence = record.Sequence + 1,
                At = time.GetUtcNow(),
                Stage = Stage.Of(amended),
                WaitsFor = amended is OnboardingOutcome.NeedsAttention ? Actor.Operator : Actor.Nobody,
                Text =
                    amended.GetType() == outcome.GetType()
                        ? input.Text
                        : Message.Join(input.Text, OutcomeText.Of(amended)),
                Key = input.Key,
                Exists = exists,
                Outcome = amended,
                ErrorCode = input.ErrorCode,
                Event = input.Event,
            };
            // Another change may have taken the number: then this one is made of what stands by then.
            if (await records.Apply(input.Onboarding, [change], cancellationToken) is not null)
                return new AmendRecordResult(change.Sequence, change.Stage != record.Stage);
        }
    }

    private static OnboardingOutcome Amended(
        OnboardingOutcome outcome,
        ProvisionedResources exists,
        IReadOnlyList<string> open,
        AmendRecordInput input
    )
    {
        var cause = outcome is OnboardingOutcome.NeedsAttention needs ? needs.Cause : null;
        var underlying = input.UndoneBy is { } by
            ? new OnboardingOutcome.UndoneOnRequest(exists, by)
            : UnderlyingOf(outcome);
        underlying = underlying with { Exists = exists, Remains = input.Remains ?? underlying.Remains };
        if (open.Count == 0)
            return underlying;
        cause = underlying switch
        {
            OnboardingOutcome.Completed => null,
            OnboardingOutcome.RolledBack rolledBack => rolledBack.Cause,
            _ => cause ?? new Cause("open tasks", ErrorCodes.CannotBeUndone, OutcomeText.Of(underlying).ToString()),
        };
        return new OnboardingOutcome.NeedsAttention(exists, cause, open)
        {
            Remains = underlying.Remains,
            Underlying = underlying,
        };
    }

    // Records of before 0.2 do not say what their outcome would have been.
    private static OnboardingOutcome UnderlyingOf(OnboardingOutcome outcome) =>
        outcome switch
        {
            OnboardingOutcome.NeedsAttention { Underlying: { } underlying } => underlying,
            OnboardingOutcome.NeedsAttention { Cause: { } cause } => new OnboardingOutcome.RolledBack(
                outcome.Exists,
                cause,
                outcome.Remains
            ),
            OnboardingOutcome.NeedsAttention => new OnboardingOutcome.Completed(outcome.Exists),
            _ => outcome,
        };

    private async Task<AmendRecordResult?> Written(AmendRecordInput input, CancellationToken cancellationToken)
    {
        var timeline = await records.Timeline(input.Onboarding, cancellationToken);
        for (var i = timeline.Count - 1; i > 0; i--)
        {
            if (timeline[i].Key == input.Key)
                return new AmendRecordResult(timeline[i].Sequence, timeline[i].Stage != timeline[i - 1].Stage);
        }

        return null;
    }
}
