using Microsoft.DurableTask.Client;

namespace OnboardingFunctions.Durable;

/// <summary>
/// Gives services the client that the Functions host bound to the running invocation; it hands it to functions only.
/// Outside a function it is the client that is registered.
/// </summary>
/// <param name="registered">The client of a process that is no Functions worker.</param>
public sealed class DurableTaskClientAccessor(DurableTaskClient? registered = null)
{
    private readonly AsyncLocal<DurableTaskClient?> _bound = new();

    /// <summary>Gets the client.</summary>
    /// <exception cref="InvalidOperationException">The function has no DurableClient binding.</exception>
    internal DurableTaskClient Client =>
        _bound.Value
        ?? registered
        ?? throw new InvalidOperationException("The function that runs has no DurableClient binding.");

    /// <summary>Sets the client of this invocation. Call it where the invocation begins.</summary>
    internal void Bind(DurableTaskClient client) => _bound.Value = client;
}
