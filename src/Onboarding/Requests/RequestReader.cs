using Onboarding.Validation;

namespace Onboarding.Requests;

/// <summary>The result of reading a body.</summary>
public abstract record RequestReading
{
    private RequestReading() { }

    /// <summary>A request in shape; whether it can be carried out is for <see cref="RequestValidator"/>.</summary>
    public sealed record Understood(OnboardingRequest Request) : RequestReading
    {
        /// <summary>The cells that were put right before it could be read.</summary>
        public IReadOnlyList<Finding> Warnings { get; init; } = [];
    }

    /// <summary>
    /// At least one error: of the JSON, of its members, and of what the local rules say to the members that could be
    /// read.
    /// </summary>
    public sealed record NotUnderstood(IReadOnlyList<Finding> Findings) : RequestReading;
}

/// <summary>
/// Turns a body into a request, wherever it comes from: the API, a file, a queue, a batch, a webhook.
/// </summary>
public sealed class RequestReader(RequestRules rules)
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = RequestJson.MaxBytes;

    /// <summary>Reads a body. Nothing in it makes this throw.</summary>
    public RequestReading Read(ReadOnlyMemory<byte> body)
    {
        var findings = new FindingList();
        var request = RequestJson.Read(body, findings);
        if (request is null)
            return new RequestReading.NotUnderstood(findings.Findings);
        if (findings.IsEmpty)
            return new RequestReading.Understood(request);

        // A member that could not be read is absent in the request: what the rules say of it, or of what surrounds it,
        // would be an echo.
        var broken = findings.Findings.Select(finding => finding.Path).ToArray();
        findings.AddRange(
            rules
                .Check(request)
                .Where(finding =>
                    !broken.Any(path =>
                        IsWithin(path, finding.Path) || IsWithin(finding.Path, path) || IsGuess(path, finding)
                    )
                )
        );
        return new RequestReading.NotUnderstood(findings.Findings);
    }

    /// <summary>Reads a body from a stream, no more of it than a request may have.</summary>
    /// <exception cref="IOException">The stream itself failed.</exception>
    public async Task<RequestReading> Read(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (bytes.Length <= MaxBytes && (read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            bytes.Write(buffer, 0, read);
        return Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    // The required members depend on kind and mode, and the intended one is not known.
    private static bool IsGuess(string broken, Finding finding) =>
        finding.Code is ErrorCodes.FieldRequired or ErrorCodes.EvidenceIncomplete
        && (broken.EndsWith("/kind", StringComparison.Ordinal) || broken.EndsWith("/mode", StringComparison.Ordinal))
        && IsWithin(finding.Path, broken[..broken.LastIndexOf('/')]);

    private static bool IsWithin(string path, string outer) =>
        path == outer || path.StartsWith(outer + "/", StringComparison.Ordinal);
}
