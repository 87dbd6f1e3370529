namespace Onboarding.Progress;

/// <summary>The result of an operator's action on an open task.</summary>
public enum OpenTaskAnswer
{
    Accepted,
    NotFound,

    /// <summary>The task is settled or done already.</summary>
    Closed,

    /// <summary>No call can do the task: a person does it and then marks it as done.</summary>
    NotRetryable,

    /// <summary>Somebody else changed the task at the same time; read it again.</summary>
    Conflict,
}

/// <summary>Retries open tasks and marks them as done, for operators.</summary>
public sealed class OpenTaskService(
    IOpenTasks openTasks,
    IOrchestrationClient client,
    IAuditLog audit,
    TimeProvider time
)
{
    /// <summary>Tries once more to do the task; the task shows the result.</summary>
    public async Task<OpenTaskAnswer> Retry(string id, string by, CancellationToken cancellationToken)
    {
        var openTask = await openTasks.Get(id, cancellationToken);
        if (openTask is null)
            return OpenTaskAnswer.NotFound;
        if (openTask.State != OpenTaskState.Open)
            return OpenTaskAnswer.Closed;
        if (openTask.Call is not { } call)
            return OpenTaskAnswer.NotRetryable;

        var attempt = openTask.Attempts + 1;
        if (!await openTasks.Update(openTask with { Attempts = attempt }, cancellationToken))
            return OpenTaskAnswer.Conflict;
        await Audit($"{id}-retry-{attempt}", by, "obligation.retried", id, null, cancellationToken);
        await client.Start(
            RetryOpenTaskOrchestration.StoredName,
            $"{id}-retry-{attempt}",
            new RetryOpenTaskInput(id, attempt, by, call),
            cancellationToken
        );
        return OpenTaskAnswer.Accepted;
    }

    /// <summary>Closes the task because a person says that it is done elsewhere.</summary>
    public async Task<OpenTaskAnswer> Settle(string id, string by, string? note, CancellationToken cancellationToken)
    {
        var openTask = await openTasks.Get(id, cancellationToken);
        if (openTask is null)
            return OpenTaskAnswer.NotFound;
        if (openTask.State != OpenTaskState.Open)
            return OpenTaskAnswer.Closed;

        var settled = openTask with
        {
            State = OpenTaskState.Settled,
            ClosedBy = by,
            ClosedAt = time.GetUtcNow(),
            Note = note,
        };
        if (!await openTasks.Update(settled, cancellationToken))
            return OpenTaskAnswer.Conflict;
        Telemetry.Obliged(OpenTaskState.Settled);
        await Audit($"{id}-settled", by, "obligation.settled", id, note, cancellationToken);
        await client.Start(
            SettledOpenTaskOrchestration.StoredName,
            $"{id}-settled",
            new SettledOpenTaskInput(id, openTask.Onboarding, by),
            cancellationToken
        );
        return OpenTaskAnswer.Accepted;
    }

    private Task Audit(
        string entry,
        string by,
        string action,
        string id,
        string? note,
        CancellationToken cancellationToken
    ) => audit.Append(new AuditEntry(entry, time.GetUtcNow(), by, action, id) { Detail = note }, cancellationToken);
}
