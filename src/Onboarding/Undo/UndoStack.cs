using Onboarding.Effects;

namespace Onboarding.Undo;

/// <summary>
/// What an undo activity is told. It works also when the step it undoes never happened, or happened and its answer was
/// lost.
/// </summary>
public sealed record UndoInput : StepInput
{
    public required OnboardingId Onboarding { get; init; }
    public required string Partner { get; init; }
    public string? Batch { get; init; }
    public required int Epoch { get; init; }
    public Guid? TenantId { get; init; }
    public string? Domain { get; init; }

    /// <summary>What is known to exist.</summary>
    public required ProvisionedResources Estate { get; init; }

    /// <summary>The orders to be taken back; null: all that are known.</summary>
    public IReadOnlyList<string>? Orders { get; init; }

    /// <summary>
    /// The cart whose checkout was not answered, so that it may have made orders which are not known; null when there
    /// is none.
    /// </summary>
    public Guid? CartId { get; init; }

    /// <summary>
    /// Whether the partner's relationship with the customer is to be removed, because somebody asked for it. Null: an
    /// open task of before 0.2, which is about nothing else.
    /// </summary>
    public bool? RemoveRelationship { get; init; }

    /// <summary>
    /// Whether the customer goes on using what it has paid for: past its cancellation window a subscription is not
    /// suspended, only its renewal is turned off.
    /// </summary>
    public bool KeepService { get; init; }

    /// <summary>Whether the customer's tenant was there before the onboarding.</summary>
    public bool IsExistingCustomer { get; init; }

    /// <summary>
    /// When the call was begun whose outcome is not known: the creation of the customer, the checkout of <see
    /// cref="CartId"/>. Null: there is no such call.
    /// </summary>
    public DateTimeOffset? Began { get; init; }
}

/// <summary>What an undo came to.</summary>
/// <param name="Estate">What exists now.</param>
/// <param name="Remains">What Microsoft keeps and nobody can take back, in sentences.</param>
/// <param name="Owed">
/// What is still owed though the undo did all it could, in sentences: each becomes an open task.
/// </param>
public sealed record UndoResult(ProvisionedResources Estate, IReadOnlyList<string> Remains, IReadOnlyList<string> Owed)
{
    /// <summary>What was refused for good, while the rest was done: it is tried again on request.</summary>
    public UndoRefusal? Refusal { get; init; }
}

/// <summary>What of an undo was refused.</summary>
/// <param name="Owed">What is still to be done, as a sentence.</param>
/// <param name="Failure">Why it was refused; the first of several.</param>
public sealed record UndoRefusal(string Owed, StepFailure Failure);

/// <summary>One registered undo. The input is made when it runs, of what is known by then.</summary>
internal sealed record RegisteredUndo(
    string Step,
    string Owed,
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
