using Microsoft.AspNetCore.Http;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using Onboarding.Validation;

namespace Onboarding.Http.Onboardings;

/// <summary>Requests that come in: checked, or checked and started.</summary>
public sealed class SubmissionsHandler(
    RequestReader reader,
    RequestValidator validator,
    OnboardingSubmission submission,
    OnboardingView view
)
{
    /// <summary>The time after which a caller is advised to ask for the progress.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    public async Task<IResult> Submit(
        HttpRequest call,
        string? idempotencyKey,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var request = await Read(call, cancellationToken);
        return await Answer(
            call,
            await submission.Submit(request, idempotencyKey, caller.Name, cancellationToken),
            idempotencyKey ?? request.Reference,
            cancellationToken
        );
    }

    /// <summary>
    /// Answers the result of a submission, of any way in which it was made. A <paramref name="key"/> that is null is
    /// the request's reference.
    /// </summary>
    internal async Task<IResult> Answer(
        HttpRequest call,
        SubmissionResult result,
        string? key,
        CancellationToken cancellationToken
    ) =>
        result switch
        {
            SubmissionResult.Accepted accepted => await Answer(call, accepted.Record, cancellationToken),
            SubmissionResult.Repeated repeated => await Answer(call, repeated.Record, cancellationToken),
            SubmissionResult.Conflict conflict => throw new ProblemException(
                KnownProblems.KeyReused(conflict.Record.Id, key ?? conflict.Record.Request.Reference)
            ),
            SubmissionResult.Refused refused => throw new ProblemException(KnownProblems.Refused(refused.Findings)),
            _ => throw new InvalidOperationException("A result that nobody foresaw."),
        };

    public async Task<IResult> Validate(HttpRequest call, CancellationToken cancellationToken)
    {
        var validation = await validator.Validate(
            await Read(call, cancellationToken),
            exceptFor: null,
            batch: null,
            cancellationToken
        );
        return Results.Json(new ValidationAnswer(!validation.HasErrors, validation.ForCaller), ApiJson.Options);
    }

    private async Task<OnboardingRequest> Read(HttpRequest call, CancellationToken cancellationToken) =>
        reader.Read(await LimitedBody.Read(call.Body, cancellationToken)) switch
        {
            RequestReading.Understood understood => understood.Request,
            RequestReading.NotUnderstood not => throw new ProblemException(KnownProblems.Refused(not.Findings)),
            _ => throw new InvalidOperationException("A reading that nobody foresaw."),
        };

    // A repeat is answered like the first time, so a caller whose answer was lost need not know which it was.
    private async Task<IResult> Answer(HttpRequest call, OnboardingRecord record, CancellationToken cancellationToken)
    {
        var response = call.HttpContext.Response;
        response.Headers.Location = $"{call.PathBase}/api/onboardings/{record.Id}";
        var ended = record.Outcome is not null;
        if (!ended)
            response.Headers.RetryAfter = ((int)AskAgain.TotalSeconds).ToString(
                System.Globalization.CultureInfo.InvariantCulture
            );
        return Results.Json(
            await view.Of(record, cancellationToken),
            ApiJson.Options,
            statusCode: ended ? StatusCodes.Status200OK : StatusCodes.Status202Accepted
        );
    }
}
