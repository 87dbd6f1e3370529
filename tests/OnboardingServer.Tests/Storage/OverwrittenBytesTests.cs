using System.Text;
using Onboarding.Progress;
using OnboardingServer.Changes;
using OnboardingServer.Storage;
using static Scenarios.Stores.Records;

namespace OnboardingServer.Tests.Storage;

public sealed class OverwrittenBytesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_erased_or_removed_is_not_in_the_file_any_more(bool removed)
    {
        using var directory = new DataDirectory();
        string path;
        using (var file = directory.Open())
        {
            path = file.FilePath;
            var records = new SqliteOnboardingRecords(new ToldFile(file, new ChangeSignal()));
            for (var n = 0; n < 50; n++)
            {
                var record = (
                    await records.Reserve(
                        Record($"r{n}", company: $"Secretive {n} GmbH", domain: $"d{n}.example"),
                        default
                    )
                ).Record;
                // Texts of many lengths, so that rows move between pages and to pages of their own.
                for (var change = 1; change <= 8; change++)
                    await records.Apply(
                        record.Id,
                        [
                            Change(change, Stage.Ordering) with
                            {
                                Text = $"Secretive {new string('x', change * change * 100)}",
                            },
                        ],
                        default
                    );
                if (removed)
                    await records.Remove(record, Noon, default);
                else
                    await records.Erase(
                        record.Id,
                        known =>
                            known with
                            {
                                Domain = null,
                                Request = new() { Reference = "r", Customer = new() },
                            },
                        line => line with { Text = $"Gone." },
                        default
                    );
            }
        }

        var bytes = await File.ReadAllBytesAsync(path);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("Secretive")));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("SECRETIVE")));
    }
}
