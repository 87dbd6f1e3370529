using System.Text.Json.Serialization;
using Onboarding.Effects;
using Onboarding.Messages;

namespace Onboarding.Undo;

/// <summary>
/// The input of an undo activity. The activity works also when the step it undoes never happened, or happened and its
/// answer was lost.
/// </summary>
public sealed record UndoInput : StepInput
{
    public required OnboardingId Onboarding { get; init; }
    public required string Partner { get; init; }
    public string? Batch { get; init; }
    public required int Epoch { get; init; }
    public Guid? TenantId { get; init; }
    public string? Domain { get; init; }

    /// <summary>The resources that are known to exist.</summary>
    [JsonPropertyName("estate")]
    public required ProvisionedResources Exists { get; init; }

    /// <summary>The orders to be cancelled; null: all that are known.</summary>
    public IReadOnlyList<string>? Orders { get; init; }

    /// <summary>
    /// The cart whose checkout was not answered, so that it may have made orders which are not known; null when there
    /// is none.
    /// </summary>
    public Guid? CartId { get; init; }

    /// <summary>
    /// True to remove the partner's relationship with the customer, because somebody asked for it. Null: an open task
    /// of before 0.2, which is about nothing else.
    /// </summary>
    public bool? RemoveRelationship { get; init; }

    /// <summary>
    /// True when the customer goes on using the subscriptions that it has paid for: past its cancellation window a
    /// subscription is not suspended, only its renewal is turned off.
    /// </summary>
    public bool KeepService { get; init; }

    /// <summary>True when the customer's tenant existed before the onboarding.</summary>
    public bool IsExistingCustomer { get; init; }

    /// <summary>
    /// The time at which the call was begun whose outcome is not known: the creation of the customer, the checkout of
    /// <see cref="CartId"/>. Null: there is no such call.
    /// </summary>
    public DateTimeOffset? Began { get; init; }
}

/// <summary>The result of an undo.</summary>
/// <param name="Exists">The resources that exist now.</param>
/// <param name="Remains">Sentences about the resources that Microsoft keeps and nobody can remove.</param>
/// <param name="OpenTasks">
/// Sentences about the work that is left although the undo did all it could: each becomes an open task.
/// </param>
public sealed record UndoResult(
    [property: JsonPropertyName("estate")] ProvisionedResources Exists,
    IReadOnlyList<Message> Remains,
    [property: JsonPropertyName("owed")] IReadOnlyList<Message> OpenTasks
)
{
    /// <summary>The refusal of a part, while the rest was done: it is tried again on request.</summary>
    public UndoRefusal? Refusal { get; init; }
}

/// <summary>The part of an undo that was refused.</summary>
/// <param name="OpenTaskText">The work that is still to be done, as a sentence.</param>
/// <param name="Failure">The reason of the refusal; the first of several.</param>
public sealed record UndoRefusal([property: JsonPropertyName("owed")] Message OpenTaskText, StepFailure Failure);

/// <summary>One registered undo. The input is made when it runs, of what is known by then.</summary>
internal sealed record RegisteredUndo(
    string Step,
    Message OpenTaskText,
    ActivityName<UndoInput, UndoResult> Activity,
    Func<int, UndoInput> Input
);

/// <summary>
/// The undos of an onboarding. Each is registered before the step it undoes, since the step may happen and its answer
/// be lost; they run in reverse.
/// </summary>
internal sealed class UndoStack
{
    private readonly Stack<RegisteredUndo> _steps = new();

    public bool IsEmpty => _steps.Count == 0;

    public void Register(RegisteredUndo undo) => _steps.Push(undo);

    public bool TryTake(out RegisteredUndo undo) => _steps.TryPop(out undo!);
}
