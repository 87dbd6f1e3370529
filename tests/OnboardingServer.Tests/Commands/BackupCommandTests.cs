using OnboardingServer.Tests.Api;
using OnboardingServer.Tests.Storage;
using Scenarios;

namespace OnboardingServer.Tests.Commands;

/// <summary>
/// A backup of a running server that is put in place: what it knew is there, and that it is a copy is said.
/// </summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly string _folder = TestFolder.New("backup-");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data => Path.Combine(_folder, "data");

    private string Backup => Path.Combine(_folder, "one.backup");

    [Fact]
    public async Task Backup_OfARunningServer_IsPutInPlaceHereAndElsewhere()
    {
        string before,
            waiting,
            after;
        await using (var server = await RunningServer.Over(Data))
        {
            before = await server.Accepted(Requests.Direct());
            await server.UntilEnded(before);
            waiting = await server.Accepted(
                Requests.Direct("Proseware") with
                {
                    Approval = Onboarding.Requests.ApprovalDemand.Required,
                }
            );
            await server.Until(waiting, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-approval");

            var written = await Run("backup", Backup);
            Assert.Equal((0, ""), (written.ExitCode, written.Errors));
            after = await server.Accepted(Requests.Direct("Fabrikam"));
            await server.UntilEnded(after);

            Assert.Contains("in use by process", await Refused("restore", Backup), StringComparison.Ordinal);
            Assert.Contains("is there already", await Refused("backup", Backup), StringComparison.Ordinal);
        }

        var restored = await Run("restore", Backup);
        Assert.Equal((0, ""), (restored.ExitCode, restored.Errors));
        await using (var server = await RunningServer.Over(Data))
        {
            Assert.Equal(404, (await server.Get($"onboardings/{after}")).Status);
            await AssertIsThere(server, before, waiting);
            // It is not forgotten at Microsoft.
            Assert.Equal(2, server.Simulator.Ledger.Tenants.Count);
        }

        Assert.Single(Directory.GetDirectories(Data, "before-restore-*"));
        Assert.Empty(Directory.GetDirectories(Data, "restore-*"));

        var elsewhere = Path.Combine(_folder, "elsewhere");
        Assert.Equal(0, (await ChildProcess.Run(_folder, "restore", Backup, "--data", elsewhere)).ExitCode);
        File.Copy(Path.Combine(Data, "vault.key"), Path.Combine(elsewhere, "vault.key"));
        await using var other = await RunningServer.Over(elsewhere);
        await AssertIsThere(other, before, waiting);
    }

    [Fact]
    public async Task Restore_OfABackupThatIsDamaged_LeavesEverythingAsItIs()
    {
        string id;
        await using (var server = await RunningServer.Over(Data))
            id = await server.Accepted(Requests.Direct());
        Assert.Equal(0, (await Run("backup", Backup)).ExitCode);
        var whole = await File.ReadAllBytesAsync(Backup);

        foreach (
            var damage in (Action<byte[]>[])
                [
                    // One bit may stand for the same content: a repetition that is copied from another like place.
                    bytes => bytes.AsSpan(1000, 64).Reverse(),
                    bytes => bytes.AsSpan(2000, 64).Reverse(),
                    bytes => bytes[0] ^= 255,
                    bytes => Array.Clear(bytes, 0, bytes.Length / 2),
                ]
        )
        {
            var bytes = whole.ToArray();
            damage(bytes);
            var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.backup");
            await File.WriteAllBytesAsync(path, bytes);
            Assert.Contains(path, await Refused("restore", path), StringComparison.Ordinal);
        }

        await File.WriteAllBytesAsync(Backup, whole[..^500]);
        Assert.Contains(Backup, await Refused("restore", Backup), StringComparison.Ordinal);
        Assert.Contains(
            "There is no file",
            await Refused("restore", Path.Combine(_folder, "none")),
            StringComparison.Ordinal
        );
        await using var again = await RunningServer.Over(Data);
        Assert.Equal(200, (await again.Get($"onboardings/{id}")).Status);
        Assert.DoesNotContain("storage.restored", (await again.Get("obligations")).Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_OfNothing_SaysSo()
    {
        Assert.Contains("There is no task hub", await Refused("backup", Backup), StringComparison.Ordinal);
        Assert.False(File.Exists(Backup));
    }

    private static async Task AssertIsThere(RunningServer server, string ended, string waiting)
    {
        var done = (await server.Get($"onboardings/{ended}")).Body;
        Assert.Equal("completed", done["stage"]!.GetValue<string>());
        Assert.Null(done["restoredAt"]);
        Assert.NotNull((await server.Get($"onboardings/{waiting}")).Body["restoredAt"]);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (!(await server.Get("obligations")).Raw.Contains("storage.restored", StringComparison.Ordinal))
            await timer.WaitForNextTickAsync(deadline.Token);
        var restored = Assert.Single((await server.Get("summary")).Body["restored"]!.AsArray())!;
        Assert.Equal(1, restored["open"]!.GetValue<int>());
        Assert.True(
            restored["takenAt"]!.GetValue<DateTimeOffset>() <= restored["restoredAt"]!.GetValue<DateTimeOffset>()
        );
        var task = restored["openTask"]!.GetValue<string>();
        Assert.Equal("storage.restored", await ErrorCodeOf(server, task));
    }

    private static async Task<string> ErrorCodeOf(RunningServer server, string task) =>
        (await server.Get("obligations")).Body["items"]!
            .AsArray()
            .Single(item => item!["id"]!.GetValue<string>() == task)!["errorCode"]!.GetValue<string>();

    private Task<Ended> Run(params string[] arguments) => ChildProcess.Run(_folder, [.. arguments, "--data", Data]);

    private async Task<string> Refused(params string[] arguments)
    {
        var ended = await Run(arguments);
        Assert.Equal(1, ended.ExitCode);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        return ended.Errors;
    }
}
