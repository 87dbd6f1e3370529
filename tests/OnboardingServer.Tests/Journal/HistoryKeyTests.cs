using System.Security.Cryptography;
using System.Text;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding;
using Onboarding.Effects;
using OnboardingServer.Journal;
using OnboardingServer.Tests.Storage;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal;

/// <summary>Histories encrypted with <c>Server:HistoryKey</c>.</summary>
public sealed class HistoryKeyTests : IDisposable
{
    private const string Personal = "gena.soto@wingtiptoys.example";

    private readonly string _folder = TestFolder.New("keys-");
    private readonly Gates _gates = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Encrypted_NothingButTheInstanceIdIsFoundInTheFile_AndARestartReadsIt()
    {
        await using var harness = Harness(KeyFile("one"));
        await harness.Start();
        await WaitingWithPersonalData(harness, "i1");
        Assert.Equal(DurableJson.Write(Personal), (await harness.Engine.Get("i1", default))!.CustomStatus);

        await harness.CrashAndRestart();
        await harness.Engine.RaiseEvent("i1", Go, Personal, default);

        Assert.Equal(DurableJson.Write($"{Personal} {Personal}"), (await harness.UntilEnded("i1")).Output);
        Assert.Equal([Personal, Personal], harness.Trace.Lines.Select(line => line.Split(' ')[1]));
        await harness.Stop();
        var bytes = Files(harness);
        Assert.True(Contains(bytes, "i1"));
        Assert.False(Contains(bytes, Personal));
        await harness.Start();
    }

    [Fact]
    public async Task Rotation_RowsPlainOrOfAnOlderKey_AreEncryptedAnewBesideRunningInstances()
    {
        await using var harness = Harness(null);
        await harness.Start();
        for (var n = 0; n < 300; n++)
            await WaitingWithPersonalData(harness, $"plain{n}", settle: false);
        await harness.Settle();
        await harness.Stop();
        Assert.True(Contains(Files(harness), Personal));

        foreach (
            var keys in (string[][])
                [
                    ["one"],
                    ["two", "one"],
                ]
        )
        {
            harness.Options.HistoryKey = KeyFile(keys);
            await harness.Start();
            await WaitingWithPersonalData(harness, $"of-{keys[0]}", settle: false);
            await harness.Settle();
            await new Reencryption(harness.Engine.Hub).Run();
            await harness.Stop();
            // The next start leaves nothing of it in the slack of the pages either.
            await harness.Start();
            await harness.Stop();
            Assert.False(Contains(Files(harness), Personal));
        }

        // The older key can go.
        harness.Options.HistoryKey = KeyFile("two");
        await harness.Start();
        foreach (var id in (string[])["plain0", "plain299", "of-one", "of-two"])
        {
            await harness.Engine.RaiseEvent(id, Go, "went", default);
            Assert.Equal(DurableJson.Write($"{Personal} went"), (await harness.UntilEnded(id)).Output);
        }
    }

    [Fact]
    public async Task Rotation_CutOffByACrash_GoesOnAtTheNextStart()
    {
        await using var harness = Harness(null);
        await harness.Start();
        for (var n = 0; n < 300; n++)
            await WaitingWithPersonalData(harness, $"i{n}", settle: false);
        await harness.Settle();
        await harness.Stop();
        harness.Options.HistoryKey = KeyFile("one");
        harness.Hook = (moment, commit) =>
        {
            if (moment == CommitMoment.Before && commit == 3)
                throw new JournalCrash();
        };
        await harness.Start();
        await harness.Settle();
        harness.Hook = null;

        await harness.CrashAndRestart();
        Assert.True(harness.File.NeedsReencryption);
        await new Reencryption(harness.Engine.Hub).Run();

        Assert.False(
            new HistoryCodec(harness.Options.ForHub()) is var codec
                && harness.File.Read(reader =>
                    Scalar(
                        reader.Connection,
                        $"SELECT COUNT(*) FROM history WHERE payload IS NOT NULL AND payload_key IS NOT {codec.Current}"
                    )
                ) > 0
        );
        await harness.Engine.RaiseEvent("i7", Go, "went", default);
        Assert.Equal(DurableJson.Write($"{Personal} went"), (await harness.UntilEnded("i7")).Output);
    }

    [Fact]
    public async Task Start_WithoutTheKeyOrWithAnother_IsRefusedAndNamesIt()
    {
        await using var harness = Harness(KeyFile("one"));
        await harness.Start();
        await WaitingWithPersonalData(harness, "i1");
        await harness.Stop();

        harness.Options.HistoryKey = null;
        Assert.Contains(
            "Server:HistoryKey",
            (await Assert.ThrowsAsync<JournalFileException>(() => harness.Start())).Message,
            StringComparison.Ordinal
        );
        harness.Options.HistoryKey = KeyFile("two");
        Assert.Contains(
            "Add the key as a line",
            (await Assert.ThrowsAsync<JournalFileException>(() => harness.Start())).Message,
            StringComparison.Ordinal
        );

        harness.Options.HistoryKey = KeyFile("one");
        await harness.Start();
    }

