namespace OnboardingServer.Hosting;

/// <summary>
/// The host cannot start as it is told to; every message names a key or an address and what was expected.
/// </summary>
public sealed class StartException(params IReadOnlyList<string> messages)
    : Exception(string.Join(Environment.NewLine, messages))
{
    public IReadOnlyList<string> Messages { get; } = messages;
}
