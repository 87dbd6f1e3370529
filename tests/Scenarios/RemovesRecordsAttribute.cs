namespace Scenarios;

/// <summary>
/// Marks a scenario after which no record knows what is at Microsoft, because its time to be kept is over.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RemovesRecordsAttribute : Attribute;
