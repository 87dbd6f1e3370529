using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Undo;

namespace Onboarding;

/// <summary>
/// One onboarding while it runs: what it knows, what it has done, and how it calls its steps. Replayed code.
/// </summary>
internal sealed class OnboardingRun(TaskOrchestrationContext context, OnboardingPlan plan)
{
    /// <summary>
    /// The first version whose steps write the lines of the timeline; before it each line was a step.
    /// </summary>
    public const int WritesWithSteps = 5;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private readonly Task<Cancellation> _cancel = context.WaitForEvent(OnboardingNames.Cancel);
    private Task<string> _resume = context.WaitForEvent(OnboardingNames.Resume);
    private Task<MovedDeadline> _moved = context.WaitForEvent(OnboardingNames.DeadlineMoved);
    private readonly Dictionary<string, Task<string>> _events = [];
    private readonly List<OnboardingChange> _unwritten = [];
    private int _sequence;
    private string _stage = Stage.Submitted;
    private Actor _waitsFor = Actor.Us;
    private DateTimeOffset? _until;
    private bool _undoing;

    public TaskOrchestrationContext Context { get; } = context;
    public OnboardingPlan Plan { get; } = plan;
    public UndoStack Undo { get; } = new();

    /// <summary>The resources that are known to exist at Microsoft.</summary>
    public ProvisionedResources Exists { get; set; } = ProvisionedResources.Empty;

    /// <summary>The customer's tenant was there before: nothing of it is undone but what was ordered here.</summary>
    public bool IsExistingCustomer { get; set; }

    /// <summary>Gets or sets whether the partner's relationship with an existing customer came about here.</summary>
    public bool HasInvited { get; set; }

    /// <summary>Gets or sets whether an operator asked for the relationship to be removed.</summary>
    public bool RemovesRelationship { get; set; }

    /// <summary>The ids of the open tasks.</summary>
    public List<string> OpenTasks { get; } = [];

    /// <summary>
    /// The attestation that the customer accepted before it had a tenant; null where it was not asked so.
    /// </summary>
    public string? Consent { get; set; }

    /// <summary>The indirect reseller's MPN id; null for none.</summary>
    public string? ResellerMpnId { get; set; }

    /// <summary>The customer's tenant, once it exists.</summary>
    public Guid Tenant => Exists.TenantId ?? throw new InvalidOperationException("There is no customer yet.");

    /// <summary>Moves on to a stage, tells so, and announces it to those who want to know.</summary>
    public async Task SetStage(
        string stage,
        Actor waitsFor,
        Message text,
        string? errorCode = null,
        DateTimeOffset? until = null
    )
    {
        (_stage, _waitsFor, _until) = (stage, waitsFor, until);
        Context.SetCustomStatus(new OnboardingStatus(stage, waitsFor, Context.CurrentUtc));
        await AddTimelineEntry(text, errorCode);
        await PublishStatusChange();
    }

    /// <summary>
    /// Adds a line to the timeline of the present stage. It is written with the next step, before the step begins, or
    /// before the next wait: a step of its own for each line would cost as much as the step it tells of.
    /// </summary>
    public Task AddTimelineEntry(Message text, string? errorCode = null, OnboardingOutcome? outcome = null)
    {
        _unwritten.Add(
            new OnboardingChange
            {
                Sequence = ++_sequence,
                At = Context.CurrentUtc,
                Stage = _stage,
                WaitsFor = _waitsFor,
                Until = _until,
                Text = text,
                Exists = Exists,
                Outcome = outcome,
                ErrorCode = errorCode,
            }
        );
        return IsAtLeast(WritesWithSteps) ? Task.CompletedTask : WriteProgress();
    }

