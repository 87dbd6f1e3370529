using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Restores;
using OnboardingServer.Storage;

namespace OnboardingServer.Hosting;

/// <summary>Reads the whole file once a day and at the start: what the disk has changed becomes an open task.</summary>
internal sealed class CheckFile(
    JournalFile file,
    RowCheck rows,
    IOpenTasks openTasks,
    TimeProvider time,
    ILogger<CheckFile> logger
) : PeriodicBackgroundService("Checking the file", TimeSpan.FromDays(1), time, logger)
{
    private const string FileTask = "damaged-file";
    private readonly TimeProvider _time = time;
    private readonly ILogger _logger = logger;

    protected override async Task Do(CancellationToken stoppingToken)
    {
        foreach (var copy in file.Copies)
        {
            await Add(
                new RestorePoint(copy.LastAt, copy.FoundAt).OpenTaskId,
                new OnboardingId("file"),
                ErrorCodes.Restored,
                $"A copy of the data was put in place at {copy.FoundAt:u}; its last entry is of {copy.LastAt:u}. "
                    + $"What happened at Microsoft in between is not known here: have requests of that time sent "
                    + $"again, and compare the customers and orders of that time in Partner Center with the "
                    + $"onboardings.",
                $"The data was put back from a copy.",
                stoppingToken
            );
        }

        // The start has looked at the form of the file already; this is for what has come since, and for the rows.
        var check = await Task.Run(() => file.Check(stoppingToken), stoppingToken);
        if (check.Structure is [var first, ..])
        {
            Log.FileDamaged(_logger, file.FilePath, first);
            await Add(
                FileTask,
                new OnboardingId("file"),
                $"{file.FilePath} is damaged ({first}). Stop the server and put the newest backup in its place with "
                    + $"the command restore.",
                stoppingToken
            );
            return;
        }

        foreach (var instance in check.DamagedInstances)
        {
            Log.RowDamaged(_logger, "history", instance);
            await Add(
                $"damaged-history-{instance}",
                new OnboardingId(instance),
                $"The history of {instance} is damaged. It does not go on from it: look at Microsoft what exists, "
                    + $"finish or undo it by hand, or put a backup in place with the command restore.",
                stoppingToken
            );
        }

        foreach (var row in await Damaged(stoppingToken))
        {
            Log.RowDamaged(_logger, row.Table.Kind, row.Key);
            await Add(
                $"damaged-{row.Table.Name}-{row.Key.Replace(' ', '-')}",
                row.Onboarding ?? new OnboardingId("file"),
                $"The {row.Table.Kind} {row.Key} cannot be read: what is stored of it is damaged. Look in a backup "
                    + $"what it said, or put the backup in place with the command restore.",
                stoppingToken
            );
        }
    }

    private Task<IReadOnlyList<DamagedRow>> Damaged(CancellationToken cancellationToken) =>
        Task.Run(() => rows.Run(cancellationToken), cancellationToken);

    private Task Add(string id, OnboardingId onboarding, Message what, CancellationToken cancellationToken) =>
        Add(
            id,
            onboarding,
            ErrorCodes.StorageDamaged,
            what,
            $"The disk has changed what was written.",
            cancellationToken
        );

    private async Task Add(
        string id,
        OnboardingId onboarding,
        string code,
        Message what,
        Message why,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await openTasks.Add(
                new OpenTask
                {
                    Id = id,
                    Onboarding = onboarding,
                    Partner = "",
                    What = what,
                    Why = why,
                    Who = Actor.Operator,
                    Since = _time.GetUtcNow(),
                    ErrorCode = code,
                },
                cancellationToken
            );
        }
        catch (Exception e) when (e is DamagedRowException or SqliteException or JournalUnavailableException)
        {
            // The log has said it; a file that takes no row says it in every other way too.
            Log.TaskNotRecorded(_logger, e, id);
        }
    }
}
