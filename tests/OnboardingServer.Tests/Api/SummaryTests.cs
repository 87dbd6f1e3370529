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
        var stopped = Records.Record("stopped") with { SubmittedAt = now };
        await records.Reserve(stopped, default);
        await records.Apply(
            stopped.Id,
            [Records.Change(1, Stage.AwaitingOperator, Actor.Operator) with { ErrorCode = "order.credit-limit" }],
            default
        );
        var id = await Server.Accepted(Requests.Direct("Closes Soon"));
        await Server.UntilEnded(id);
        var exists = (await records.Get(new(id), default))!.Exists;
        var closing = Records.Record("closing") with { SubmittedAt = now };
        await records.Reserve(closing, default);
        var subscriptions = exists.Subscriptions.Select(one => one with { CancellableUntil = now.AddDays(1) });
        var soon = exists with { Subscriptions = [.. subscriptions] };
        await records.Apply(
            closing.Id,
            [
                Records.Change(1, "completed", Actor.Nobody) with
                {
                    Exists = soon,
                    Outcome = new OnboardingOutcome.Completed(soon),
                },
            ],
            default
        );

        var summary = (await Server.Get("summary")).Body;

        Assert.Equal(1, summary["open"]!["awaiting-operator"]!.GetValue<int>());
        Assert.Equal(2, summary["ended"]!["completed"]!.GetValue<int>());
        var error = Assert.Single(summary["stopped"]!.AsArray())!;
        Assert.Equal("order.credit-limit", error["errorCode"]!.GetValue<string>());
        Assert.Equal(1, error["count"]!.GetValue<int>());
        var window = Assert.Single(summary["closingWindows"]!.AsArray())!;
        Assert.Equal(closing.Id.Value, window["onboarding"]!.GetValue<string>());
        Assert.Empty(summary["restored"]!.AsArray());
    }
}
