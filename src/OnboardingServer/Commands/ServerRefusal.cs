using System.Text.Json;
using Onboarding.Http;
using Onboarding.Requests;

namespace OnboardingServer.Commands;

/// <summary>The server has refused a call.</summary>
internal sealed class ServerRefusal(int status, string code, string message, IReadOnlyList<Finding> findings)
    : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    public IReadOnlyList<Finding> Findings { get; } = findings;

    public static async Task<ServerRefusal> Of(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<Details>(ApiJson.Options, cancellationToken);
            if (problem?.Code is { } code)
                return new(status, code, $"{problem.Title} {problem.Detail}{Hint(status)}", problem.Findings ?? []);
        }
        catch (JsonException)
        {
            // It comes from something before the server.
        }

        return new(status, "", $"{answer.RequestMessage?.RequestUri} answered {status}.{Hint(status)}", []);
    }

    private static string Hint(int status) =>
        status is 401
            ? $" Set {ServerClient.KeyVariable} to an API key, or {ServerClient.TokenVariable} to a token of Entra ID."
            : "";

    private sealed record Details(string? Code, string? Title, string? Detail, IReadOnlyList<Finding>? Findings);
}
