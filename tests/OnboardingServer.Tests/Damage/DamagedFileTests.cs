using System.Text.Json.Nodes;
using DurableTask.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using OnboardingServer.Hosting;
using OnboardingServer.Storage;
using OnboardingServer.Tests.Api;

namespace OnboardingServer.Tests.Damage;

/// <summary>
/// A disk that changes what was written: the server refuses to start and says what to do, or serves all that is sound
/// and names what is not. It never answers 500, and nothing disappears without a word.
/// </summary>
public sealed class DamagedFileTests(DamageStory story) : IClassFixture<DamageStory>
{
    private const string Database = "onboarding.db";
    private const string Log = "onboarding.db-wal";
    private const int PageBytes = 4096;

    private static readonly Dictionary<string, Action<DamagedDirectory>> _onAStoppedServer = new()
    {
        ["a letter of a name"] = at => Some(at, at.FlipIn(Database, "Fabrikam Foods GmbH", 3)),
        ["a brace of JSON"] = at => Some(at, at.FlipIn(Database, "{\"reference\":", 0)),
        ["a digit of a quantity"] = at => Some(at, at.FlipIn(Database, "\"quantity\":25", 11)),
        ["a stage"] = at => Some(at, at.FlipIn(Database, "\"stage\":\"completed\"", 10)),
        ["an entry of the timeline"] = at => Some(at, at.FlipIn(Database, "\"sequence\":3", 3)),
        ["an entry of the audit"] = at => Some(at, at.FlipIn(Database, "\"action\":\"", 11)),
        ["a result in a history"] = at => Some(at, at.FlipIn(Database, "\"tenantId\":\"", 14, bit: 1)),
        ["an approval"] = at => Some(at, at.FlipIn(Database, "\"requestedAt\"", 5)),
        ["a delivery"] = at => Some(at, at.FlipIn(Database, "\"subscriber\":0", 3)),
        ["a line break before a checksum"] = at => Some(at, at.FlipIn(Database, "}\n", 1, bit: 3)),
        ["an id in one place"] = at => at.Flip(Database, at.Find(Database, "ob-")[0] + 5),
        ["an id in another place"] = at => at.Flip(Database, at.Find(Database, "ob-")[^1] + 5),
        ["the name of a table"] = at => Some(at, at.FlipIn(Database, "CREATE TABLE onboardings", 14)),
        ["the first bytes"] = at => at.Flip(Database, 4),
        ["the size of a page"] = at => at.Flip(Database, 16, bit: 2),
        ["the kind of a page"] = at => at.Flip(Database, 5 * PageBytes, bit: 1),
        ["the number of cells of a page"] = at => at.Flip(Database, (7 * PageBytes) + 4, bit: 5),
        ["the second half"] = at => at.Cut(Database, at.Length(Database) / 2),
        ["the last page"] = at => at.Cut(Database, at.Length(Database) - PageBytes),
        ["all but the first page"] = at => at.Cut(Database, PageBytes),
        ["everything"] = at => at.Cut(Database, 0),
        ["the file itself"] = at => File.Delete(at.Database),
        ["the partners"] = at => at.Flip("partners.json", 0),
        ["the key of the vault"] = at => at.Flip("vault.key", 3),
    };

    private static readonly Dictionary<string, Action<DamagedDirectory>> _onAKilledServer = new()
    {
        ["the header of the log"] = at => at.Flip(Log, 3),
        ["a salt of the log"] = at => at.Flip(Log, 17),
        ["the first frame of the log"] = at => at.Flip(Log, 32 + 24 + 100),
        ["the salt of a frame"] = at => at.Flip(Log, 32 + (20 * (PageBytes + 24)) + 9),
        ["the middle of the log"] = at => at.Flip(Log, at.Length(Log) / 2),
        ["the log itself"] = at => File.Delete(at.PathOf(Log)),
    };

    public static TheoryData<string> OnAStoppedServer => [.. _onAStoppedServer.Keys];

