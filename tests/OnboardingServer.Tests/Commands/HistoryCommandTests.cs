using DurableTask.Sqlite;
using Onboarding.Effects;
using OnboardingServer.Tests.Journal;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Commands;

public sealed class HistoryCommandTests
{
    [Fact]
    public async Task A_history_is_a_table_also_while_the_server_runs_and_over_its_kill()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    context.SetCustomStatus("at work");
                    await context.CallStep(Echo, new string('x', 300));
                    await context.CreateTimer(TimeSpan.FromDays(1), default);
                    return "";
                }
            )
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();

        var running = await ChildProcess.Run(harness.Directory, "history", "i1", "--data", harness.Directory, "--all");
        await harness.Crash();
        var killed = await ChildProcess.Run(harness.Directory, "history", "i1", "--data", harness.Directory, "--whole");

        foreach (var ended in (Ended[])[running, killed])
        {
            Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
            var lines = ended.Output.Split('\n');
            Assert.Equal("i1  main  Running", lines[0].TrimEnd());
            Assert.Equal("status \"at work\"", lines[1].TrimEnd());
            Assert.Equal(
                ["POSITION", "AT", "(UTC)", "EVENT", "CALL", "NAME", "WHAT"],
                lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            );
            Assert.Equal(
                ["Started", "ActivityScheduled", "ActivityCompleted", "TimerCreated"],
                lines[4..8].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])
            );
        }

        Assert.Contains("302 characters; --whole", running.Output, StringComparison.Ordinal);
        Assert.Contains(new string('x', 300), killed.Output, StringComparison.Ordinal);
        await harness.Start();
    }

    [Fact]
    public async Task A_short_history_is_a_line_a_call_and_one_for_calls_in_a_row()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, input) =>
                {
                    await context.CallStep(Echo, "1");
                    await context.CallStep(Echo, "2");
                    await context.CallStep(Echo, new string('x', 300));
                    await context.CreateTimer(TimeSpan.FromDays(1), default);
                    return "";
                }
            )
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();

        var shown = await ChildProcess.Run(harness.Directory, "history", "i1", "--data", harness.Directory);

        Assert.Equal((0, ""), (shown.ExitCode, shown.Errors));
        var lines = shown.Output.TrimEnd().Split('\n');
        Assert.Equal(["i1  main  Running", ""], lines[..2].Select(line => line.TrimEnd()));
        Assert.Equal(5, lines.Length);
        Assert.EndsWith("Started", lines[2].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("  echo (3 times)  ", lines[3], StringComparison.Ordinal);
        Assert.Contains("  waits  until ", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_stands_still_is_resumed_on_a_version_while_the_server_does_not_run()
    {
        await using var harness = await EngineHarness.Started(registry =>
            registry.AddMain(
                async (context, _) => $"{await context.CallStep(Echo, "a")} {await context.WaitForEvent(Go)}"
            )
        );
        await harness.Engine.Start(Main, "i1", "", default);
        await harness.Settle();
        await harness.CrashAndRestart(registry =>
            registry.AddMain(
                async (context, _) =>
                    context.Version == "0" ? await context.CallStep(Echo, "a") : await context.WaitForEvent(Go)
            )
        );
        await harness.Engine.RaiseEvent("i1", Other, "", default);
        await harness.Settle();

        var shown = await ChildProcess.Run(harness.Directory, "history", "i1", "--data", harness.Directory);
        var tooEarly = await ChildProcess.Run(harness.Directory, "resume", "i1", "--data", harness.Directory);
        await harness.Stop();
        var nobody = await ChildProcess.Run(harness.Directory, "resume", "nobody", "--data", harness.Directory);
        var resumed = await ChildProcess.Run(
            harness.Directory,
            "resume",
            "i1",
            "--version",
            "0",
            "--data",
            harness.Directory
        );
        await harness.Start();
        await harness.Settle();

        Assert.StartsWith("i1  main  NeedsAttention: non-deterministic:", shown.Output, StringComparison.Ordinal);
        Assert.Equal(1, tooEarly.ExitCode);
        Assert.Contains("in use by process", tooEarly.Errors, StringComparison.Ordinal);
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("There is no instance nobody", nobody.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Errors));
        Assert.Contains("on version 0", resumed.Output, StringComparison.Ordinal);
        Assert.Contains(harness.Engine.History("i1"), row => row is { Kind: HistoryKind.Resumed, Name: "0" });
    }
}
