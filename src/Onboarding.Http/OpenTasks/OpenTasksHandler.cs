using Microsoft.AspNetCore.Http;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Http.OpenTasks;

public sealed record OpenTaskList(IReadOnlyList<OpenTaskResource> Items, string? Continuation);

/// <summary>
/// The open tasks that a retry in bulk started. <paramref name="More"/>: there are others; call again with the
/// <paramref name="Continuation"/>.
/// </summary>
public sealed record BulkRetryAnswer(IReadOnlyList<string> Retried, bool More, string? Continuation);

/// <summary>The body of a request that marks an open task as done.</summary>
public sealed record Settlement
{
    /// <summary>A note on how the task was done, at most 500 characters; no personal data.</summary>
    public string? Note { get; init; }
}

/// <summary>Lists, retries and closes open tasks, for operators.</summary>
public sealed class OpenTasksHandler(IOpenTasks openTasks, IOnboardingRecords records, OpenTaskService service)
{
    private const int MostInBulk = 200;

    public async Task<IResult> List(
        OpenTaskState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var page = await Page(state, onboarding, limit, continuation, cancellationToken);
        var requests = await Requests(page.Items, cancellationToken);
        var items = page.Items.Select(item => OpenTaskResource.Of(item, requests.GetValueOrDefault(item.Onboarding)));
        return Results.Json(new OpenTaskList([.. items], page.Continuation), ApiJson.Options);
    }

    // The requests give the customers' names, which the tasks do not hold.
    private async Task<IReadOnlyDictionary<OnboardingId, OnboardingRequest>> Requests(
        IReadOnlyList<OpenTask> items,
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
            await service.Retry(id, caller.Name, cancellationToken),
            StatusCodes.Status202Accepted,
            cancellationToken
        );

    /// <summary>Retries all open tasks with one error code; tasks that only a person can do are left out.</summary>
    public async Task<IResult> RetryAll(
        string errorCode,
        string? continuation,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = await Page(OpenTaskState.Open, onboarding: null, MostInBulk, continuation, cancellationToken);
        var retried = new List<string>();
        foreach (var task in page.Items.Where(task => task.ErrorCode == errorCode))
        {
            if (await service.Retry(task.Id, caller.Name, cancellationToken) == OpenTaskAnswer.Accepted)
                retried.Add(task.Id);
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
            await service.Settle(id, caller.Name, settlement.Note, cancellationToken),
            StatusCodes.Status200OK,
            cancellationToken
        );
    }

    private async Task<OpenTaskPage> Page(
        OpenTaskState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await openTasks.List(state, onboarding, limit, continuation, cancellationToken);
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    private async Task<IResult> Answer(
        string id,
        OpenTaskAnswer answer,
        int status,
        CancellationToken cancellationToken
    )
    {
        var openTask = answer == OpenTaskAnswer.NotFound ? null : await openTasks.Get(id, cancellationToken);
        if (openTask is null)
            throw new ProblemException(KnownProblems.NotFound("There is no open task with this id."));
        return answer switch
        {
            OpenTaskAnswer.Accepted => Results.Json(OpenTaskResource.Of(openTask), ApiJson.Options, statusCode: status),
            OpenTaskAnswer.NotRetryable => throw new ProblemException(KnownProblems.NothingToRetry(id)),
            OpenTaskAnswer.Conflict => throw new ProblemException(
                KnownProblems.TaskClosed(id, "being changed by somebody else; look again")
            ),
            _ => throw new ProblemException(KnownProblems.TaskClosed(id, openTask.State.ToString().ToLowerInvariant())),
        };
    }
}
