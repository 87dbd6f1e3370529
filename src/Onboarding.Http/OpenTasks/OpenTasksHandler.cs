using Microsoft.AspNetCore.Http;
using Onboarding.Http.Gate;
using Onboarding.Http.Problems;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Http.Obligations;

public sealed record ObligationList(IReadOnlyList<ObligationResource> Items, string? Continuation);

/// <summary>
/// What a retry in bulk began. <paramref name="More"/>: there are others; call again with the <paramref
/// name="Continuation"/>.
/// </summary>
public sealed record BulkRetryAnswer(IReadOnlyList<string> Retried, bool More, string? Continuation);

/// <summary>The body of a settlement.</summary>
public sealed record Settlement
{
    /// <summary>How it was dealt with, at most 500 characters; no personal data.</summary>
    public string? Note { get; init; }
}

/// <summary>What is owed, for operators.</summary>
public sealed class ObligationsHandler(IObligations obligations, IOnboardingRecords records, ObligationService desk)
{
    private const int MostInBulk = 200;

    public async Task<IResult> List(
        ObligationState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var page = await Page(state, onboarding, limit, continuation, cancellationToken);
        var requests = await Requests(page.Items, cancellationToken);
        var items = page.Items.Select(item => ObligationResource.Of(item, requests.GetValueOrDefault(item.Onboarding)));
        return Results.Json(new ObligationList([.. items], page.Continuation), ApiJson.Options);
    }

    // Whose they are: tasks do not hold a customer's name themselves.
    private async Task<IReadOnlyDictionary<OnboardingId, OnboardingRequest>> Requests(
        IReadOnlyList<Obligation> items,
        CancellationToken cancellationToken
    )
    {
        var ids = items.Select(item => item.Onboarding).Distinct();
        var found = await Task.WhenAll(ids.Select(id => records.GetOrSkip(id, cancellationToken)));
        return found.OfType<OnboardingRecord>().ToDictionary(record => record.Id, record => record.Request);
    }

    public async Task<IResult> Retry(string id, Caller caller, CancellationToken cancellationToken) =>
        await Answer(
            id,
            await desk.Retry(id, caller.Name, cancellationToken),
            StatusCodes.Status202Accepted,
            cancellationToken
        );

    /// <summary>
    /// The same for all that are owed because of one error; those that only a person can deal with are left out.
    /// </summary>
    public async Task<IResult> RetryAll(
        string errorCode,
        string? continuation,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = await Page(ObligationState.Open, onboarding: null, MostInBulk, continuation, cancellationToken);
        var retried = new List<string>();
        foreach (var owed in page.Items.Where(owed => owed.ErrorCode == errorCode))
        {
            if (await desk.Retry(owed.Id, caller.Name, cancellationToken) == ObligationAnswer.Accepted)
                retried.Add(owed.Id);
        }

        return Results.Json(
            new BulkRetryAnswer(retried, page.Continuation is not null, page.Continuation),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }

    public async Task<IResult> Settle(
        string id,
        Settlement settlement,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (settlement.Note is { Length: > 500 })
            throw new ProblemException(KnownProblems.InvalidBody("note: at most 500 characters."));
        if (settlement.Note is { } note && Binding.HoldsControls(note))
            throw new ProblemException(KnownProblems.InvalidBody("note: no control characters."));
        return await Answer(
            id,
            await desk.Settle(id, caller.Name, settlement.Note, cancellationToken),
            StatusCodes.Status200OK,
            cancellationToken
        );
    }

    private async Task<ObligationPage> Page(
        ObligationState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await obligations.List(state, onboarding, limit, continuation, cancellationToken);
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    private async Task<IResult> Answer(
        string id,
        ObligationAnswer answer,
        int status,
        CancellationToken cancellationToken
    )
    {
        var obligation = answer == ObligationAnswer.NotFound ? null : await obligations.Get(id, cancellationToken);
        if (obligation is null)
            throw new ProblemException(KnownProblems.NotFound("There is no obligation with this id."));
        return answer switch
        {
            ObligationAnswer.Accepted => Results.Json(
                ObligationResource.Of(obligation),
                ApiJson.Options,
                statusCode: status
            ),
            ObligationAnswer.NotRetryable => throw new ProblemException(KnownProblems.NothingToRetry(id)),
            ObligationAnswer.Conflict => throw new ProblemException(
                KnownProblems.ObligationClosed(id, "being changed by somebody else; look again")
            ),
            _ => throw new ProblemException(
                KnownProblems.ObligationClosed(id, obligation.State.ToString().ToLowerInvariant())
            ),
        };
    }
}
