using Onboarding.Durability;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal.OldFiles;

/// <summary>What ran in the program that wrote the old files. The files hold its calls, so it is never changed.</summary>
internal static class OldStories
{
    public static DurableRegistry Register(DurableRegistry registry) => registry.AddMain(Run).AddChild(async (context, input) =>
    {
        var go = await context.WaitForEvent(Go);
        return await context.CallActivity(Echo, $"{input} {go}");
    });

    private static async Task<string> Run(OrchestrationContext context, string input)
    {
        context.SetStatus($"at {input}");
        switch (input)
        {
            case "completed":
                return await context.CallActivity(Echo, "done");
            case "failed":
                return await context.CallActivity(Fail, "refused");
            case "waiting":
                await context.CallActivity(Echo, "before");
                using (var cancellation = new CancellationTokenSource())
                {
                    var deadline = context.CreateTimer(context.CurrentUtc.AddDays(30), cancellation.Token);
                    var go = context.WaitForEvent(Go);
                    if (await Task.WhenAny(go, deadline) == deadline) return "expired";
                    cancellation.Cancel();
                    return $"{await go} {await context.CallActivity(Echo, "after")}";
                }

            case "parent":
                return await context.CallSubOrchestration(Child, "child", $"{context.InstanceId}:{context.NewGuid():N}");
            case "continued":
                await context.WaitForEvent(Go);
                context.ContinueAsNew("again");
                return "";
            default:
                return $"{await context.CallActivity(Echo, "early")} {await context.CallActivity(Gate, input)}";
        }
    }
}
