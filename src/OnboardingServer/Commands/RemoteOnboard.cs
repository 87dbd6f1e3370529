using System.Text.Json;
using System.Text.Json.Nodes;
using Onboarding.Approvals;
using Onboarding.Http;
using Onboarding.Http.Approvals;
using Onboarding.Http.Onboardings;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>Carries one request out on a server that runs, with its progress on the terminal.</summary>
internal static class RemoteOnboard
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    public static async Task<int> Run(
        ServerClient server,
        byte[] body,
        bool json,
        bool acknowledge,
        CancellationToken cancellationToken
    )
    {
        if (await Submit(server, body, acknowledge, cancellationToken) is not { } id)
            return ExitCodes.Refused;
        OnboardingResource end;
        try
        {
            end = await ProgressDisplay.Show(json, report => Follow(server, id, report, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"{id} goes on at {server.Address}; the same command follows it again.");
            return ExitCodes.Else;
        }

        if (end.Stuck is { } stuck)
        {
            WrappedText.WriteLine(Console.Error, VisibleText.Of($"{id} cannot go on: {stuck.Code} {stuck.Message}"));
            return ExitCodes.NeedsAttention;
        }

        if (end.Outcome is not { } outcome)
        {
            FindingLines.Write(
                $"{id} waits until somebody has looked at what was found, and approves it on the page.",
                end.Findings
            );
            return ExitCodes.Refused;
        }

        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(end, ApiJson.Options));
        else
            OutcomeSummary.Write(end);
        return ExitCodes.Of(outcome);
    }

    /// <returns>Null: refused, and stderr says why.</returns>
    private static async Task<string?> Submit(
        ServerClient server,
        byte[] body,
        bool acknowledge,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var validation = await server.Post<ValidationAnswer>(
                "onboardings/validate",
                body,
                isRepeatable: true,
                cancellationToken
            );
            var reviews = validation.Findings.Where(finding => finding.Severity == FindingSeverity.Review).ToList();
            if (reviews.Count > 0 && acknowledge)
                body = Acknowledged(body, reviews);
            else if (reviews.Count > 0 && !await IsKnown(server, body, cancellationToken))
            {
                FindingLines.Write(
                    "Nothing was begun: a person has to look at what was found. If it is right, run the same command "
                        + "with --acknowledge.",
                    validation.Findings
                );
                return null;
            }

            var accepted = await server.Post<OnboardingResource>(
                "onboardings",
                body,
                isRepeatable: true,
                cancellationToken
            );
            FindingLines.Write(accepted.Findings);
            return accepted.Id;
        }
        catch (ServerRefusal refusal) when (refusal.Status is 400 or 409 or 422)
        {
            FindingLines.Write(refusal.Message, refusal.Findings);
            return null;
        }
    }

    private static byte[] Acknowledged(byte[] body, IEnumerable<Finding> reviews)
    {
        var request = JsonNode.Parse(body)!.AsObject();
        var codes = (request["acknowledged"] as JsonArray)?.Select(code => code?.GetValue<string>()) ?? [];
        request["acknowledged"] = new JsonArray([
            .. codes.Concat(reviews.Select(review => review.Code)).Distinct().Select(code => JsonValue.Create(code)),
        ]);
        return JsonSerializer.SerializeToUtf8Bytes(request);
    }

    // What was begun before is followed, whatever was found in it.
    private static async Task<bool> IsKnown(ServerClient server, byte[] body, CancellationToken cancellationToken)
    {
        var reference = JsonNode.Parse(body)!["reference"]?.GetValue<string>() ?? "";
        var found = await server.Get<OnboardingList>(
            $"onboardings?text={Uri.EscapeDataString(reference)}",
            cancellationToken
        );
        return found.Items.Any(item => item.Reference == reference);
    }

    /// <returns>As it stands at its end, or when it waits for a person to look at it.</returns>
    private static async Task<OnboardingResource> Follow(
        ServerClient server,
        string id,
        Action<TimelineEntry> report,
        CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(Glance, TimeProvider.System);
        var told = 0;
        while (true)
        {
            var now = await server.Get<OnboardingResource>($"onboardings/{id}", cancellationToken);
            foreach (var entry in now.Timeline.Where(entry => entry.Sequence > told))
            {
                report(entry);
                told = entry.Sequence;
            }

            if (now.Ended || now.Stuck is not null || await IsHeld(server, now, cancellationToken))
                return now;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<bool> IsHeld(
        ServerClient server,
        OnboardingResource now,
        CancellationToken cancellationToken
    ) =>
        now.Stage == Stage.AwaitingApproval
        && await server.Find<ApprovalResource>($"approvals/{now.Id}", cancellationToken)
            is { State: ApprovalState.Pending, Rule: Approval.ReviewRule };
}
