namespace PartnerCenter.Tests.Simulator;

/// <summary>Granular delegated admin relationships: C §12.</summary>
public sealed class GranularTests
{
    private const string Path = "/v1.0/tenantRelationships/delegatedAdminRelationships";

    [Theory]
    [InlineData("10.00:00:00")]
    [InlineData("10:00:00")]
    [InlineData("730")]
    [InlineData("P99999999999Y")]
    [InlineData("P3Y")]
    [InlineData("PT0S")]
    [InlineData("-P1D")]
    [InlineData("two years")]
    public async Task A_duration_that_is_no_ISO_duration_of_up_to_two_years_is_refused(string duration)
    {
        await using var lab = await Lab.Start();
        Assert.Equal(400, (await Create(lab, duration)).Status);
        Assert.Equal(200, (await lab.Send("GET", Path, token: await Graph(lab))).Status);
    }

    [Theory]
    [InlineData("P730D", 730)]
    [InlineData("P1Y", 365)]
    [InlineData("PT48H", 2)]
    public async Task A_relationship_is_active_from_approval_to_its_end(string duration, int days)
    {
        await using var lab = await Lab.Start();
        var token = await Graph(lab);
        var id = (await Create(lab, duration)).Text("id");
        async Task<string> Status() => (await lab.Send("GET", $"{Path}/{id}", token: token)).Text("status");
        Assert.Equal(
            201,
            (await lab.Send("POST", $"{Path}/{id}/requests", new { action = "lockForApproval" }, token: token)).Status
        );
        lab.Host.Control.ApproveGranularRelationship(id);
        Assert.Equal("active", await Status());
        lab.Host.Control.StepClock(TimeSpan.FromDays(days));
        Assert.Equal("expired", await Status());
        Assert.Equal(
            "expired",
            (await lab.Send("GET", Path, token: token)).Body!["value"]![0]!["status"]!.GetValue<string>()
        );
    }

    private static Task<string> Graph(Lab lab) => lab.Token(resource: "https://graph.microsoft.com");

    private static async Task<Reply> Create(Lab lab, string duration) =>
        await lab.Send(
            "POST",
            Path,
            new
            {
                displayName = "Helpdesk",
                duration,
                accessDetails = new
                {
                    unifiedRoles = new[] { new { roleDefinitionId = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b" } },
                },
            },
            token: await Graph(lab)
        );
}
