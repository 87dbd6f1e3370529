using Onboarding.Messages;
using Onboarding.Requests;

namespace Onboarding;

/// <summary>
/// The reason for which an onboarding does not go on. Thrown by steps, caught by the onboarding's orchestration, which
/// then undoes the steps that were done.
/// </summary>
internal abstract class OnboardingStopped : Exception
{
    private OnboardingStopped(Message text)
        : base(text.ToString()) => Text = text;

    /// <summary>Gets the reason, for people.</summary>
    public Message Text { get; }

    /// <summary>The request has errors.</summary>
    internal sealed class Invalid(IReadOnlyList<Finding> findings) : OnboardingStopped($"The request has errors.")
    {
        public IReadOnlyList<Finding> Findings { get; } = findings;
    }

    /// <summary>A step was refused and will be refused again.</summary>
    internal sealed class Refused(string step, StepFailure failure)
        : OnboardingStopped(Messages.Message.Verbatim(failure.Message))
    {
        public Cause Cause { get; } = new(step, failure.Code, failure.Message);
    }

    /// <summary>Thrown when the deadline of a wait has passed.</summary>
    internal sealed class Expired(Message waitedFor, StepFailure? failure = null)
        : OnboardingStopped($"{waitedFor} was waited for.")
    {
        public Message WaitedFor { get; } = waitedFor;
        public StepFailure? Failure { get; } = failure;
    }

    /// <summary>A person has to go on: what exists stays, and an open task says what to do.</summary>
    internal sealed class LeftToOperator(string step, StepFailure failure)
        : OnboardingStopped(Messages.Message.Verbatim(failure.Message))
    {
        public Cause Cause { get; } = new(step, failure.Code, failure.Message);
    }

    /// <summary>Thrown when somebody has cancelled the onboarding.</summary>
    internal sealed class Cancelled(Cancellation cancellation) : OnboardingStopped($"Cancelled by {cancellation.By}.")
    {
        public string By { get; } = cancellation.By;

        /// <summary>Gets whether the partner's relationship with the customer is to be removed too.</summary>
        public bool RemoveRelationship { get; } = cancellation.RemoveRelationship;
    }
}