    public static TheoryData<string> OnAKilledServer => [.. _onAKilledServer.Keys];

    public static TheoryData<int> Anywhere => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(OnAStoppedServer))]
    public async Task Damage_OfAStoppedServersFiles_IsSaid(string what)
    {
        using var directory = new DamagedDirectory(story.Stopped);
        _onAStoppedServer[what](directory);

        await AssertSaid(directory, isAlwaysFound: true);
    }

    [Theory]
    [MemberData(nameof(OnAKilledServer))]
    public async Task Damage_OfAKilledServersLog_IsSaid(string what)
    {
        using var directory = new DamagedDirectory(story.Killed);
        _onAKilledServer[what](directory);

        await AssertSaid(directory, isAlwaysFound: true);
    }

    [Theory]
    [MemberData(nameof(Anywhere))]
    public async Task OneBit_AnywhereInTheFile_IsSaidOrChangesNothing(int seed)
    {
        using var directory = new DamagedDirectory(story.Stopped);
        var random = new Random(seed);
        var bytes = await File.ReadAllBytesAsync(directory.Database);
        var at = 0;
        // Most of a small file is empty, where nothing can be damaged.
        while (bytes[at = random.Next(bytes.Length)] == 0) { }

        directory.Flip(Database, at, random.Next(8));
        await AssertSaid(directory, isAlwaysFound: false);
    }

    [Fact]
    public async Task SoundFiles_OfAKilledServer_ShowWhatTheyShowed()
    {
        using var directory = new DamagedDirectory(story.Killed);
        await using var server = await RunningServer.Over(directory.FullPath);

        Assert.Equal(story.Answers, await DamageStory.Ask(server.Client, story.Answers.Keys));
        Assert.True(server.Services.GetRequiredService<JournalFile>().Check(default).IsSound);
        Assert.Empty(server.Services.GetRequiredService<RowCheck>().Run(default));
    }

    private async Task AssertSaid(DamagedDirectory directory, bool isAlwaysFound)
    {
        RunningServer? server = null;
        try
        {
            server = await RunningServer.Over(directory.FullPath);
        }
        catch (Exception refusal)
        {
            var messages = StartErrors.MessagesOf(refusal);
            Assert.True(messages is not null, refusal.ToString());
            Assert.All(messages, message => Assert.Contains(directory.FullPath, message, StringComparison.Ordinal));
            return;
        }

        await using var running = server;
        var answers = await DamageStory.Ask(running.Client, story.Answers.Keys);
        Assert.All(answers.Values, answer => Assert.False(answer.StartsWith("500", StringComparison.Ordinal), answer));
        // It is known for what it is; what is done about that is for the tests of restored copies.
        if (running.Services.GetRequiredService<JournalFile>().Copies.Count > 0)
            return;
        var list = JsonNode.Parse(answers["onboardings"][4..])!["items"]!.AsArray();
        Assert.Equal(story.Onboardings.Order(), list.Select(item => item!["id"]!.GetValue<string>()).Order());

        var changed = answers
            .Where(answer => answer.Value != story.Answers[answer.Key])
            .Select(answer => answer.Key)
            .ToList();
        var isFound =
            !running.Services.GetRequiredService<JournalFile>().Check(default).IsSound
            || running.Services.GetRequiredService<RowCheck>().Run(default).Count > 0;
        if (!isFound && !isAlwaysFound && changed.Count == 0)
            return;
        Assert.True(isFound, $"Nobody has noticed; changed: {string.Join(", ", changed)}");
        await UntilATaskSaysSo(running);
    }

    private static async Task UntilATaskSaysSo(RunningServer server)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (true)
        {
            var tasks = await server.Get("obligations");
            Assert.Equal(200, tasks.Status);
            if (tasks.Raw.Contains(ErrorCodes.StorageDamaged, StringComparison.Ordinal))
                return;
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static void Some(DamagedDirectory directory, int places) =>
        Assert.True(places > 0, $"There is nothing to damage in {directory.FullPath}.");
}
