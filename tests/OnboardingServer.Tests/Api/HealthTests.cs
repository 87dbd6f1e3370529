using DurableTask.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Onboarding;
using OnboardingServer.Journal;

namespace OnboardingServer.Tests.Api;

/// <summary>What a supervisor and a load balancer go by.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task On_a_full_disk_it_is_not_ready_until_there_is_room()
    {
        await using var server = await RunningServer.Start();
        var file = server.Services.GetRequiredService<JournalFile>();
        Assert.Equal(200, (await server.Get("health/ready")).Status);

        file.Hook = (moment, _) =>
            _ = moment == CommitMoment.Before ? throw new SqliteException("database or disk is full", 13) : 0;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => file.Write(_ => 0));
        (await server.Get("health/ready")).AssertProblem(503, ErrorCodes.NotReady);
        Assert.Equal(200, (await server.Get("health/live")).Status);

        file.Hook = null;
        await Until(async () => (await server.Get("health/ready")).Status == 200);
    }

    [Fact]
    public async Task An_engine_that_stopped_on_a_fault_is_not_ready_and_ends_the_process()
    {
        await using var server = await RunningServer.Start();
        var file = server.Services.GetRequiredService<JournalFile>();
        var stopping = server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var stops = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.Register(stops.SetResult);

        file.Hook = (moment, _) =>
            _ = moment == CommitMoment.Before ? throw new SqliteException("database disk image is malformed", 11) : 0;
        server.Services.GetRequiredService<JournalEngine>().Hub.Clock.Signal();

        await stops.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await Assert.ThrowsAsync<JournalStoppedException>(() => file.Write(_ => 0));
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(40), TimeProvider.System);
        while (!await condition())
            await timer.WaitForNextTickAsync(deadline.Token);
    }
}