    /// <summary>
    /// Notifies the subscribers of the last change, and the customer when the onboarding waits for it. The onboarding
    /// does not wait for the result.
    /// </summary>
    /// <param name="reminder">True to notify only the party that is waited for, once more.</param>
    public Task PublishStatusChange(bool reminder = false) =>
        Plan.Subscribers > 0 && !reminder || _waitsFor == Actor.Customer
            ? CallWithProgress(
                Notifications.AnnounceChangeActivity.StoredName,
                new AnnounceChangeInput(Plan.Id, _sequence, reminder),
                Retries.OurStore
            )
            : Task.CompletedTask;

    /// <summary>
    /// Calls a step until it is answered for good. The epoch goes into the step's MS-RequestId: it stays while no
    /// answer came, so that a repeat is the same request, and moves on after any answer, also a refusal (C §3.1, §3.7).
    /// </summary>
    /// <exception cref="OnboardingStopped">Refused for good, cancelled, or nobody mended what stopped it.</exception>
    public async Task<TOutput> CallStep<TInput, TOutput>(
        string step,
        ActivityName<TInput, TOutput> activity,
        Func<int, TInput> input
    )
        where TInput : StepInput
    {
        (string Stage, Actor WaitsFor, DateTimeOffset? Until)? parked = null;
        var budget = new RetryBudget(Context.InstanceId);
        var epoch = 0;
        while (true)
        {
            StopIfCancelled();
            StepFailure failure;
            try
            {
                var output = await CallWithProgress(activity, input(epoch));
                if (parked is { } was)
                    await SetStage(was.Stage, was.WaitsFor, $"Goes on with {step}.", until: was.Until);
                return output;
            }
            catch (StepFailedException thrown)
            {
                failure = thrown.Failure;
            }

            if (FailureClassifier.WasAnswered(failure))
                epoch++;
            if (budget.NextDelay(failure) is { } soon)
            {
                if (budget.IsWorthReporting)
                    await AddTimelineEntry(
                        failure.Code == ErrorCodes.Throttled
                            ? (Message)$"Partner Center asks to slow down at {step}; it is asked again until it does."
                            : $"Partner Center does not answer at {step}; it is asked again until it does.",
                        failure.Code
                    );
                await Wait(soon);
            }
            else if (FailureClassifier.GetNotYetDelay(failure, ++budget.LongWaits) is { } wait)
            {
                await Wait(wait);
            }
            else if (WaitsForOperator(failure))
            {
                if (parked is null)
                {
                    parked = (_stage, _waitsFor, _until);
                    await SetStage(
                        Stage.AwaitingOperator,
                        Actor.Operator,
                        $"Stopped at {step}: {failure.Message}",
                        failure.Code,
                        Context.CurrentUtc + Plan.Waits.Operator
                    );
                }

                if (Context.CurrentUtc >= _until)
                    throw new OnboardingStopped.Expired($"operator", failure);
                await PauseUntilResumed(
                    step,
                    FailureClassifier.GetRecheckDelay(failure) ?? Retries.LongDelay(budget.LongWaits)
                );
            }
            else if (failure.Retryable)
            {
                await Wait(Retries.LongDelay(budget.LongWaits));
            }
            else
            {
                throw new OnboardingStopped.Refused(step, failure);
            }
        }
    }

    /// <summary>
    /// Waits until an operator has removed what a step was refused for, or a day has passed; the step is then to be
    /// tried again.
    /// </summary>
    /// <exception cref="OnboardingStopped">Nobody did until then, or the onboarding was cancelled.</exception>
    public async Task AwaitOperator(string step, StepFailure failure, DateTimeOffset until)
    {
        var (stage, waitsFor, before) = (_stage, _waitsFor, _until);
        await SetStage(
            Stage.AwaitingOperator,
            Actor.Operator,
            $"Stopped at {step}: {failure.Message}",
            failure.Code,
            until
        );
        if (Context.CurrentUtc < _until)
            await PauseUntilResumed(step, FailureClassifier.GetRecheckDelay(failure) ?? TimeSpan.FromHours(1));
        if (Context.CurrentUtc >= _until)
            throw new OnboardingStopped.Expired($"operator", failure);
        await SetStage(stage, waitsFor, $"Goes on with {step}.", until: before);
    }

