using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Approvals;
using Onboarding.Progress;
using Onboarding.Quotes;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Tables;

namespace OnboardingFunctions.Tests.Triggers;

/// <summary>What the function app answers out of its tables, beyond what every store promises.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableAnswersTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [AzuriteFact]
    public async Task ListApprovals_OfTheCaller_ArePendingOnesThatHeMayDecide()
    {
        await using var app = new TestApp(
            new()
            {
                ["Authentication:Mode"] = "ApiKey",
                ["Authentication:ApiKeys:lena:Hash"] = Convert.ToHexString(SHA256.HashData("k"u8)),
                ["Authentication:ApiKeys:lena:Roles"] = "Approver",
            },
            azurite.NewStore()
        );
        var approvals = app.Services.GetRequiredService<IApprovals>();
        for (var n = 0; n < 6; n++)
            await approvals.Add(Approval(n, n % 2 == 0 ? "role:Approver" : "group:legal"), default);
        await approvals.Add(Approval(6, "role:Approver") with { State = ApprovalState.Approved }, default);

        var first = await app.Read("ListApprovals", "?mine=true&limit=2", "k");
        var continuation = Uri.EscapeDataString(first["continuation"]!.GetValue<string>());
        var second = await app.Read("ListApprovals", $"?mine=true&limit=2&continuation={continuation}", "k");

        Assert.Equal(["ob-0", "ob-2"], Ids(first));
        Assert.Equal(["ob-4"], Ids(second));
        Assert.Equal(7, Ids(await app.Read("ListApprovals", key: "k")).Count());
    }

    [AzuriteFact]
    public async Task GetSummary_AfterACopyWasPutBack_SaysSoWhereTheSettingsSaySo()
    {
        var store = azurite.NewStore();
        var before = TestRecords.Record("CRM-1");
        await using var app = new TestApp(
            new()
            {
                ["Restores:Copies:0:TakenAt"] = $"{before.SubmittedAt.AddDays(-1):O}",
                ["Restores:Copies:0:RestoredAt"] = $"{before.SubmittedAt.AddDays(1):O}",
            },
            store
        );
        await app.Services.GetRequiredService<IOnboardingRecords>().Reserve(before, default);

        var restored = Assert.Single((await app.Read("GetSummary"))["restored"]!.AsArray())!;

        Assert.Equal(1, restored["open"]!.GetValue<int>());
        Assert.Null(restored["openTask"]);
        await using var unaware = new TestApp([], store);
        Assert.Empty((await unaware.Read("GetSummary"))["restored"]!.AsArray());
    }

    private static IEnumerable<string> Ids(JsonNode list) =>
        list["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>());

    private static Approval Approval(int n, string by) =>
        new()
        {
            Onboarding = new($"ob-{n}"),
            Partner = "default",
            Reference = $"CRM-{n}",
            Version = "v1",
            RequestedAt = Now.AddMinutes(n),
            SubmittedBy = "gena",
            Rule = "every",
            Reasons = [$"Every onboarding has to be approved."],
            Needed = 1,
            By = [by],
            FourEyes = true,
            Price = new Quote { Lines = [], Totals = [] },
            Findings = [],
            ExpiresAt = Now.AddDays(14),
        };
}
