using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Scenarios;
using Scenarios.Stores;

namespace OnboardingServer.Tests.Api;

public sealed class SummaryTests(AnsweringServerFixture fixture) : IClassFixture<AnsweringServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task It_counts_what_stands_where_what_stopped_and_which_windows_close_soon()
    {
        var records = Server.Services.GetRequiredService<IOnboardingRecords>();
        var now = TimeProvider.System.GetUtcNow();
        await records.Reserve(
            Records.Record("stopped") with
            {
                SubmittedAt = now,
                Stage = Stage.AwaitingOperator,
                WaitsFor = Actor.Operator,
                ErrorCode = "order.credit-limit",
            },
            default
        );
        var id = await Server.Accepted(Requests.Direct("Closes Late"));
        await Server.UntilEnded(id);
        // Approved after weeks, and many others were submitted since.
        await records.Reserve(Completed("closing", now.AddDays(-40), now.AddDays(1)), default);
        for (var n = 0; n < 250; n++)
            await records.Reserve(Completed($"closed {n}", now.AddDays(-31), now.AddDays(-1)), default);

        var summary = (await Server.Get("summary")).Body;

        Assert.Equal(1, summary["open"]!["awaiting-operator"]!.GetValue<int>());
        Assert.Equal(1, summary["ended"]!["completed"]!.GetValue<int>());
        var error = Assert.Single(summary["stopped"]!.AsArray())!;
        Assert.Equal("order.credit-limit", error["errorCode"]!.GetValue<string>());
        Assert.Equal(1, error["count"]!.GetValue<int>());
        var window = Assert.Single(summary["closingWindows"]!.AsArray())!;
        Assert.Equal("closing", window["reference"]!.GetValue<string>());
        Assert.Empty(summary["restored"]!.AsArray());
    }

    private static OnboardingRecord Completed(string reference, DateTimeOffset submittedAt, DateTimeOffset windowEnds)
    {
        var exists = ProvisionedResources.Empty with
        {
            Subscriptions = [new(Guid.NewGuid(), "CFQ7TTC0LH18:0001", 5, "Active", windowEnds)],
        };
        return Records.Record(reference) with
        {
            SubmittedAt = submittedAt,
            Stage = "completed",
            WaitsFor = Actor.Nobody,
            Exists = exists,
            Outcome = new OnboardingOutcome.Completed(exists),
        };
    }
}
