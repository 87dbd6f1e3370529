using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Effects;
using OnboardingServer.Tests.Storage;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>A file that cannot grow and a disk that gives errors: real ones, from SQLite and from the kernel.</summary>
public sealed class DiskTests
{
    [Fact]
    public async Task Full_CallersAreRefusedNothingAcknowledgedIsLost_AndItGoesOnWhenThereIsRoom()
    {
        await using var harness = new EngineHarness(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    await context.CreateTimer(context.CurrentUtc.AddHours(1), default);
                    return $"{await context.CallStep(Echo, input)} "
                        + $"{await context.CallStep(Echo, new string('x', 3000))}"[..2];
                }
            )
        );
        await harness.Start();
        await harness.File.Write(connection =>
            Execute(connection, "CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(2000000))")
        );
        // From here on the file cannot grow: SQLite answers SQLITE_FULL as it does on a full disk.
        await harness.File.Write(connection =>
            Execute(connection, $"PRAGMA max_page_count = {Scalar(connection, "PRAGMA page_count")}")
        );

        var started = new List<string>();
        JournalUnavailableException? refusal = null;
        for (var n = 0; refusal is null; n++)
        {
            Assert.InRange(n, 0, 5000);
            try
            {
                await harness.Engine.Start(Main, $"i{n}", $"{n % 10}", default);
                started.Add($"i{n}");
            }
            catch (JournalUnavailableException e)
            {
                refusal = e;
            }
        }

        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalUnavailableException>(() =>
            harness.Engine.RaiseEvent(started[0], Go, "", default)
        );
        await Assert.ThrowsAsync<JournalUnavailableException>(() => harness.File.Write(_ => 0));
        // Reading goes on.
        Assert.Equal(InstanceStatus.Running, (await harness.Engine.Get(started[0], default))!.Status);
        using (var other = new SqliteConnection($"Data Source={harness.File.FilePath};Pooling=False"))
        {
            other.Open();
            Execute(other, "DROP TABLE ballast");
        }

        // The engine asks the disk again after a moment; with nothing of its own kept back nothing else shows that.
        await harness.AdvanceUntil(TimeSpan.Zero, () => Task.FromResult(harness.File.Refusal is null));
        await harness.Settle();
        var refused = $"i{started.Count}";
        Assert.Null(await harness.Engine.Get(refused, default));
        Assert.Equal(StartResult.Started, await harness.Engine.Start(Main, refused, "0", default));
        foreach (var id in started.Append(refused))
            Assert.Equal(InstanceStatus.Completed, (await harness.UntilEnded(id)).Status);
        Assert.Equal(2 * (started.Count + 1), harness.Trace.Lines.Count);
    }

    [Fact]
    public async Task InputOutputErrors_CallersAreRefusedNothingAcknowledgedIsLost_AndItGoesOnWhenTheyEnd()
    {
        if (!OperatingSystem.IsLinux())
            return;
        const int Instances = 60;
        using var directory = new DataDirectory();
        var log = Path.Combine(directory.FullPath, "log");
        // The kernel refuses to let the write-ahead log grow beyond this.
        using var victim = VictimProcess.Start(directory.FullPath, $"{Instances}", "limit", "300000");
        await victim.Ready();
        string[] lines;
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        do
        {
            await poll.WaitForNextTickAsync();
            lines = VictimLog.Read(directory.FullPath);
        } while (!lines.Any(line => line.StartsWith("refused", StringComparison.Ordinal)));

        victim.Tell();
        Assert.Equal(0, await victim.End());

        lines = VictimLog.Read(directory.FullPath);
        using var file = directory.Open();
        for (var n = 0; n < Instances; n++)
        {
            var state = file.Read(reader => reader.State($"i{n}"))!;
            Assert.Equal(
                (InstanceCondition.Completed, DurableJson.Write(VictimStory.Outcome)),
                (state.Condition, state.Output)
            );
        }

        // No process stopped, so no activity had a reason to run twice.
        var effects = lines.Where(line => line.StartsWith("effect", StringComparison.Ordinal)).ToList();
        Assert.Equal(Instances * 8, effects.Count);
        Assert.Equal(effects.Count, effects.Distinct().Count());
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
