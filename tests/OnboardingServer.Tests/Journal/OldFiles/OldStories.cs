using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Effects;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal.OldFiles;

/// <summary>
/// What ran in the program that wrote the old files. The files hold its calls, so it is never changed.
/// </summary>
internal static class OldStories
{
    public static TaskCatalog Register(TaskCatalog registry) =>
        registry
            .AddMain(Run)
            .AddChild(
                async (context, input) =>
                {
                    var go = await context.WaitForEvent(Go);
                    return await context.CallStep(Echo, $"{input} {go}");
                }
            );

    private static async Task<string> Run(TaskOrchestrationContext context, string input)
    {
        context.SetCustomStatus($"at {input}");
        switch (input)
        {
            case "completed":
                return await context.CallStep(Echo, "done");
            case "failed":
                return await context.CallStep(Fail, "refused");
            case "waiting":
                await context.CallStep(Echo, "before");
                using (var cancellation = new CancellationTokenSource())
                {
                    var deadline = context.CreateTimer(context.CurrentUtc.AddDays(30), cancellation.Token);
                    var go = context.WaitForEvent(Go);
                    if (await Task.WhenAny(go, deadline) == deadline)
                        return "expired";
                    cancellation.Cancel();
                    return $"{await go} {await context.CallStep(Echo, "after")}";
                }

            case "parent":
                return await context.CallSubOrchestration(Child, "child", "parent:46d5f7e885a88b369811315cc668b18a");
            case "continued":
                await context.WaitForEvent(Go);
                context.ContinueAsNew("again");
                return "";
            default:
                return $"{await context.CallStep(Echo, "early")} {await context.CallStep(Gate, input)}";
        }
    }
}
