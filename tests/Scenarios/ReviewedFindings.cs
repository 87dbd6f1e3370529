using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task What_somebody_has_to_look_at_holds_the_onboarding_until_an_approver_has()
    {
        await Host.Start();
        var result = Assert.IsType<SubmissionResult.Accepted>(await Host.Submit(Doubtful()));
        Assert.Equal(
            (ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review),
            Assert.Single(result.Findings) is var found ? (found.Code, found.Severity) : default
        );

        var held = await Host.Until(result.Record.Id, record => record.Stage == "awaiting-approval");
        var approval = (await Approvals.Get(held.Id, default))!;
        Assert.Equal(("review", 1), (approval.Rule, approval.Needed));
        Assert.Equal(["role:Approver"], approval.By);
        Assert.Contains("/customer/companyName", Assert.Single(approval.Reasons).ToString(), StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.CompanyNameDoubtful, Assert.Single(held.Findings).Code);
        Assert.Empty(Simulator.Ledger.Effects);
        Assert.IsType<ApprovalResult.Done>(await Decide(approval, Lena));

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(held.Id)).Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task What_is_held_and_nobody_approves_ends_without_anything_done()
    {
        await Host.Start();

        var record = await Host.Onboard(Doubtful());

        Assert.Equal("approval", Assert.IsType<OnboardingOutcome.Expired>(record.Outcome).WaitedFor.ToString());
        Assert.Empty(Simulator.Ledger.Effects);
    }

    [Fact]
    public async Task What_the_submitter_stands_by_holds_nothing()
    {
        await Host.Start();

        var record = await Host.Onboard(Doubtful() with { Acknowledged = [ErrorCodes.CompanyNameDoubtful] });

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Null(await Approvals.Get(record.Id, default));
        Assert.Equal(ErrorCodes.CompanyNameDoubtful, Assert.Single(record.Findings).Code);
        var submitted = Assert.Single(
            await Host.Services.GetRequiredService<IAuditLog>().For(record.Id.Value, default),
            entry => entry.Action == "submitted"
        );
        Assert.Contains(ErrorCodes.CompanyNameDoubtful, submitted.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_finding_that_nobody_stands_by_holds_though_the_other_is_acknowledged()
    {
        await Host.Start();
        var request = Doubtful() with
        {
            Contact = Requests.Direct().Contact! with { LastName = "nobody" },
            Acknowledged = [ErrorCodes.CompanyNameDoubtful],
        };

        var waiting = await Waiting(request);

        Assert.Contains("/contact/lastName", Assert.Single(waiting.Reasons).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "/customer/companyName",
            Assert.Single(waiting.Reasons).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Sent_again_with_all_of_it_acknowledged_what_was_held_goes_on_and_with_half_of_it_not()
    {
        await Host.Start();
        var request = Doubtful() with { Contact = Requests.Direct().Contact! with { LastName = "nobody" } };
        var waiting = await Waiting(request);

        Assert.IsType<SubmissionResult.Repeated>(
            await Host.Submit(request with { Acknowledged = [ErrorCodes.CompanyNameDoubtful] })
        );
        Assert.Equal(ApprovalState.Pending, (await Approvals.Get(waiting.Onboarding, default))!.State);
        Assert.IsType<SubmissionResult.Repeated>(
            await Host.Submit(
                request with
                {
                    Acknowledged = [ErrorCodes.CompanyNameDoubtful, ErrorCodes.ContactDoubtful],
                }
            )
        );
        var record = await Host.UntilEnded(waiting.Onboarding);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Contains(
            await Host.Records.Timeline(record.Id, default),
            change => change.Text.ToString().StartsWith("Acknowledged by gena:", StringComparison.Ordinal)
        );
        AssertEverythingOnce();
    }

    [Fact]
    public async Task Where_the_configuration_lets_findings_pass_they_are_told_and_hold_nothing()
    {
        Host.Settings["Approvals:ReviewFindings"] = "Pass";
        await Host.Start();

        var record = await Host.Onboard(Doubtful());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(ErrorCodes.CompanyNameDoubtful, Assert.Single(record.Findings).Code);
    }

    [Fact]
    public async Task A_rule_that_asks_nobody_waves_through_nothing_that_was_found()
    {
        Rule("Submitters", "gena");
        Rule("Approvers", "0");
        await Host.Start();

        Assert.Equal("review", (await Waiting(Doubtful())).Rule);
    }

    [Fact]
    public async Task A_rule_that_asks_somebody_is_not_answered_by_an_acknowledgement()
    {
        Rule("Countries", "DE");
        await Host.Start();
        var waiting = await Waiting(Doubtful());
        Assert.Equal(2, waiting.Reasons.Count);

        await Host.Submit(Doubtful() with { Acknowledged = [ErrorCodes.CompanyNameDoubtful] });

        Assert.Equal(ApprovalState.Pending, (await Approvals.Get(waiting.Onboarding, default))!.State);
    }

    [Fact]
    public async Task Where_nobody_signs_in_the_only_caller_decides_on_findings_and_on_nothing_else()
    {
        await Host.Start();
        var alone = new Approver("gena", ["GlobalAdmin"], []) { IsOnlyCaller = true };
        var demanded = await Waiting(Requests.Direct("Adventure Works") with { Approval = ApprovalDemand.Required });
        var held = await Waiting(Doubtful());

        Assert.IsType<ApprovalResult.OwnRequest>(await Decide(demanded, alone));
        Assert.IsType<ApprovalResult.OwnRequest>(await Decide(held, alone with { IsOnlyCaller = false }));
        Assert.IsType<ApprovalResult.Done>(await Decide(held, alone));

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(held.Onboarding)).Outcome);
    }

    [Theory]
    [InlineData("VerifiedShippable", null)]
    [InlineData("Verified", null)]
    [InlineData("InteractionRequired", ErrorCodes.AddressDoubtful)]
    [InlineData("StreetPartial", ErrorCodes.AddressDoubtful)]
    [InlineData("PremisesPartial", ErrorCodes.AddressDoubtful)]
    [InlineData("Multiple", ErrorCodes.AddressDoubtful)]
    [InlineData("None", ErrorCodes.AddressNotFound)]
    [InlineData("NotValidated", ErrorCodes.AddressNotChecked)]
    public async Task Only_an_address_that_Microsoft_verified_goes_on_unless_somebody_says_that_it_is_right(
        string verdict,
        string? code
    )
    {
        await Host.Start(options =>
            options.With(SimulatedPartners.DirectBillTenantId, partner => partner with { AddressStatus = verdict })
        );
        var id = await Accepted(Requests.Direct());
        var record = await Host.Until(id, record => record.Stage == "awaiting-approval" || record.Outcome is not null);
        Assert.Equal(code is null ? [] : [code], record.Findings.Select(finding => finding.Code));
        Assert.Equal(code is null, record.Outcome is not null);

        if (code is not null)
            await Host.Submit(Requests.Direct() with { Acknowledged = [code] });
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(id)).Outcome);
    }

    [Fact, CountsCalls]
    public async Task What_shows_only_after_the_submission_holds_just_as_well()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AddressStatus = "StreetPartial" }
            )
        );
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "validation.address",
                Kind = FaultKind.BadGateway,
                Count = 1,
            }
        );
        var accepted = Assert.IsType<SubmissionResult.Accepted>(await Host.Submit(Requests.Direct()));
        Assert.Equal(ErrorCodes.NotCheckedYet, Assert.Single(accepted.Findings).Code);

        await Host.Until(accepted.Record.Id, record => record.Stage == "awaiting-approval");

        Assert.Equal(
            ErrorCodes.AddressDoubtful,
            Assert.Single((await Approvals.Get(accepted.Record.Id, default))!.Findings).Code
        );
        Assert.Empty(Simulator.Ledger.Effects);
    }

    [Fact]
    public async Task The_same_company_under_another_reference_is_held_while_the_first_is_under_way_and_afterwards()
    {
        await Host.Start();
        var first = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });
        var second = await Waiting(Twin("CRM-second", "wingtipsecond"));
        Assert.Contains(
            $"{first.Onboarding}",
            Assert.Single(second.Findings).Message.ToString(),
            StringComparison.Ordinal
        );
        await Decide(first, Lena);
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(first.Onboarding)).Outcome);

        var third = await Waiting(Twin("CRM-third", "wingtipthird"));

        Assert.All(
            [second, third],
            held => Assert.Equal(("review", ErrorCodes.SameOnboarding), (held.Rule, Assert.Single(held.Findings).Code))
        );
        Assert.Single(Simulator.Ledger.Tenants);

        static OnboardingRequest Twin(string reference, string prefix) =>
            Requests.Direct() with
            {
                Reference = reference,
                Customer = Requests.Direct().Customer with { CompanyName = "WINGTIP TOYS GmbH", DomainPrefix = prefix },
            };
    }

    [Fact]
    public async Task A_row_that_is_held_says_so_with_all_that_was_found_and_goes_on_when_it_is_sent_again_acknowledged()
    {
        await Host.Start();
        var held = BatchFiles.Row(2, ("customer.companyName", "Test Kunden GmbH"));
        var first = await Received(
            BatchFiles.Csv(
                BatchFiles.Row(1),
                held,
                BatchFiles.Row(3, ("customer.companyName", "N/A"), ("customer.address.postalCode", "1"))
            )
        );
        await Host.StepUntil(async () =>
            (await Rows(first))
                is [{ Status: "completed" }, { Status: RowStatus.Pending }, { Status: RowStatus.Refused }]
        );

        var rows = await Rows(first);
        Assert.Empty(rows[0].Findings);
        Assert.Equal(
            [(ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review)],
            rows[1].Findings.Select(finding => (finding.Code, finding.Severity))
        );
        Assert.Equal(
            [ErrorCodes.PostalCodeInvalid, ErrorCodes.CompanyNameDoubtful],
            rows[2].Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal)
        );
        var lines = (await Results(first)).Split('\n');
        Assert.EndsWith(",id,outcome,code,message,findings", lines[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("review customer.name-doubtful at customer.companyName", lines[2], StringComparison.Ordinal);

        var again = await Received($"{BatchFiles.Header},acknowledged\n{held},customer.name-doubtful\n");
        await Host.StepUntil(async () =>
            (await Rows(again))[0].Status == "completed" && (await Rows(first))[1].Status == "completed"
        );

        Assert.Equal(2, Simulator.Ledger.Tenants.Count);
    }

    [Fact]
    public async Task A_file_that_names_domains_without_a_kind_is_refused_and_nobody_is_asked()
    {
        await Host.Start();
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");

        var refused = await Assert.ThrowsAsync<BatchUnreadableException>(() =>
            Received("reference,partner,companyName,domain\nR-1,direct,Northwind Traders GmbH,northwind.example\n")
        );
        Assert.Equal(ErrorCodes.BatchColumns, refused.Code);
        Assert.Contains("domainPrefix", refused.Message, StringComparison.Ordinal);
        Assert.Contains("kind=existing", refused.Message, StringComparison.Ordinal);
        var batch = await Received(
            "reference,partner,kind,companyName,domain,agreement.mode,contact.email\nR-1,direct,,Northwind Traders "
                + "GmbH,northwind.example,direct,nina@northwind.example\n"
        );
        await Host.UntilQuiet();

        var row = Assert.Single(await Rows(batch));
        Assert.Equal((RowStatus.Refused, ErrorCodes.FieldRequired), (row.Status, row.Code));
        Assert.Contains("domainPrefix for a new customer, or kind=existing", row.Message, StringComparison.Ordinal);
        Assert.Equal(0, Calls("relationships.request"));
    }

    private static OnboardingRequest Doubtful() =>
        Requests.Direct() with
        {
            Customer = Requests.Direct().Customer with { CompanyName = "Test Customer GmbH" },
        };
}
