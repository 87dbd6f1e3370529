using System.Globalization;
using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Batches;
using Onboarding.Retention;
using Scenarios;
using Xunit.Abstractions;

namespace OnboardingServer.Tests.Onboardings;

public sealed class GrowthTests(ITestOutputHelper output)
{
    private const int Onboardings = 200;

    [Fact]
    public async Task After_all_retention_a_small_tombstone_is_left_of_an_onboarding_and_the_file_shrinks()
    {
        await using var host = new JournalHost();
        await host.Start();
        var file = host.Services.GetRequiredService<JournalFile>();
        var empty = Used(file);
        await host
            .Services.GetRequiredService<BatchReceiver>()
            .Receive(
                new(BatchFormat.Csv, "list", null, "gena"),
                BatchFiles.Stream(BatchFiles.Csv(Onboardings)),
                default
            );
        await host.UntilQuiet();
        var (whole, size) = (Used(file) - empty, Pages(file, "page_count"));
        Assert.Equal(Onboardings, Rows(file, "onboardings"));

        host.Clock.Advance(TimeSpan.FromDays(366));
        await host.Engine.Hub.Retention!.Sweep();
        await host.Services.GetRequiredService<ExpiredData>().Remove(default);
        var record = Used(file) - empty;
        host.Clock.Advance(TimeSpan.FromDays(3651));
        await host.Services.GetRequiredService<ExpiredData>().Remove(default);
        await host.Services.GetRequiredService<ExpiredData>().RemoveAudit(default);
        await host.Engine.Hub.Retention!.Sweep();
        var tombstone = Used(file) - empty;

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Bytes an onboarding: {whole / Onboardings} whole, {record / Onboardings} after its history's time, "
                    + $"{tombstone / Onboardings} after all retention; the file went from {size} to "
                    + $"{Pages(file, "page_count")} pages."
            )
        );
        Assert.Equal((0, Onboardings), (Rows(file, "onboardings"), Rows(file, "tombstones")));
        Assert.Equal((0, 0, 0), (Rows(file, "changes"), Rows(file, "audit"), Rows(file, "history")));
        Assert.InRange(tombstone / Onboardings, 1, 600);
        Assert.True(Pages(file, "page_count") < size);
    }

    private static long Rows(JournalFile file, string table) => Ask(file, $"SELECT COUNT(*) FROM {table}");

    private static long Pages(JournalFile file, string pragma) => Ask(file, $"SELECT {pragma} FROM pragma_{pragma}");

    private static long Used(JournalFile file) =>
        (Pages(file, "page_count") - Pages(file, "freelist_count")) * Pages(file, "page_size");

    private static long Ask(JournalFile file, string sql) =>
        file.Read(reader =>
        {
            using var command = new SqliteCommand(sql, reader.Connection);
            return (long)command.ExecuteScalar()!;
        });
}
