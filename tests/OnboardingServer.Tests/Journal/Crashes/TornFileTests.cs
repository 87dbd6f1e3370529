using System.Globalization;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Onboarding.Effects;
using OnboardingServer.Tests.Storage;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>
/// The last transaction of the write-ahead log torn at any of its bytes, by a machine that stopped while it was
/// written: all of it is there or nothing, and everything before it.
/// </summary>
[Trait("Category", CrashBudget.Category)]
public sealed class TornFileTests : IDisposable
{
    private const int PageBytes = 4096;
    private const int FrameBytes = PageBytes + 24;
    private const int LogHeaderBytes = 32;

    private readonly DataDirectory _whole = new();

    public void Dispose() => _whole.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Log_TornAtAnyByteOfItsLastTransaction_HoldsWhatWasAcknowledged(bool withRubbishBehind)
    {
        var (log, from, before, after) = await Story();
        Assert.InRange(log.Length - from, 2 * FrameBytes, 50 * FrameBytes);

        var cuts = Cuts(from, log.Length);
        await Parallel.ForEachAsync(
            cuts,
            (cut, _) =>
            {
                using var directory = Torn(log, cut, withRubbishBehind);
                using var connection = new SqliteConnection(
                    $"Data Source={Path.Combine(directory.FullPath, "onboarding.db")};Pooling=False"
                );
                connection.Open();
                Assert.Equal("ok", Scalar(connection, "PRAGMA quick_check"));
                Assert.Equal((cut, cut == log.Length ? after : before), (cut, Fingerprint(connection)));
                return ValueTask.CompletedTask;
            }
        );
    }

    [Fact]
    public async Task Engine_OnATornLog_GoesOnAndEndsTheSame()
    {
        var (log, from, _, _) = await Story();
        var random = new Random(1);
        int[] cuts =
        [
            from,
            from + 1,
            from + FrameBytes,
            log.Length - 1,
            log.Length,
            .. Enumerable.Range(0, CrashBudget.Of(5, 200)).Select(_ => random.Next(from, log.Length)),
        ];

        foreach (var cut in cuts)
        {
            using var directory = Torn(log, cut, withRubbishBehind: false);
            await using var harness = new EngineHarness(
                registry => registry.AddMain(Run).AddChild((context, input) => context.CallStep(Echo, input)),
                directory
            );
            await harness.Start();

            Assert.Equal("\"a child b\"", (await harness.UntilEnded("i1")).Output);
            Assert.All(["i1:child child", "i1 b"], line => Assert.Equal(1, harness.Trace.Count(line)));
        }
    }

    private static async Task<string> Run(TaskOrchestrationContext context, string input)
    {
        var a = await context.CallStep(Echo, "a");
        await context.CreateTimer(context.CurrentUtc.AddHours(1), default);
        return $"{a} {await context.CallSubOrchestration(Child, "child", "i1:child")} "
            + $"{await context.CallStep(Echo, "b")}";
    }

    /// <summary>
    /// A log whose last transaction starts a sub-orchestration, where that begins, and what the file holds before and
    /// after it.
    /// </summary>
    private async Task<(byte[] Log, int From, string Before, string After)> Story()
    {
        var path = Path.Combine(_whole.FullPath, "onboarding.db");
        await using var harness = new EngineHarness(registry =>
            registry.AddMain(Run).AddChild((context, input) => context.CallStep(Echo, input))
        );
        (byte[] Log, string Holds)? last = null;
        (byte[] Log, int From, string Before, string After)? found = null;
        harness.Hook = (moment, _) =>
        {
            if (moment != CommitMoment.After || found is not null)
                return;
            // On the writer's thread: nobody writes meanwhile, and no checkpoint runs.
            var log = ReadShared(harness.File.FilePath + "-wal");
            var holds = harness.File.Read(reader => Fingerprint(reader.Connection));
            if (last is { } before && harness.File.Read(reader => reader.Key("i1:child")) is not null)
            {
                found = (log, before.Log.Length, before.Holds, holds);
                File.WriteAllBytes(path, ReadShared(harness.File.FilePath));
            }

            last = (log, holds);
        };
        await harness.Start();
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.UntilEnded("i1");
        return found!.Value;
    }

    private DataDirectory Torn(byte[] log, int cut, bool withRubbishBehind)
    {
        var directory = new DataDirectory();
        File.Copy(Path.Combine(_whole.FullPath, "onboarding.db"), Path.Combine(directory.FullPath, "onboarding.db"));
        var torn = log[..cut];
        if (withRubbishBehind)
        {
            torn = [.. torn, .. new byte[log.Length - cut]];
            new Random(cut).NextBytes(torn.AsSpan(cut));
        }

        File.WriteAllBytes(Path.Combine(directory.FullPath, "onboarding.db-wal"), torn);
        return directory;
    }

    private static SortedSet<int> Cuts(int from, int to)
    {
        var step = CrashBudget.IsFull ? 1 : 61;
        var cuts = new SortedSet<int>(Enumerable.Range(from, to - from + 1).Where(cut => (cut - from) % step == 0))
        {
            to,
        };
        // Where one frame ends and the next begins.
        for (var edge = LogHeaderBytes; edge <= to; edge += FrameBytes)
            cuts.UnionWith(Enumerable.Range(edge - 2, 28).Where(cut => cut >= from && cut <= to));
        return cuts;
    }

    private static string Fingerprint(SqliteConnection connection) =>
        Scalar(
            connection,
            "SELECT (SELECT COUNT(*) || '/' || MAX(position) FROM history) || ' ' || (SELECT group_concat(id || "
                + "status || parked) FROM instances) || ' ' || (SELECT COUNT(*) FROM timers)"
        );

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
