using System.Globalization;
using Microsoft.AspNetCore.Http;
using Onboarding.Drafts;
using Onboarding.Http.Access;
using Onboarding.Http.Onboardings;
using Onboarding.Http.Problems;

namespace Onboarding.Http.Drafts;

/// <summary>The wizard's pages: a request that is put together, looked at and handed over.</summary>
public sealed class DraftsHandler(DraftService service, SubmissionsHandler submissions)
{
    private const string Unknown = "There is no draft with this id, or its time is over.";

    public async Task<IResult> Create(HttpRequest call, Caller caller, CancellationToken cancellationToken)
    {
        var draft = DraftOf(
            await service.Create(await LimitedBody.Read(call.Body, cancellationToken), caller.Name, cancellationToken)
        );
        call.HttpContext.Response.Headers.Location = $"{call.PathBase}/api/drafts/{draft.Id}";
        return Answer(call, draft, StatusCodes.Status201Created);
    }

    public async Task<IResult> Get(HttpRequest call, DraftId id, CancellationToken cancellationToken) =>
        Answer(call, DraftOf(await service.Get(id, cancellationToken)));

    public async Task<IResult> List(int limit, string? continuation, CancellationToken cancellationToken)
    {
        try
        {
            var page = await service.List(limit, continuation, cancellationToken);
            var items = page.Items.Select(DraftSummary.Of);
            return Results.Json(new DraftList([.. items], page.Continuation), ApiJson.Options);
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    public async Task<IResult> Replace(
        HttpRequest call,
        DraftId id,
        string section,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var replaced = Section(section);
        var version = call.HttpContext.IfMatch();
        return Answer(
            call,
            DraftOf(
                await service.Replace(
                    id,
                    version,
                    replaced,
                    await LimitedBody.Read(call.Body, cancellationToken),
                    caller.Name,
                    cancellationToken
                )
            )
        );
    }

    public async Task<IResult> Delete(HttpRequest call, DraftId id, CancellationToken cancellationToken)
    {
        DraftOf(await service.Delete(id, call.HttpContext.IfMatch(), cancellationToken));
        return Results.NoContent();
    }

    public async Task<IResult> Review(HttpRequest call, DraftId id, Caller caller, CancellationToken cancellationToken)
    {
        var result = await service.Review(id, caller.Name, cancellationToken);
        if (result is not DraftResult.Reviewed reviewed)
            throw Problem(result);
        Tag(call, reviewed.Draft);
        return Results.Json(reviewed.Review, ApiJson.Options);
    }

    public async Task<IResult> Submit(
        HttpRequest call,
        DraftId id,
        DraftSubmissionBody body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var result = await service.Submit(
            id,
            call.HttpContext.IfMatch(),
            caller.Name,
            cancellationToken,
            body.Acknowledged
        );
        return result is DraftResult.HandedOver handedOver
            ? await submissions.Answer(call, handedOver.Submission, key: null, cancellationToken)
            : throw Problem(result);
    }

    private static DraftSection Section(string text) =>
        text switch
        {
            "general" => DraftSection.General,
            "account" => DraftSection.Account,
            "agreement" => DraftSection.Agreement,
            "reseller" => DraftSection.Reseller,
            "subscriptions" => DraftSection.Subscriptions,
            _ => throw new ProblemException(
                KnownProblems.NotFound(
                    "A draft has the sections general, account, agreement, reseller and subscriptions."
                )
            ),
        };

    private static IResult Answer(HttpRequest call, Draft draft, int status = StatusCodes.Status200OK)
    {
        Tag(call, draft);
        return Results.Json(DraftResource.Of(draft), ApiJson.Options, statusCode: status);
    }

    private static void Tag(HttpRequest call, Draft draft) =>
        call.HttpContext.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{draft.Version}\"");

    private static Draft DraftOf(DraftResult result) =>
        result is DraftResult.Done done ? done.Draft : throw Problem(result);

    private static ProblemException Problem(DraftResult result) =>
        new(
            result switch
            {
                DraftResult.NotFound => KnownProblems.NotFound(Unknown),
                DraftResult.Refused refused => KnownProblems.Refused(refused.Findings),
                DraftResult.NotCurrent other => KnownProblems.DraftChanged(other.Version),
                DraftResult.AlreadySubmitted submitted => KnownProblems.DraftSubmitted(submitted.Onboarding),
                DraftResult.NotReviewed not => KnownProblems.DraftNotReviewed(not.LastReviewed),
                _ => throw new InvalidOperationException("A result that nobody foresaw."),
            }
        );
}
