using Onboarding;
using Onboarding.Requests;
using Scenarios;

namespace OnboardingServer.Tests.Api;

public sealed class SubmissionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Fact]
    public async Task A_request_is_accepted_with_its_address_and_ends_completed()
    {
        var answer = await Server.Submit(Requests.Indirect("Alpine Ski House"));

        Assert.Equal(202, answer.Status);
        Assert.Equal($"/api/onboardings/{answer.Text("id")}", answer.Headers.Location!.OriginalString);
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter!.Delta);

        var ended = await Server.UntilEnded(answer.Text("id"));
        Assert.Equal("completed", ended["stage"]!.GetValue<string>());
        Assert.Equal("completed", ended["outcome"]!["kind"]!.GetValue<string>());
        Assert.Equal("nobody", ended["waitsFor"]!.GetValue<string>());
        Assert.True(ended["simulated"]!.GetValue<bool>());
        Assert.Equal("local", ended["submittedBy"]!.GetValue<string>());
        Assert.Empty(ended["obligations"]!.AsArray());
        Assert.NotNull(ended["exists"]!["tenantId"]);
        Assert.Single(ended["exists"]!["subscriptions"]!.AsArray());
        var timeline = ended["timeline"]!.AsArray();
        Assert.Equal(
            Enumerable.Range(1, timeline.Count),
            timeline.Select(entry => entry!["sequence"]!.GetValue<int>())
        );
        Assert.Contains(timeline, entry => entry!["stage"]!.GetValue<string>() == "linking-reseller");
    }

    [Fact]
    public async Task What_was_found_comes_with_the_202_and_holds_until_the_local_caller_decides()
    {
        var good = Requests.Direct("Found Works");
        var request = good with
        {
            Customer = good.Customer with { CompanyName = "Test Works GmbH" },
            Contact = good.Contact! with { LastName = "nobody" },
        };

        var answer = await Server.Submit(request);
        Assert.Equal(202, answer.Status);
        Assert.Equal(
            ["customer.name-doubtful", "contact.doubtful"],
            answer.Body["findings"]!.AsArray().Select(finding => finding!["code"]!.GetValue<string>())
        );
        var id = answer.Text("id");
        var held = await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-approval");
        Assert.Equal(2, held["findings"]!.AsArray().Count);
        var approval = await Server.Get($"approvals/{id}");
        Assert.Equal(("review", true), (approval.Text("rule"), approval.Body["mayDecide"]!.GetValue<bool>()));
        var decided = await Server.Post(
            $"approvals/{id}/decision",
            $$"""{"decision":"approve","version":"{{approval.Text("version")}}"}"""
        );

        Assert.Equal("approved", decided.Text("state"));
        Assert.Equal("completed", (await Server.UntilEnded(id))["stage"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_acknowledgement_of_something_that_there_is_not_is_refused()
    {
        var refused = await Server.Submit(Requests.Direct("Slip Works") with { Acknowledged = ["address.dubious"] });

        refused.AssertProblem(400, ErrorCodes.RequestRefused);
        Assert.Equal("/acknowledged/0", Assert.Single(refused.Findings).Path);
    }

    [Fact]
    public async Task A_stranger_s_prefix_is_a_400_with_three_free_ones()
    {
        Server.Simulator.Control.AddTenant("strangerworks.onmicrosoft.com", "Somebody Else AG", "CH");

        var refused = await Server.Submit(Requests.Direct("Stranger Works"));

        refused.AssertProblem(400, ErrorCodes.RequestRefused);
        var taken = Assert.Single(refused.Findings);
        Assert.Equal((ErrorCodes.DomainTaken, 3), (taken.Code, taken.Suggestion!.Split(" | ").Length));
        var known = await Server.Get("reference/domains/strangerworks?partner=direct");
        Assert.Equal(3, known.Body["suggestions"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_onboarding_first_202_then_200()
    {
        var request = Requests.Direct("Adatum Works");
        var first = await Server.Submit(request);
        var again = await Server.Submit(request);
        await Server.UntilEnded(first.Text("id"));
        var later = await Server.Submit(request);

        Assert.Equal((first.Text("id"), 202), (again.Text("id"), again.Status is 200 ? 202 : again.Status));
        Assert.Equal((first.Text("id"), 200), (later.Text("id"), later.Status));
        Assert.Null(later.Headers.RetryAfter);
        Assert.NotNull(later.Headers.Location);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_a_conflict_that_names_the_onboarding()
    {
        var first = await Server.Submit(Requests.Direct("Proseware Tools"), "shop-1");
        var other = await Server.Submit(
            Requests.Direct("Proseware Tools") with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 3)],
            },
            "shop-1"
        );

        Assert.Equal(202, first.Status);
        other.AssertProblem(409, ErrorCodes.KeyReused);
        Assert.Equal(first.Text("id"), other.Text("onboarding"));
    }

    [Fact]
    public async Task The_idempotency_key_goes_before_the_reference()
    {
        var request = Requests.Direct("Litware Systems");
        var first = await Server.Submit(request, "shop-2");
        var again = await Server.Submit(request, "shop-2");

        var other = await Server.Submit(request with { Reference = "another" }, "shop-2");

        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Equal(first.Text("id"), other.Text("onboarding"));
    }

    [Fact]
    public async Task The_same_key_for_another_partner_is_a_conflict_and_changes_nothing()
    {
        Assert.Equal(202, (await Server.Submit(Requests.Direct("Proseware One"), "shop-3")).Status);

        (await Server.Submit(Requests.Indirect("Proseware Two"), "shop-3")).AssertProblem(409, ErrorCodes.KeyReused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("101")]
    public async Task A_key_out_of_form_is_refused(string key)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "onboardings")
        {
            Content = RunningServer.Json(DurableJson.Write(Requests.Direct())),
        };
        message.Headers.TryAddWithoutValidation("Idempotency-Key", key == "101" ? new string('k', 101) : key);

        (await Server.Send(message)).AssertProblem(400, ErrorCodes.InvalidParameter);
    }

    [Fact]
    public async Task A_refused_request_is_answered_with_every_finding_and_leaves_nothing()
    {
        var request = Requests.Direct("Fourth Coffee") with { Reference = "REFUSED-1", Contact = null };
        request = request with { Customer = request.Customer with { DomainPrefix = "no-hyphens", CompanyName = "X" } };

        var answer = (await Server.Submit(request)).AssertProblem(400, ErrorCodes.RequestRefused);

        Assert.Contains(
            answer.Findings,
            finding => finding.Path == "/customer/domainPrefix" && finding.Severity == FindingSeverity.Error
        );
        Assert.Contains(answer.Findings, finding => finding.Path == "/customer/companyName");
        Assert.Contains(answer.Findings, finding => finding.Path.StartsWith("/contact", StringComparison.Ordinal));
        Assert.DoesNotContain(Server.Simulator.Ledger.Tenants, tenant => tenant.CompanyName == "X");
        Assert.Empty((await Server.Get("onboardings?text=REFUSED-1")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task Validation_answers_findings_and_keeps_nothing()
    {
        var good = await Server.Post("onboardings/validate", DurableJson.Write(Requests.Direct("Trey Research")));
        var bad = Requests.Direct("Trey Research");
        var refused = await Server.Post(
            "onboardings/validate",
            DurableJson.Write(bad with { Customer = bad.Customer with { CompanyName = "GmbH" } })
        );

        Assert.Equal((200, true), (good.Status, good.Body["accepted"]!.GetValue<bool>()));
        Assert.Equal((200, false), (refused.Status, refused.Body["accepted"]!.GetValue<bool>()));
        Assert.Contains(refused.Findings, finding => finding.Path == "/customer/companyName");
        Assert.Empty((await Server.Get("onboardings?text=Trey")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task What_Partner_Center_cannot_be_asked_now_is_taken_and_checked_before_anything_is_done()
    {
        Server.Simulator.Faults.Add(
            new()
            {
                Operation = "validation.address",
                Kind = PartnerCenter.Simulator.Faults.FaultKind.Throttle,
                RetryAfterSeconds = 1,
                Count = 1,
            }
        );

        var validation = await Server.Post("onboardings/validate", DurableJson.Write(Requests.Direct("Blue Yonder")));
        Assert.True(validation.Body["accepted"]!.GetValue<bool>());
        Assert.Contains(
            validation.Findings,
            finding => finding.Code == ErrorCodes.NotCheckedYet && finding.Path == "/customer/address"
        );

        Server.Simulator.Faults.Add(
            new()
            {
                Operation = "validation.address",
                Kind = PartnerCenter.Simulator.Faults.FaultKind.Throttle,
                RetryAfterSeconds = 1,
                Count = 1,
            }
        );
        var answer = await Server.Submit(Requests.Direct("Blue Yonder"));
        Assert.Equal(202, answer.Status);
        Assert.Equal("completed", (await Server.UntilEnded(answer.Text("id")))["stage"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_country_without_built_in_rules_waits_for_Partner_Center_with_503_and_the_time_to_come_again()
    {
        Server.Simulator.Faults.Add(
            new()
            {
                Operation = "validation.countryRules",
                Kind = PartnerCenter.Simulator.Faults.FaultKind.Throttle,
                RetryAfterSeconds = 17,
                Count = 1,
            }
        );
        var direct = Requests.Direct("Consolidated Messenger");

        var answer = await Server.Submit(
            direct with
            {
                Customer = direct.Customer with { Address = direct.Customer.Address! with { Country = "SD" } },
            }
        );

        answer.AssertProblem(503, ErrorCodes.PartnerCenterUnreachable);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Server.Simulator.Faults.Clear();
    }
}
