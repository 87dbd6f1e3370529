namespace Onboarding;

/// <summary>
/// The stored name of an activity. History outlives class names, so it is a constant, never <c>nameof</c>.
/// </summary>
/// <param name="Value">
/// 1 to 100 characters of <c>a-z 0-9 -</c>, starting with a letter: the form that Azure Functions accepts as a function
/// name.
/// </param>
public readonly record struct ActivityName<TInput, TOutput>(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The stored name of an orchestration.</summary>
/// <param name="Value">The same form as <see cref="ActivityName{TInput,TOutput}"/>.</param>
public readonly record struct OrchestrationName<TInput, TOutput>(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The stored name of an external event and the type of its payload.</summary>
/// <param name="Value">
/// The same form as <see cref="ActivityName{TInput,TOutput}"/>; names are compared without regard to case, as Durable
/// Task does.
/// </param>
public readonly record struct EventName<T>(string Value)
{
    public override string ToString() => Value;
}