    /// <summary>
    /// Waits until somebody else has done something: looks now and then, and at once when an event announces it;
    /// reminds, and stops at the deadline. The look is handed the payload of the event, if one came, and answers null
    /// while there is nothing to be seen.
    /// </summary>
    /// <exception cref="OnboardingStopped">Waited in vain, or cancelled.</exception>
    public async Task<T> WaitUntil<T>(Waiting waiting, Func<string?, Task<T?>> look)
        where T : class
    {
        var (deadline, reminder, payload) = (
            Context.CurrentUtc + waiting.AtMost,
            Context.CurrentUtc + Plan.Waits.Reminder,
            (string?)null
        );
        var (told, quiet) = (false, 0);
        while (true)
        {
            if (await look(payload) is { } seen)
                return seen;
            deadline = told ? _until!.Value : deadline;
            if (Context.CurrentUtc >= deadline)
                throw new OnboardingStopped.Expired(waiting.For);
            if (!told)
                await SetStage(waiting.Stage, waiting.WaitsFor, waiting.Text, until: deadline);
            told = true;
            if (Context.CurrentUtc >= reminder)
            {
                await AddTimelineEntry(
                    $"Reminder: still waiting for {waiting.For}, until {deadline:yyyy-MM-dd HH:mm} UTC."
                );
                await PublishStatusChange(reminder: true);
                reminder = Context.CurrentUtc + Plan.Waits.Reminder;
            }

            // The change that an event announces may become visible a little later than the event.
            quiet = payload is null ? quiet + 1 : 1;
            var next = Context.CurrentUtc + Retries.PollDelay(quiet, Plan.Waits.Look);
            if (next > reminder)
                next = reminder;
            if (next > deadline)
                next = deadline;
            payload = await WaitForEventOrTimeout(waiting.Event, next - Context.CurrentUtc);
        }
    }

    /// <summary>Waits, and stops when the onboarding is cancelled meanwhile.</summary>
    public async Task Wait(TimeSpan wait)
    {
        await FirstOf(wait);
        StopIfCancelled();
    }

    /// <summary>
    /// Waits for an event, at most so long, and stops when the onboarding is cancelled meanwhile. Null: it did not
    /// come.
    /// </summary>
    public async Task<string?> WaitForEventOrTimeout(EventName<string> name, TimeSpan wait)
    {
        // One wait task per event name, kept until the event comes: an abandoned one would swallow the next event of
        // that name.
        if (!_events.TryGetValue(name.Value, out var raised))
            _events[name.Value] = raised = Context.WaitForEvent(name);
        await FirstOf(wait, raised, _moved);
        StopIfCancelled();
        await MoveDeadline();
        if (!raised.IsCompletedSuccessfully)
            return null;
        _events.Remove(name.Value);
        return raised.Result;
    }

    /// <summary>Begins the undo. It cannot be cancelled: it goes on to its end.</summary>
    public void BeginUndo() => _undoing = true;

    /// <summary>
    /// Gets whether this instance was started on that version of the orchestration or a later one: what came with it is
    /// in its history, or will be.
    /// </summary>
    public bool IsAtLeast(int version) => Context.VersionNumber >= version;

    public void StopIfCancelled()
    {
        if (!_undoing && _cancel.IsCompletedSuccessfully)
            throw new OnboardingStopped.Cancelled(_cancel.Result);
    }

    /// <summary>Writes the outcome down as the last stage.</summary>
    public async Task Conclude(OnboardingOutcome outcome)
    {
        (_stage, _waitsFor, _until) = (
            Stage.Of(outcome),
            outcome is OnboardingOutcome.NeedsAttention ? Actor.Operator : Actor.Nobody,
            null
        );
        Context.SetCustomStatus(new OnboardingStatus(_stage, _waitsFor, Context.CurrentUtc));
        await AddTimelineEntry(OutcomeText.Of(outcome), OutcomeText.ErrorCodeOf(outcome), outcome);
        await WriteProgress();
    }

