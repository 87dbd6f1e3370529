using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Scenarios.Stores;

namespace OnboardingServer.Tests.Api;

/// <summary>What the summary says of a backup that was restored.</summary>
public sealed class RestoredTests
{
    private static readonly DateTimeOffset TakenAt = new(2026, 1, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset RestoredAt = TakenAt.AddDays(1);

    [Fact]
    public async Task A_restored_backup_is_told_until_its_open_task_is_closed()
    {
        await using var server = await Start();
        var records = server.Services.GetRequiredService<IOnboardingRecords>();
        var before = Records.Record("before") with { SubmittedAt = RestoredAt.AddHours(-1) };
        await records.Reserve(before, default);
        await records.Reserve(Records.Record("after") with { SubmittedAt = RestoredAt.AddHours(1) }, default);

        var restored = Assert.Single((await server.Get("summary")).Body["restored"]!.AsArray())!;

        Assert.Equal(TakenAt, restored["takenAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(RestoredAt, restored["restoredAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(1, restored["open"]!.GetValue<int>());
        Assert.False(restored["more"]!.GetValue<bool>());
        Assert.Null(restored["openTask"]);
        var to = Uri.EscapeDataString(restored["restoredAt"]!.GetValue<string>());
        var listed = await server.Get($"onboardings?state=open&to={to}");
        Assert.Equal(before.Id.Value, listed.Body["items"]!.AsArray().Single()!["id"]!.GetValue<string>());

        await server.Services.GetRequiredService<IOpenTasks>().Add(TaskOfRestore, default);
        restored = Assert.Single((await server.Get("summary")).Body["restored"]!.AsArray())!;
        Assert.Equal(TaskOfRestore.Id, restored["openTask"]!.GetValue<string>());
        Assert.Equal(200, (await server.Post($"obligations/{TaskOfRestore.Id}/settle", "{}")).Status);
        Assert.Empty((await server.Get("summary")).Body["restored"]!.AsArray());
    }

    [Fact]
    public async Task Without_an_open_task_it_is_told_until_all_of_before_have_ended()
    {
        await using var server = await Start();
        var records = server.Services.GetRequiredService<IOnboardingRecords>();
        var before = Records.Record("before") with { SubmittedAt = RestoredAt.AddHours(-1) };
        await records.Reserve(before, default);
        Assert.Single((await server.Get("summary")).Body["restored"]!.AsArray());

        await records.Apply(
            before.Id,
            [
                Records.Change(1, "completed", Actor.Nobody) with
                {
                    Outcome = new OnboardingOutcome.Completed(ProvisionedResources.Empty),
                },
            ],
            default
        );

        Assert.Empty((await server.Get("summary")).Body["restored"]!.AsArray());
    }

    private static Task<RunningServer> Start() =>
        RunningServer.Start(
            ("Restores:Copies:0:TakenAt", $"{TakenAt:O}"),
            ("Restores:Copies:0:RestoredAt", $"{RestoredAt:O}")
        );

    private static OpenTask TaskOfRestore =>
        new()
        {
            Id = "restored-20260102020000",
            Onboarding = new("file"),
            Partner = "",
            What = $"Compare.",
            Why = $"Restored.",
            Who = Actor.Operator,
            Since = RestoredAt,
            ErrorCode = ErrorCodes.Restored,
        };
}
