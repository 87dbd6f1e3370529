namespace Onboarding;

/// <summary>Failures that an engine itself reports; both engines say the same.</summary>
public static partial class ErrorCodes
{
    [Meaning("The orchestration was ended where it stood, by an operator.")]
    public const string InstanceTerminated = "instance.terminated";

    [Meaning(
        "The orchestration's code no longer makes the calls that its history holds; the instance is halted and "
            + "does nothing."
    )]
    public const string NonDeterministic = "non-deterministic";

    [Meaning("The orchestration's code waited for something that is not of its context and cannot be replayed.")]
    public const string ForeignWait = "foreign-wait";

    [Meaning(
        "The process stopped each time this activity ran; the instance is halted and the activity is not begun "
            + "again until an operator says so."
    )]
    public const string Poison = "poison";

    [Meaning("An activity did not end in its time and was cancelled; what it did meanwhile is not known.")]
    public const string ActivityTimeout = "activity.timeout";

    [Meaning("The name of an activity or orchestration is not registered in this version of the program.")]
    public const string NotRegistered = "not-registered";

    [Meaning("What is stored is damaged and cannot be read, or not be relied on: of a row, an open task says which.")]
    public const string StorageDamaged = "storage.damaged";

    [Meaning("The data was put back from a copy: of what happened at Microsoft since it knows nothing.")]
    public const string Restored = "storage.restored";

    [Meaning("A result is larger than a history may hold.")]
    public const string PayloadTooLarge = "payload-too-large";

    [Meaning(
        "An instance's history cannot be read, because somebody else changed it or its key is missing, or it cannot "
            + "be moved on by a fault of this program; the instance is halted."
    )]
    public const string Unreadable = "unreadable";
}
