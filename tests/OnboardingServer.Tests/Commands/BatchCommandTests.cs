using System.Text.Json.Nodes;
using Scenarios;

namespace OnboardingServer.Tests.Commands;

/// <summary>The command as scripts see it.</summary>
public sealed class BatchCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_ends_with_the_code_of_its_worst_row_and_its_correction_begins_only_what_has_not_run()
    {
        var file = Path.Combine(_folder, "list.csv");
        await File.WriteAllTextAsync(
            file,
            BatchFiles.Csv(BatchFiles.Row(1), BatchFiles.Row(2, ("customer.address.postalCode", "1")))
        );

        var first = await ChildProcess.Run(
            _folder,
            "batch",
            file,
            "--results",
            "results.csv",
            "--as-of",
            Api.RunningServer.Attesting
        );
        Assert.True(first.ExitCode == 2, first.Output + first.Errors);
        Assert.Contains("completed        1", first.Output, StringComparison.Ordinal);
        Assert.Contains("refused          1", first.Output, StringComparison.Ordinal);
        Assert.Contains("SIMULATION", first.Errors, StringComparison.Ordinal);

        var results = Path.Combine(_folder, "results.csv");
        await File.WriteAllTextAsync(
            results,
            (await File.ReadAllTextAsync(results)).Replace(",1,DE", ",85716,DE", StringComparison.Ordinal)
        );
        var corrected = await ChildProcess.Run(
            _folder,
            "batch",
            results,
            "--json",
            "--as-of",
            Api.RunningServer.Attesting
        );

        Assert.True(corrected.ExitCode == 0, corrected.Output + corrected.Errors);
        var end = JsonNode.Parse(corrected.Output)!;
        Assert.Equal(2, end["progress"]!["rows"]!["completed"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_file_whose_last_rows_somebody_has_to_look_at_is_2_and_its_results_say_what()
    {
        var file = Path.Combine(_folder, "list.csv");
        await File.WriteAllTextAsync(
            file,
            BatchFiles.Csv(BatchFiles.Row(1), BatchFiles.Row(2, ("customer.companyName", "Test Kunden GmbH")))
        );

        var held = await ChildProcess.Run(
            _folder,
            "batch",
            file,
            "--results",
            "results.csv",
            "--as-of",
            Api.RunningServer.Attesting
        );
        Assert.True(held.ExitCode == 2, held.Output + held.Errors);
        Assert.Contains("1 rows wait for somebody to look at", held.Errors, StringComparison.Ordinal);
        var results = await File.ReadAllLinesAsync(Path.Combine(_folder, "results.csv"));
        Assert.Contains("review customer.name-doubtful at customer.companyName", results[2], StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            file,
            $"{BatchFiles.Header},acknowledged\n{BatchFiles.Row(1)},\n{BatchFiles.Row(2, ("customer.companyName", "Test Kunden GmbH"))},customer.name-doubtful\n"
        );
        var acknowledged = await ChildProcess.Run(_folder, "batch", file, "--as-of", Api.RunningServer.Attesting);

        Assert.True(acknowledged.ExitCode == 0, acknowledged.Output + acknowledged.Errors);
        Assert.Contains("completed        2", acknowledged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_batch_is_2_and_a_missing_file_is_1()
    {
        var file = Path.Combine(_folder, "list.csv");
        await File.WriteAllTextAsync(file, "name\nx\n");

        var wrong = await ChildProcess.Run(_folder, "batch", file);
        var missing = await ChildProcess.Run(_folder, "batch", "nothing.csv");

        Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
        Assert.Contains("no column reference", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal((1, ""), (missing.ExitCode, missing.Output));
    }
}