    [Theory]
    [InlineData("not Base64", "Line 1")]
    [InlineData("QUJD", "Line 1")]
    [InlineData("\n\n", "empty")]
    [InlineData(null, "cannot be read")]
    public void Codec_BadKeyFile_SaysWhatIsWrongWithIt(string? content, string expected)
    {
        var path = Path.Combine(_folder, "bad.keys");
        if (content is not null)
            File.WriteAllText(path, content);

        var error = Assert.Throws<JournalFileException>(() =>
            new HistoryCodec(new JournalOptions { HistoryKey = path }.ForHub())
        );

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        if (content?.Trim() is { Length: > 0 } secret)
            Assert.DoesNotContain(secret, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_MovedToAnotherInstance_DoesNotOpen()
    {
        await using var harness = Harness(KeyFile("one"));
        await harness.Start();
        await WaitingWithPersonalData(harness, "i1");
        await WaitingWithPersonalData(harness, "i2");
        await harness.File.Write(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE history SET instance = 3 - instance WHERE kind = 3";
            return command.ExecuteNonQuery();
        });

        Assert.Contains(
            "was changed by somebody else",
            Assert.Throws<JournalFileException>(() => harness.Engine.History("i1")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Row_ChangedBySomebodyElse_HaltsItsInstanceAndOnlyIt()
    {
        await using var harness = Harness(KeyFile("one"));
        await harness.Start();
        await WaitingWithPersonalData(harness, "i1");
        await WaitingWithPersonalData(harness, "i2");
        await harness.CrashAndRestart();
        await harness.File.Write(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE history SET payload = zeroblob(60) WHERE kind = 3 AND instance = 1";
            return command.ExecuteNonQuery();
        });

        foreach (var id in (string[])["i1", "i2"])
            await harness.Engine.RaiseEvent(id, Go, "went", default);

        Assert.Equal(InstanceStatus.Completed, (await harness.UntilEnded("i2")).Status);
        var halted = await harness.UntilEnded("i1");
        Assert.Equal((InstanceStatus.NeedsAttention, "unreadable"), (halted.Status, halted.Failure!.Code));
        Assert.Contains("was changed by somebody else", halted.Failure.Message, StringComparison.Ordinal);

        // It stays halted over a restart, and can be terminated.
        await harness.CrashAndRestart();
        Assert.Equal(InstanceStatus.NeedsAttention, (await harness.UntilEnded("i1")).Status);
        Assert.True(await harness.Engine.Terminate("i1", "given up", default));
    }

    [Fact]
    public void Register_FileThatCannotBeWrittenAnew_IsOpenedAndTriedAgainAtTheNextStart()
    {
        using var directory = new DataDirectory();
        var path = Path.Combine(directory.FullPath, "onboarding.db");
        using (var file = directory.Open())
            file.Kill();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO payload_keys (id) VALUES ({HistoryKeys.Slack}); SELECT id FROM payload_keys";
        var codec = new HistoryCodec(new JournalOptions { HistoryKey = KeyFile("one") }.ForHub());

        // SQLite refuses to write a file anew while a statement is under way.
        using (var rows = command.ExecuteReader())
        {
            Assert.True(rows.Read());
            HistoryKeys.Register(connection, codec, path, "Server:HistoryKey", NullLogger.Instance);
        }

        Assert.Equal(1, Marks());
        HistoryKeys.Register(connection, codec, path, "Server:HistoryKey", NullLogger.Instance);
        Assert.Equal(0, Marks());

        long Marks() => Scalar(connection, $"SELECT COUNT(*) FROM payload_keys WHERE id = {HistoryKeys.Slack}");
    }

    private EngineHarness Harness(string? keys)
    {
        var harness = new EngineHarness(
            registry =>
                registry.AddMain(
                    async (context, input) =>
                    {
                        var first = await context.CallStep(Echo, input);
                        context.SetCustomStatus(input);
                        return await context.CallStep(Echo, $"{first} {await context.WaitForEvent(Go)}");
                    }
                ),
            services => services.AddSingleton(_gates)
        );
        harness.Options.HistoryKey = keys;
        return harness;
    }

    private static async Task WaitingWithPersonalData(EngineHarness harness, string id, bool settle = true)
    {
        await harness.Engine.Start(Main, id, Personal, default);
        if (settle)
            await harness.Settle();
    }

    /// <summary>A file with keys made of their names.</summary>
    private string KeyFile(params string[] names)
    {
        var path = Path.Combine(_folder, $"{string.Join('-', names)}.keys");
        File.WriteAllLines(
            path,
            names.Select(name => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(name))))
        );
        return path;
    }

    private static byte[] Files(EngineHarness harness) =>
        [.. Directory.GetFiles(harness.Directory, "onboarding.db*").SelectMany(File.ReadAllBytes)];

    private static bool Contains(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
