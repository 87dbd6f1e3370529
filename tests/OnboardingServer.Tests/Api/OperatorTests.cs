using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>What operators do: cancel, resume one and many, retry and settle open tasks.</summary>
public sealed class OperatorTests : IAsyncLifetime
{
    private RunningServer? _server;

    private RunningServer Server => _server!;

    public async Task InitializeAsync() => _server = await RunningServer.Start();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task An_onboarding_that_waits_is_cancelled_and_says_by_whom()
    {
        Server.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner =>
                partner with
                {
                    AccountReview = AccountReviewMode.Review,
                    AccountReviewDelay = TimeSpan.FromDays(3),
                }
        );
        var id = await Server.Accepted(Requests.Direct("Consolidated Messenger"));
        var waiting = await Server.Until(id, onboarding => Stage(onboarding) == "under-microsoft-review");
        Assert.Equal("microsoft", waiting["waitsFor"]!.GetValue<string>());
        (await Server.Post($"onboardings/{id}/resume")).AssertProblem(409, ErrorCodes.NotWaitingForOperator);

        var answer = await Server.Post($"onboardings/{id}/cancel");
        var ended = await Server.UntilEnded(id);

        Assert.Equal(202, answer.Status);
        Assert.Equal("cancelled", Stage(ended));
        Assert.Equal("local", ended["outcome"]!["by"]!.GetValue<string>());
        Assert.True(ended["exists"]!["relationship"]!.GetValue<bool>());
        Assert.Contains("stay", ended["outcome"]!["remains"]![0]!.GetValue<string>(), StringComparison.Ordinal);

