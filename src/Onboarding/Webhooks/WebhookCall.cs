namespace Onboarding.Webhooks;

/// <summary>A call of a sender, as far as its proof looks at it.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Origin">Scheme, host and port, as the sender has called them.</param>
/// <param name="Path">With its query.</param>
/// <param name="Headers">Finds a header by name; null when it is missing or there several times.</param>
/// <param name="Body">The raw bytes.</param>
public sealed record WebhookCall(
    string Method,
    string Origin,
    string Path,
    Func<string, string?> Headers,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>Gets a header's value of visible ASCII characters.</summary>
    /// <exception cref="WebhookHeaderException">It is missing, there several times, or too long.</exception>
    internal string Header(string name, int longest = 2000) =>
        Headers(name) is { Length: > 0 } value && value.Length <= longest && value.All(c => c is >= ' ' and <= '~')
            ? value
            : throw new WebhookHeaderException(name, longest);
}

/// <summary>A header that a sender has to send is missing, there several times, or too long.</summary>
internal sealed class WebhookHeaderException(string name, int longest) : Exception
{
    public string Name { get; } = name;
    public int Longest { get; } = longest;
}
