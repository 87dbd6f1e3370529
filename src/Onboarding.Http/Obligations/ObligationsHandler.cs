using Microsoft.AspNetCore.Http;
using Onboarding.Http.Gate;
using Onboarding.Http.Problems;
using Onboarding.Progress;

namespace Onboarding.Http.Obligations;

public sealed record ObligationList(IReadOnlyList<ObligationResource> Items, string? Continuation);

/// <summary>The body of a settlement.</summary>
public sealed record Settlement
{
    /// <summary>How it was dealt with, at most 500 characters; no personal data.</summary>
    public string? Note { get; init; }
}

/// <summary>What is owed, for operators.</summary>
public sealed class ObligationsHandler(IObligations obligations, ObligationDesk desk)
{
    public async Task<IResult> List(ObligationState? state, OnboardingId? onboarding, int limit, string? continuation, CancellationToken cancellationToken)
    {
        try
        {
            var page = await obligations.List(state, onboarding, limit, continuation, cancellationToken);
            return Results.Json(new ObligationList([.. page.Items.Select(ObligationResource.Of)], page.Continuation), ApiJson.Options);
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    public async Task<IResult> Retry(string id, Caller caller, CancellationToken cancellationToken) =>
        await Answer(id, await desk.Retry(id, caller.Name, cancellationToken), StatusCodes.Status202Accepted, cancellationToken);

    public async Task<IResult> Settle(string id, Settlement settlement, Caller caller, CancellationToken cancellationToken)
    {
        if (settlement.Note is { Length: > 500 }) throw new ProblemException(KnownProblems.InvalidBody("note: at most 500 characters."));
        if (settlement.Note is { } note && Binding.HoldsControls(note)) throw new ProblemException(KnownProblems.InvalidBody("note: no control characters."));
        return await Answer(id, await desk.Settle(id, caller.Name, settlement.Note, cancellationToken), StatusCodes.Status200OK, cancellationToken);
    }

    private async Task<IResult> Answer(string id, DeskAnswer answer, int status, CancellationToken cancellationToken)
    {
        var obligation = answer == DeskAnswer.NotFound ? null : await obligations.Get(id, cancellationToken);
        if (obligation is null) throw new ProblemException(KnownProblems.NotFound("There is no obligation with this id."));
        return answer switch
        {
            DeskAnswer.Accepted => Results.Json(ObligationResource.Of(obligation), ApiJson.Options, statusCode: status),
            DeskAnswer.NotRetryable => throw new ProblemException(KnownProblems.NothingToRetry(id)),
            DeskAnswer.Conflict => throw new ProblemException(KnownProblems.ObligationClosed(id, "being changed by somebody else; look again")),
            _ => throw new ProblemException(KnownProblems.ObligationClosed(id, obligation.State.ToString().ToLowerInvariant())),
        };
    }
}
