namespace Scenarios;

/// <summary>
/// A scenario whose faults or assertions count calls: a step that a crash cuts off is called once more, so that over a
/// crash not the scenario's own end holds but only what holds always.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CountsCallsAttribute : Attribute;