    // The lines that a failed attempt has written are sent again with the next, which changes nothing.
    private async Task<TOutput> CallWithProgress<TInput, TOutput>(
        ActivityName<TInput, TOutput> activity,
        TInput input,
        RetryRule? retry = null
    )
        where TInput : StepInput
    {
        var written = _unwritten.Count;
        var output = await Context.CallStep(activity, input with { Progress = Progress() }, retry);
        _unwritten.RemoveRange(0, written);
        return output;
    }

    /// <summary>Writes the lines that no step has taken along yet, before people are told of them.</summary>
    public async Task WriteProgress()
    {
        if (Progress() is not { } progress)
            return;
        await Context.CallStep(ApplyProgressActivity.StoredName, progress, Retries.OurStore);
        _unwritten.Clear();
    }

    private ApplyProgressInput? Progress() =>
        _unwritten is [.. var before, var newest]
            ? new ApplyProgressInput(Plan.Id, newest) { Before = before.Count > 0 ? before : null }
            : null;

    // Goes on when an operator says so, and looks by itself now and then: a mended sign-in mends every onboarding at
    // once.
    private async Task PauseUntilResumed(string step, TimeSpan wait)
    {
        await FirstOf(wait, _resume, _moved);
        StopIfCancelled();
        await MoveDeadline();
        if (!_resume.IsCompletedSuccessfully)
            return;

        var by = _resume.Result;
        _resume = Context.WaitForEvent(OnboardingNames.Resume);
        await AddTimelineEntry($"Resumed by {by} at {step}.");
    }

    // An operator gives those who are waited for more time, or less.
    private async Task MoveDeadline()
    {
        if (!_moved.IsCompletedSuccessfully)
            return;
        var moved = _moved.Result;
        _moved = Context.WaitForEvent(OnboardingNames.DeadlineMoved);
        // One that comes when nothing with a deadline is waited for any more is of no use.
        if (_until is null)
            return;
        _until = moved.Until;
        if (Exists.Invitation is { } invitation)
            Exists = Exists with { Invitation = invitation with { Until = moved.Until } };
        await AddTimelineEntry($"The deadline was moved to {moved.Until:yyyy-MM-dd HH:mm} UTC by {moved.By}.");
    }

    // Before version 4 only a refused sign-in waited.
    private bool WaitsForOperator(StepFailure failure) =>
        FailureClassifier.NeedsOperator(failure)
        && (IsAtLeast(4) || failure.Code is ErrorCodes.Unauthorized or ErrorCodes.Unexpected);

    private async Task FirstOf(TimeSpan wait, params Task[] events)
    {
        // After a short wait a step follows that takes the lines along.
        if (wait > Short)
            await WriteProgress();
        using var timer = new CancellationTokenSource();
        var fired = Context.CreateTimer(wait, timer.Token);
        if (!_undoing)
            events = [.. events, _cancel];
        if (await Task.WhenAny([fired, .. events]) != fired)
            timer.Cancel();
    }
}

/// <summary>A wait: the party that is waited for, the condition, the deadline, and the event that may end it.</summary>
/// <param name="Stage">The stage of the onboarding during the wait.</param>
/// <param name="WaitsFor">The party that acts next.</param>
/// <param name="For">A text that says what is waited for, such as "the customer's acceptance of the agreement".</param>
/// <param name="Text">The line of the timeline with which the wait begins.</param>
/// <param name="AtMost">From the first look on.</param>
internal sealed record Waiting(string Stage, Actor WaitsFor, Message For, Message Text, TimeSpan AtMost)
{
    public EventName<string> Event { get; init; } = OnboardingNames.CustomerChanged;
}

/// <summary>The custom status of a running instance.</summary>
internal sealed record OnboardingStatus(string Stage, Actor WaitsFor, DateTimeOffset Since);