        // Removing the relationship is an act of its own, also afterwards.
        (await Server.Post($"onboardings/{id}/cancel")).AssertProblem(409, ErrorCodes.AlreadyEnded);
        Assert.Equal(202, (await Server.Post($"onboardings/{id}/cancel", """{ "removeRelationship": true }""")).Status);
        await Server.Until(id, onboarding => !onboarding["exists"]!["relationship"]!.GetValue<bool>());
        (await Server.Post($"onboardings/{id}/cancel", """{ "removeRelationship": "yes" }""")).AssertProblem(
            400,
            ErrorCodes.InvalidBody
        );
    }

    [Fact]
    public async Task Personal_data_of_an_ended_onboarding_is_erased_and_a_search_by_the_name_finds_nothing()
    {
        var id = await Server.Accepted(Requests.Direct("Fourth Coffee"));
        await Server.UntilEnded(id);
        Assert.Single((await Server.Get("onboardings?text=fourth%20coffee")).Body["items"]!.AsArray());

        var erased = await Server.Post($"onboardings/{id}/erase", """{ "confirm": true }""");

        Assert.Equal(200, erased.Status);
        Assert.Null(erased.Body["request"]!["customer"]!["companyName"]);
        Assert.NotNull(erased.Body["erasedAt"]);
        Assert.Equal("completed", Stage((JsonObject)(await Server.Get($"onboardings/{id}")).Body));
        Assert.Empty((await Server.Get("onboardings?text=fourth%20coffee")).Body["items"]!.AsArray());
        (await Server.Post($"onboardings/{id}/erase", "{}")).AssertProblem(400, ErrorCodes.InvalidBody);
        Assert.Contains(
            (await Server.Get($"audit?subject={id}")).Body["items"]!.AsArray(),
            entry => entry!["action"]!.GetValue<string>() == "onboarding.erase"
        );
    }

    [Fact]
    public async Task A_completed_onboarding_says_until_when_it_can_be_undone_and_is_undone()
    {
        var id = await Server.Accepted(Requests.Direct("Wide World Importers"));
        var completed = await Server.UntilEnded(id);
        Assert.Equal("completed", Stage(completed));
        Assert.True(
            completed["cancellationAllowedUntil"]!.GetValue<DateTimeOffset>()
                > completed["submittedAt"]!.GetValue<DateTimeOffset>().AddDays(6)
        );

        Assert.Equal(202, (await Server.Post($"onboardings/{id}/takeBack", "{}")).Status);
        var undone = await Server.Until(id, onboarding => Stage(onboarding) == "taken-back");

        Assert.Equal(
            ("takenBack", "local"),
            (undone["outcome"]!["kind"]!.GetValue<string>(), undone["outcome"]!["by"]!.GetValue<string>())
        );
        Assert.Null(undone["cancellationAllowedUntil"]);
        Assert.Equal(
            "Deleted",
            Assert.Single(undone["exists"]!["subscriptions"]!.AsArray())!["status"]!.GetValue<string>()
        );
        (await Server.Post($"onboardings/{id}/takeBack")).AssertProblem(409, ErrorCodes.NotCompleted);
        (await Server.Post("onboardings/ob-nowhere/takeBack")).AssertProblem(404, ErrorCodes.NotFound);
        var audit = (await Server.Get($"audit?subject={id}")).Body["items"]!.AsArray();
        Assert.Contains(
            audit,
            entry =>
                entry!["action"]!.GetValue<string>() == "onboarding.take-back"
                && entry["who"]!.GetValue<string>() == "local"
        );
    }

    [Fact]
    public async Task An_onboarding_that_stopped_is_found_by_its_error_and_resumed()
    {
        RefuseCarts(1);
        var id = await Server.Accepted(Requests.Direct("Graphic Design"));
        var stopped = await Server.Until(id, onboarding => Stage(onboarding) == "awaiting-operator");
        Assert.Equal("operator", stopped["waitsFor"]!.GetValue<string>());
        Assert.Single(
            (await Server.Get($"onboardings?state=awaiting-operator&errorCode={ErrorCodes.Unauthorized}")).Body[
                "items"
            ]!.AsArray()
        );

        Server.Simulator.Faults.Clear();
        Assert.Equal(202, (await Server.Post($"onboardings/{id}/resume", "{}")).Status);

        Assert.Equal("completed", Stage(await Server.UntilEnded(id)));
    }

    [Fact]
    public async Task Many_that_stopped_with_one_error_are_resumed_at_once_and_others_are_not()
    {
        RefuseCarts(3);
        string[] names = ["Munson Pickles", "City Power", "Lucerne Publishing"];
        var ids = new List<string>();
        foreach (var name in names)
            ids.Add(await Server.Accepted(Requests.Direct(name)));
        foreach (var id in ids)
            await Server.Until(id, onboarding => Stage(onboarding) == "awaiting-operator");

        var none = await Server.Post("onboardings/resume?errorCode=customer.domain-taken");
        Server.Simulator.Faults.Clear();
        var all = await Server.Post($"onboardings/resume?errorCode={ErrorCodes.Unauthorized}");

        Assert.Empty(none.Body["resumed"]!.AsArray());
        Assert.Equal(ids.Order(), all.Body["resumed"]!.AsArray().Select(id => id!.GetValue<string>()).Order());
        Assert.False(all.Body["more"]!.GetValue<bool>());
        foreach (var id in ids)
            Assert.Equal("completed", Stage(await Server.UntilEnded(id)));
    }

    [Fact]
    public async Task Many_that_stopped_with_one_error_are_called_off_at_once()
    {
        RefuseCarts(2);
        var ids = new List<string>();
        foreach (var name in (string[])["Alpine Ski House", "Trey Research"])
            ids.Add(await Server.Accepted(Requests.Direct(name)));
        foreach (var id in ids)
            await Server.Until(id, onboarding => Stage(onboarding) == "awaiting-operator");

        var none = await Server.Post("onboardings/cancel?errorCode=customer.domain-taken");
        Server.Simulator.Faults.Clear();
        var all = await Server.Post($"onboardings/cancel?errorCode={ErrorCodes.Unauthorized}");

        Assert.Empty(none.Body["cancelled"]!.AsArray());
        Assert.Equal(ids.Order(), all.Body["cancelled"]!.AsArray().Select(id => id!.GetValue<string>()).Order());
        Assert.Equal(
            (false, (string?)null),
            (all.Body["more"]!.GetValue<bool>(), all.Body["continuation"]?.GetValue<string>())
        );
        foreach (var id in ids)
            Assert.Equal("cancelled", Stage(await Server.UntilEnded(id)));
        (await Server.Post("onboardings/cancel?errorCode=a&continuation=none-of-ours")).AssertProblem(
            400,
            ErrorCodes.InvalidParameter
        );
    }

    [Fact]
    public async Task An_onboarding_whose_orchestration_ended_without_an_outcome_is_an_open_task()
    {
        Server.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner =>
                partner with
                {
                    AccountReview = AccountReviewMode.Review,
                    AccountReviewDelay = TimeSpan.FromDays(10),
                }
        );
        var id = await Server.Accepted(Requests.Direct("Lucerne Publishing"));
        await Server.Until(id, onboarding => Stage(onboarding) == "under-microsoft-review");
        var detector = Server.Services.GetRequiredService<StuckOnboardingDetector>();
        Assert.Equal(0, await detector.Run(default));

        await Server.Services.GetRequiredService<IOrchestrationClient>().Terminate(id, "by mistake", default);
        Assert.Equal((1, 1), (await detector.Run(default), await detector.Run(default)));

        var task = Assert.Single(
            (await Server.Get($"obligations?onboarding={id}&state=open")).Body["items"]!.AsArray()
        )!;
        Assert.Contains(
            "ended unfinished at under-microsoft-review",
            task["what"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_cannot_be_undone_is_an_open_task_retried_and_settled()
    {
        RefuseRemovals();
        var first = await CancelledWithItsRelationship("Contoso Suites");
        var second = await CancelledWithItsRelationship("School Fine Art");
        Assert.Equal("needs-attention", Stage(await Server.UntilEnded(first)));
        Assert.Equal("needs-attention", Stage(await Server.UntilEnded(second)));

        var tasks = (await Server.Get("obligations?state=open")).Body["items"]!.AsArray();
        Assert.Equal(2, tasks.Count);
        var ofFirst = Assert
            .Single((await Server.Get($"obligations?onboarding={first}")).Body["items"]!.AsArray())!
            .AsObject();
        var ofSecond = Assert
            .Single((await Server.Get($"onboardings/{second}")).Body["obligations"]!.AsArray())!
            .AsObject();
        Assert.True(ofFirst["retryable"]!.GetValue<bool>());

        Server.Simulator.Faults.Clear();
        Assert.Equal(202, (await Server.Post($"obligations/{Id(ofFirst)}/retry")).Status);
        await Server.Until(first, onboarding => onboarding["obligations"]![0]!["state"]!.GetValue<string>() == "done");
        (await Server.Post($"obligations/{Id(ofFirst)}/retry")).AssertProblem(409, ErrorCodes.TaskClosed);

        var settled = await Server.Post($"obligations/{Id(ofSecond)}/settle", "{\"note\": \"Removed in the portal.\"}");
        Assert.Equal(
            ("settled", "local", "Removed in the portal."),
            (settled.Text("state"), settled.Text("closedBy"), settled.Text("note"))
        );
        (await Server.Post($"obligations/{Id(ofSecond)}/settle")).AssertProblem(409, ErrorCodes.TaskClosed);
        Assert.Empty((await Server.Get("obligations?state=open")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task All_open_tasks_of_one_error_are_retried_at_once()
    {
        RefuseRemovals();
        var ids = new List<string>();
        foreach (var name in (string[])["Proseware", "Southridge Video"])
            ids.Add(await CancelledWithItsRelationship(name));
        foreach (var id in ids)
            Assert.Equal("needs-attention", Stage(await Server.UntilEnded(id)));
        var code = (await Server.Get($"obligations?onboarding={ids[0]}")).Body["items"]![0]![
            "errorCode"
        ]!.GetValue<string>();
        Server.Simulator.Faults.Clear();

        var none = await Server.Post("obligations/retry?errorCode=another");
        var all = await Server.Post($"obligations/retry?errorCode={Uri.EscapeDataString(code)}");

        Assert.Empty(none.Body["retried"]!.AsArray());
        Assert.Equal(
            (202, 2, false),
            (all.Status, all.Body["retried"]!.AsArray().Count, all.Body["more"]!.GetValue<bool>())
        );
        foreach (var id in ids)
            await Server.Until(id, onboarding => onboarding["obligations"]![0]!["state"]!.GetValue<string>() == "done");
    }

    private void RefuseRemovals()
    {
        Server.Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner =>
                partner with
                {
                    AccountReview = AccountReviewMode.Review,
                    AccountReviewDelay = TimeSpan.FromDays(3),
                }
        );
        Server.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "customers.removeRelationship",
                Kind = FaultKind.Refuse,
                Status = 400,
                Code = 3000,
            }
        );
    }

    private async Task<string> CancelledWithItsRelationship(string name)
    {
        var id = await Server.Accepted(Requests.Direct(name));
        await Server.Until(id, onboarding => Stage(onboarding) == "under-microsoft-review");
        Assert.Equal(202, (await Server.Post($"onboardings/{id}/cancel", """{ "removeRelationship": true }""")).Status);
        return id;
    }

    private void RefuseCarts(int count) =>
        Server.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.create",
                Kind = FaultKind.Refuse,
                Status = 403,
                Code = 900308,
                Count = count,
            }
        );

    private static string Stage(JsonObject onboarding) => onboarding["stage"]!.GetValue<string>();

    private static string Id(JsonObject openTask) => Uri.EscapeDataString(openTask["id"]!.GetValue<string>());
}
