using System.Diagnostics;
using System.Globalization;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Effects;
using OnboardingServer.Journal;
using OnboardingServer.Tests.Storage;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

public sealed class FileTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_DirectoryInUse_NamesTheHolder()
    {
        using var first = _directory.Open();

        var error = Assert.Throws<JournalInUseException>(() => _directory.Open());

        Assert.Contains(_directory.FullPath, error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"process {Environment.ProcessId} on {Environment.MachineName} since",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Open_WhileTheHolderIsAboutToEnd_WaitsForIt()
    {
        var first = _directory.Open();
        using var trying = new ManualResetEventSlim();
        var second = Task.Run(() =>
        {
            trying.Set();
            return _directory.Open();
        });

        trying.Wait();
        first.Dispose();

        using var opened = await second;
        Assert.Null(opened.Refusal);
    }

    [Fact]
    public async Task Open_FromAnotherProcess_IsRefusedAndNamesThisOne()
    {
        using var first = _directory.Open();
        var request = Path.Combine(_directory.FullPath, "request.json");
        await File.WriteAllTextAsync(request, "{}");
        using var second = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [typeof(JournalEngine).Assembly.Location, "onboard", request, "--data", _directory.FullPath]
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;

        var message = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"process {Environment.ProcessId} on", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LockFileDeletedUnderItsHolder_IsRefusedAllTheSame()
    {
        using var first = _directory.Open();
        File.Delete(Path.Combine(_directory.FullPath, "onboarding.lock"));

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var error = Assert.Throws<JournalInUseException>(() => _directory.Open());
            Assert.Contains($"process {Environment.ProcessId} on", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_HolderThatIsGoneOrAnothers_IsFree()
    {
        var holder = Path.Combine(_directory.FullPath, "onboarding.holder");
        var path = Path.Combine(_directory.FullPath, "onboarding.db");
        foreach (
            var text in (string[])
                [
                    $"process {int.MaxValue} on {Environment.MachineName} since 2026-11-30 09:00:00Z for {path}",
                    $"process {Environment.ProcessId} on {Environment.MachineName} since 2001-01-01 09:00:00Z for "
                        + $"{path}",
                    $"process {Environment.ProcessId} on {Environment.MachineName} since 2126-11-30 09:00:00Z for "
                        + $"{path}.other",
                    $"process {Environment.ProcessId} on elsewhere since 2126-11-30 09:00:00Z for {path}",
                    "process",
                ]
        )
        {
            File.Delete(Path.Combine(_directory.FullPath, "onboarding.lock"));
            File.WriteAllText(holder, text);
            using var opened = _directory.Open();
        }
    }

    [Fact]
    public void Open_LockThatCannotBeWritten_SaysWhyAndNotThatItIsInUse()
    {
        if (OperatingSystem.IsWindows())
            return;
        var locked = Path.Combine(_directory.FullPath, "onboarding.lock");
        File.CreateSymbolicLink(locked, locked);

        var error = Assert.Throws<JournalFileException>(() => _directory.Open());

        Assert.DoesNotContain("in use", error.Message, StringComparison.Ordinal);
        Assert.Contains(locked, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DirectoryThatOthersCanLookInto_IsClosedToThem()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(_directory.FullPath, (UnixFileMode)Convert.ToInt32("755", 8));

        using var file = _directory.Open();

        Assert.Equal((UnixFileMode)Convert.ToInt32("700", 8), File.GetUnixFileMode(_directory.FullPath));
    }

    [Fact]
    public void Open_DirectoryOfEverybody_IsRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        var mode = (UnixFileMode)Convert.ToInt32("1777", 8);
        File.SetUnixFileMode(_directory.FullPath, mode);

        Assert.Contains(
            "shared by everybody",
            Assert.Throws<JournalFileException>(() => _directory.Open()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(mode, File.GetUnixFileMode(_directory.FullPath));
        Assert.Empty(Directory.GetFiles(_directory.FullPath));
    }

    [Fact]
    public void Open_AfterACloseOrAKill_IsFree()
    {
        _directory.Open().Dispose();
        _directory.Open().Kill();

        using var third = _directory.Open();
        Assert.True(File.Exists(third.FilePath));
    }

    [Fact]
    public void Open_NewerFile_NamesBothVersions()
    {
        using (var file = _directory.Open())
            Execute(file.FilePath, "PRAGMA user_version = 99");

        var error = Assert.Throws<JournalVersionException>(() => _directory.Open());

        Assert.Contains("version 99", error.Message, StringComparison.Ordinal);
        Assert.Contains("up to 14", error.Message, StringComparison.Ordinal);
        // Refused and let go: the directory can be opened by the program that can read it.
        Execute(Path.Combine(_directory.FullPath, "onboarding.db"), "PRAGMA user_version = 14");
        using var again = _directory.Open();
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedUntouched()
    {
        var path = Path.Combine(_directory.FullPath, "onboarding.db");
        Execute(path, "CREATE TABLE customers (id)");
        var before = File.ReadAllBytes(path);

        foreach (var open in (Action[])[() => _directory.Open(), () => _directory.Inspect()])
        {
            Assert.Contains(
                "another program",
                Assert.ThrowsAny<JournalOpenException>(open).Message,
                StringComparison.Ordinal
            );
            Assert.Equal(before, File.ReadAllBytes(path));
        }

        Assert.Empty(Directory.GetFiles(_directory.FullPath, "onboarding.db-*"));
    }

    [Fact]
    public void Open_NewerFile_IsRefusedUntouched()
    {
        using (var file = _directory.Open())
            Execute(file.FilePath, "PRAGMA user_version = 99");
        var path = Path.Combine(_directory.FullPath, "onboarding.db");
        // What a newer program may have chosen, too.
        Execute(path, "PRAGMA journal_mode = DELETE");
        var before = File.ReadAllBytes(path);

        Assert.Throws<JournalVersionException>(() => _directory.Open());

        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Open_FileThatIsNoDatabase_NamesTheDirectory()
    {
        File.WriteAllText(
            Path.Combine(_directory.FullPath, "onboarding.db"),
            "This is a letter to the editor, and long enough not to be taken for an empty file.".PadRight(5000)
        );

        Assert.Contains(
            _directory.FullPath,
            Assert.Throws<JournalDamagedException>(() => _directory.Open()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Open_OlderFile_IsUpgradedAndKeepsItsRows()
    {
        var path = Path.Combine(_directory.FullPath, "onboarding.db");
        using (var connection = Connect(path))
        {
            new JournalSchema(new JournalOptions().ForHub()).Upgrade(connection, path, target: 1, applicationTarget: 0);
            using var insert = connection.CreateCommand();
            insert.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO instances (id, name, version, created_at) VALUES ('old', 'main', '1', {EngineHarness.Noon.UtcTicks});
                INSERT INTO history (instance, kind, at, name, payload) VALUES (1, 1, {EngineHarness.Noon.UtcTicks}, 'main', '""');
                """
            );
            insert.ExecuteNonQuery();
        }

        using var file = _directory.Open();

        Assert.Equal(
            (14L, (long)JournalSchema.Newest),
            (Scalar(path, "PRAGMA user_version"), Scalar(path, "SELECT version FROM task_hub"))
        );
        Assert.Equal(InstanceCondition.Pending, file.Read(reader => reader.State("old"))!.Condition);
        Assert.Equal(0L, await file.Write(connection => Count(connection, "SELECT COUNT(*) FROM onboardings")));
    }

    [Fact]
    public async Task Write_ThatThrows_IsUndoneAloneAndTellsItsCaller()
    {
        using var file = _directory.Open();
        var writes = Enumerable
            .Range(0, 20)
            .Select(n =>
                file.Write(connection =>
                {
                    Insert(connection, $"e{n}");
                    return n % 2 == 0 ? n : throw new InvalidOperationException($"no {n}");
                })
            )
            .ToList();

        foreach (var (n, write) in writes.Index())
        {
            if (n % 2 == 0)
                Assert.Equal(n, await write);
            else
                Assert.Equal($"no {n}", (await Assert.ThrowsAsync<InvalidOperationException>(() => write)).Message);
        }

        Assert.Equal(10L, Scalar(file.FilePath, "SELECT COUNT(*) FROM audit"));
    }

    [Fact]
    public async Task FullDisk_CallersAreRefused_AndTheEngineGoesOnWhenThereIsRoom()
    {
        var full = false;
        var refusals = 0;
        await using var harness = new EngineHarness(registry =>
            registry.AddMain(
                async (context, input) => $"{await context.CallStep(Echo, input)} {await context.CallStep(Echo, "b")}"
            )
        );
        harness.Hook = (moment, _) =>
        {
            if (moment != CommitMoment.Before || !Volatile.Read(ref full))
                return;
            Interlocked.Increment(ref refusals);
            throw new SqliteException("database or disk is full", 13);
        };
        await harness.Start();
        for (var n = 0; n < 50; n++)
            await harness.Engine.Start(Main, $"i{n}", $"{n}", default);

        Volatile.Write(ref full, true);
        var error = await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
        {
            for (var n = 0; ; n++)
                await harness.Engine.Start(Main, $"refused{n}", "x", default);
        });
        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        while (Volatile.Read(ref refusals) < 2)
            await Task.Yield();
        Volatile.Write(ref full, false);

        for (var n = 0; n < 50; n++)
            Assert.Equal($"\"{n} b\"", (await harness.UntilEnded($"i{n}")).Output);
        Assert.Null(await harness.Engine.Get("refused0", default));
        Assert.Equal(StartResult.Started, await harness.Engine.Start(Main, "refused0", "x", default));
        Assert.Equal("\"x b\"", (await harness.UntilEnded("refused0")).Output);
    }

    private static void Insert(SqliteConnection connection, string id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO audit (id, subject, at, body) VALUES (?1, 's', 0, '{}')";
        command.Parameters.AddWithValue("?1", id);
        command.ExecuteNonQuery();
    }

    private static void Execute(string path, string sql)
    {
        using var connection = Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(string path, string sql)
    {
        using var connection = Connect(path);
        return Count(connection, sql);
    }

    private static long Count(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()
        );
        connection.Open();
        return connection;
    }
}
