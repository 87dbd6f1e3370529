using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Onboarding.Progress;
using Onboarding.Requests;
using OnboardingServer.Changes;
using OnboardingServer.Journal;
using OnboardingServer.Storage;
using static Scenarios.Stores.Records;

namespace OnboardingServer.Tests.Storage;

public sealed class SearchColumnsTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    [Fact]
    public async Task Records_of_before_the_columns_are_found_and_sorted_like_new_ones()
    {
        var path = Path.Combine(_directory.FullPath, "onboarding.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            new JournalSchema(new JournalOptions().ForHub()).Upgrade(connection, path, applicationTarget: 13);
            for (var n = 0; n < 450; n++)
                WriteAs013(connection, $"r{n:D3}", $"Ärzte {449 - n:D3}", n);
            connection.Run("UPDATE onboardings SET body = 'x' || body WHERE words LIKE '%R007%'");
        }

        using var file = _directory.Open();
        var records = new SqliteOnboardingRecords(new ToldFile(file, new ChangeSignal()));
        await records.Reserve(Record("new", company: "Arzt", minute: 1000), default);
        var columns = new SqliteSearchColumns(file);

        Assert.Equal(450, await columns.FillMissing(default));
        Assert.Equal(0, await columns.FillMissing(default));

        Assert.Equal(["r003"], await References(new() { Text = "R003@Wingtip.example" }));
        var byName = await References(new() { Sort = new(OnboardingSortKey.CompanyName, false), Limit = 200 });
        Assert.Equal(("new", "r449", "r448"), (byName[0], byName[1], byName[2]));
        var damaged = (await records.Search(new() { Text = "ärzte 442" }, default)).Unreadable;
        Assert.Equal("ÄRZTE 442", Assert.Single(damaged).CompanyName);
        var since = await References(new() { Sort = new(OnboardingSortKey.Since, true), Limit = 1 });
        Assert.Equal(["r000"], since);

        async Task<IReadOnlyList<string>> References(OnboardingQuery query) =>
            [.. (await records.Search(query, default)).Items.Select(record => record.Request.Reference)];
    }

    public void Dispose() => _directory.Dispose();

    private static void WriteAs013(SqliteConnection connection, string reference, string company, int minute)
    {
        var plain = Record(reference, company: company, minute: minute);
        var record = plain with
        {
            Since = Noon.AddDays(2).AddMinutes(-minute),
            Request = plain.Request with
            {
                Contact = new ContactSection("Ada", "Lovelace", $"{reference}@wingtip.example", null),
            },
        };
        connection.Run(
            "INSERT INTO onboardings (id, submitted_at, partner, stage, ended, company, words, body) VALUES (?1, ?2, ?3, "
                + "?4, 0, ?5, ?6, ?7)",
            record.Id.Value,
            record.SubmittedAt.UtcTicks,
            record.Request.Partner,
            record.Stage,
            company.ToUpperInvariant(),
            $"{company}\n{reference}\n".ToUpperInvariant(),
            StoredBody.Write(StoredTables.Onboardings, record.Id.Value, record)
        );
    }
}
