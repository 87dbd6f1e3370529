using System.Text;
using Scenarios;

namespace OnboardingServer.Tests.Api.Mutations;

/// <summary>
/// A call that is in order, before it is mutated. <paramref name="Path"/> is what stands between the slashes,
/// unescaped.
/// </summary>
internal sealed record Call(string Method, IReadOnlyList<string> Path)
{
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
    public string? Type { get; init; }
    public byte[]? Body { get; init; }

    /// <summary>Signed when it is sent, over whatever the body has become.</summary>
    public bool IsWebhook { get; init; }

    /// <summary>Path and query as they are sent.</summary>
    public string Target =>
        string.Join('/', Path.Select(Escape))
        + (
            Query.Count == 0
                ? ""
                : "?"
                    + string.Join(
                        '&',
                        Query.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value)}")
                    )
        );

    public HttpRequestMessage ToMessage(string webhookId, DateTimeOffset now)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Target);
        if (Body is not null || Type is not null)
        {
            message.Content = new ByteArrayContent(Body ?? []);
            if (Type is not null)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", Type);
        }

        foreach (var (name, value) in Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (IsWebhook)
        {
            var signed = SignedWebhook.Of(webhookId, Body ?? [], now);
            foreach (
                var (name, value) in new[]
                {
                    ("webhook-id", signed.Id),
                    ("webhook-timestamp", signed.Timestamp),
                    ("webhook-signature", signed.Signature),
                }
            )
                if (Headers.All(header => header.Name != name))
                    message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    public override string ToString() =>
        $"{Method} {Target} [{string.Join(", ", Headers)}] {Type} "
        + $"{(Body is null ? "" : Encoding.Latin1.GetString(Body[..Math.Min(Body.Length, 3000)]))}";

    // Dots alone would be taken for a way up.
    private static string Escape(string step) => step.Trim('.').Length == 0 ? "%20" : Uri.EscapeDataString(step);
}
