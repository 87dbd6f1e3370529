using System.IO.Compression;
using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using OnboardingServer.Changes;
using OnboardingServer.Storage;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal.OldFiles;

/// <summary>
/// Files that earlier programs wrote, one per version of the schema, with an onboarding and with instances in every
/// state; the last was killed while two activities ran.
/// </summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task Start_FileOfVersion2_IsUpgradedAndEveryInstanceGoesOn()
    {
        var gates = new Gates();
        await using var harness = new EngineHarness(
            registry => OldStories.Register(registry),
            services => services.AddSingleton(gates)
        );
        Unpack("version-2.db.gz", Path.Combine(harness.Directory, "onboarding.db"));
        gates.Open("running");
        gates.Open("again");

        await harness.Start();
        // Both activities were cut off twice: their trials begin a little after the start.
        using (var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System))
        {
            for (var settled = harness.Settle(); !settled.IsCompleted; await poll.WaitForNextTickAsync())
                harness.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((InstanceStatus.Completed, "\"done\"", "\"at completed\""), await State("completed"));
        Assert.Equal("refused", (await harness.Engine.Get("failed", default))!.Failure!.Code);
        Assert.Equal("no longer wanted", (await harness.Engine.Get("terminated", default))!.Failure!.Message);
        Assert.Equal((InstanceStatus.Completed, "\"early running\"", "\"at running\""), await State("running"));
        Assert.Equal((InstanceStatus.Completed, "\"early again\"", "\"at again\""), await State("continued"));
        Assert.Equal(["again", "running"], harness.Trace.Lines.Select(line => line.Split(' ')[1]).Order());

        await harness.Engine.RaiseEvent("waiting", Go, "went", default);
        Assert.Equal("\"went after\"", (await harness.UntilEnded("waiting")).Output);
        await harness.Engine.RaiseEvent("parent:46d5f7e885a88b369811315cc668b18a", Go, "went", default);
        Assert.Equal("\"child went\"", (await harness.UntilEnded("parent")).Output);
        Assert.Equal("\"expired\"", (await harness.UntilEnded("expiring")).Output);

        var record = await new SqliteOnboardingRecords(new ToldFile(harness.File, new ChangeSignal())).Get(
            new OnboardingId("ob-oysp5dvekpk43efrgmdaf47vds"),
            default
        );
        Assert.Equal("completed", record!.Stage);
        Assert.Equal(
            10L,
            harness.File.Read(reader =>
                Count(reader, "SELECT COUNT(*) FROM instances WHERE ended_at IS NOT NULL AND status <> 0")
            )
        );

        async Task<(InstanceStatus, string?, string?)> State(string id)
        {
            var state = (await harness.Engine.Get(id, default))!;
            return (state.Status, state.Output, state.CustomStatus);
        }
    }

    private static long Count(JournalReader reader, string sql)
    {
        using var command = reader.Connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Unpack(string name, string path)
    {
        using var packed = new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Journal", "OldFiles", name)),
            CompressionMode.Decompress
        );
        using var file = File.Create(path);
        packed.CopyTo(file);
    }
}
