using Microsoft.DurableTask.Client;

namespace OnboardingFunctions.Durable;

/// <summary>
/// The engine's client. The host hands it to a function as a binding and to nobody else; it is the same for the life of the worker, so every function that may need it leaves it here first.
/// </summary>
public sealed class DurableClientSource
{
    private volatile DurableTaskClient? _client;

    internal DurableTaskClient Current => _client ?? throw new InvalidOperationException("No function with a DurableClient binding has run yet.");

    internal void Use(DurableTaskClient client) => _client = client;
}
