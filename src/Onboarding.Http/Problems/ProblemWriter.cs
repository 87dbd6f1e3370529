using Microsoft.AspNetCore.Http;
using Onboarding.Http.Access;

namespace Onboarding.Http.Problems;

/// <summary>
/// Writes problems in the API's JSON. The framework's own writer stays silent for a caller that accepts only what the
/// operation answers with, such as text/csv, and gives the trace another form.
/// </summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (response, details) = (context.HttpContext.Response, context.ProblemDetails);
        SafeHeaders.Apply(response);
        ReaderLanguage.Use(context.HttpContext);
        if (details.Status is { } status)
            response.StatusCode = status;
        await response.WriteAsJsonAsync(
            details,
            ApiJson.Options,
            "application/problem+json",
            context.HttpContext.RequestAborted
        );
    }
}
