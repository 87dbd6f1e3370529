using Onboarding.Http.Batches;
using Onboarding.Http.Onboardings;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>Shows, resumes and cancels what runs on a server, by its id.</summary>
internal static class RemoteControl
{
    public static async Task<int> History(ServerClient server, string id, CancellationToken cancellationToken)
    {
        var now = await server.Get<OnboardingResource>($"onboardings/{Uri.EscapeDataString(id)}", cancellationToken);
        var customer = now.Request.Customer.CompanyName ?? now.Domain;
        WrappedText.WriteLine(Console.Out, VisibleText.Of($"{now.Id}  {now.Stage}  {customer}  ({now.Reference})"));
        if (now.Stuck is { } stuck)
            WrappedText.WriteLine(Console.Out, VisibleText.Of($"cannot go on: {stuck.Code} {stuck.Message}"));
        foreach (var entry in now.Timeline)
            ProgressDisplay.Write(Console.Out, entry);
        return ExitCodes.Completed;
    }

    public static Task<int> Resume(ServerClient server, string id, CancellationToken cancellationToken) =>
        Tell(server, id, "resume", "goes on", cancellationToken);

    public static Task<int> Cancel(ServerClient server, string id, CancellationToken cancellationToken) =>
        Tell(server, id, "cancel", "is told to stop; what can be undone is undone", cancellationToken);

    private static async Task<int> Tell(
        ServerClient server,
        string id,
        string act,
        string outcome,
        CancellationToken cancellationToken
    )
    {
        var isBatch = id.StartsWith("ba-", StringComparison.Ordinal);
        var path = $"{(isBatch ? "batches" : "onboardings")}/{Uri.EscapeDataString(id)}/{act}";
        if (isBatch)
            await server.Post<BatchResource>(path, null, isRepeatable: false, cancellationToken);
        else
            await server.Post<OnboardingResource>(path, null, isRepeatable: false, cancellationToken);
        Console.Out.WriteLine(
            VisibleText.Of(
                isBatch && act == "cancel"
                    ? $"{id} begins no more rows; onboardings that run go on."
                    : $"{id} {outcome}."
            )
        );
        return ExitCodes.Completed;
    }
}
