using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Scenarios.Stores;

namespace OnboardingServer.Tests.Api;

public sealed class ExportTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_search_is_exported_as_a_whole_and_no_cell_is_a_formula()
    {
        var records = Server.Services.GetRequiredService<IOnboardingRecords>();
        for (var n = 0; n < 250; n++)
            await records.Reserve(Records.Record($"export-{n:000}", company: "=HYPERLINK(1)", minute: n), default);

        var whole = await Server.Get("onboardings.csv?text=export-");
        var id = OnboardingId.From("default", "export-007");
        var chosen = await Server.Get($"onboardings.csv?ids={id},ob-nobody");

        Assert.Equal("text/csv", whole.ContentType);
        var lines = whole.Raw.TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        Assert.StartsWith("id,reference,partner,companyName,", lines[0], StringComparison.Ordinal);
        Assert.Equal(251, lines.Length);
        Assert.All(lines[1..], line => Assert.Contains("\"'=HYPERLINK(1)\"", line, StringComparison.Ordinal));
        Assert.Equal(2, chosen.Raw.TrimEnd().Split("\r\n").Length);
        Assert.Contains(id.Value, chosen.Raw, StringComparison.Ordinal);
        (await Server.Get("onboardings.csv?ids=,")).AssertProblem(400, ErrorCodes.InvalidParameter);
        (await Server.Get("onboardings.csv?state=gone")).AssertProblem(400, ErrorCodes.InvalidParameter);
    }

    [Fact]
    public async Task An_onboarding_is_found_by_its_id()
    {
        var records = Server.Services.GetRequiredService<IOnboardingRecords>();
        var record = Records.Record("by its id");
        await records.Reserve(record, default);

        var found = await Server.Get($"onboardings?text={record.Id}");

        Assert.Equal(record.Id.Value, Assert.Single(found.Body["items"]!.AsArray())!["id"]!.GetValue<string>());
    }
}
