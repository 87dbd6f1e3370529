using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Onboarding.Requests;

namespace Onboarding.Http.Problems;

/// <summary>
/// An error as RFC 9457 has it. The type is stable and derived from the code, which stands in the error catalogue;
/// nothing in it comes from an exception's text or stack.
/// </summary>
public sealed record Problem(int Status, string Code, string Title, string Detail)
{
    public IReadOnlyList<Finding>? Findings { get; init; }

    /// <summary>The time after which the caller may repeat the request.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The onboarding the problem is about, where there is one.</summary>
    public string? Onboarding { get; init; }

    public static string TypeOf(string code) => $"urn:onboarding:problem:{code}";

    /// <summary>
    /// Gets the context that <see cref="IProblemDetailsService"/> writes as the answer of the call, and sets
    /// Retry-After.
    /// </summary>
    public ProblemDetailsContext For(HttpContext context, Exception? exception = null)
    {
        if (RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
        var details = new ProblemDetails
        {
            Type = TypeOf(Code),
            Title = Title,
            Status = Status,
            Detail = Detail,
            Instance = context.Request.PathBase + context.Request.Path,
        };
        details.Extensions["code"] = Code;
        details.Extensions["traceId"] = TraceId(context);
        if (Onboarding is not null)
            details.Extensions["onboarding"] = Onboarding;
        if (Findings is not null)
            details.Extensions["findings"] = Findings;
        return new()
        {
            HttpContext = context,
            ProblemDetails = details,
            Exception = exception,
        };
    }

    public static string TraceId(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}

/// <summary>Ends a call with a problem from wherever its input is read.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Code)
{
    public Problem Problem { get; } = problem;
}
