using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Intake;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task A_direct_acceptance_after_five_days_lets_the_order_go_on()
    {
        await Host.Start();
        var id = await Accepted(AcceptingItself());
        var waiting = await UntilInvited(id);
        Assert.Equal("agreement", waiting.Exists.Invitation!.To);
        await Host.Until(id, _ => Host.Clock.GetUtcNow() - waiting.Since >= TimeSpan.FromDays(5));
        Assert.Empty(Simulator.Ledger.Orders);

        Simulator.Control.AcceptAgreement(waiting.Exists.TenantId.ToString()!);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal("signedDirectly", record.Exists.Agreement!.How);
        Assert.Empty(Simulator.Ledger.Agreements);
        Assert.Single(Simulator.Ledger.Orders);
        Assert.Contains(await Host.Records.Timeline(id, default), change => change.Text.StartsWith("Reminder", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_agreement_nobody_accepts_expires_and_keeps_the_relationship()
    {
        await Host.Start();

        var record = await Host.Onboard(AcceptingItself());

        Assert.Contains("agreement", Assert.IsType<OnboardingOutcome.Expired>(record.Outcome).WaitedFor);
        Assert.True(record.Exists.Relationship);
        Assert.Empty(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task A_direct_acceptance_while_the_server_is_down_is_seen_afterwards()
    {
        await Host.Start();
        var id = await Accepted(AcceptingItself());
        var waiting = await UntilInvited(id);

        await Host.KillEngine();
        Simulator.Control.AcceptAgreement(waiting.Exists.TenantId.ToString()!);
        await Host.StartEngine();

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(id)).Outcome);
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task An_agreement_withdrawn_before_checkout_is_attested_again()
    {
        await Host.Start();
        Simulator.Faults.Add(new SimulatedFault { Operation = "carts.create", Kind = FaultKind.Throttle, RetryAfterSeconds = 30, Count = 5 });
        var id = await Accepted(Requests.Direct());
        await Host.UntilCalled("carts.create");
        Simulator.Control.WithdrawAgreement(Simulator.Ledger.Tenants[0].Id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Contains(await Host.Records.Timeline(id, default), change => change.ErrorCode == ErrorCodes.AgreementMissing);
        Assert.Equal(2, Effects("agreement"));
        AssertEverythingOnce();
    }

    [Fact]
    public async Task An_agreement_withdrawn_between_approval_and_checkout_is_attested_again_and_nobody_is_asked_twice()
    {
        await Host.Start();
        Simulator.Faults.Add(new SimulatedFault { Operation = "carts.create", Kind = FaultKind.Throttle, RetryAfterSeconds = 30, Count = 5 });
        var waiting = await Waiting(Requests.Direct() with { Approval = ApprovalDemand.Required });
        await Decide(waiting, Lena);
        await Host.UntilCalled("carts.create");
        Simulator.Control.WithdrawAgreement(Simulator.Ledger.Tenants[0].Id);
        var record = await Host.UntilEnded(waiting.Onboarding);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        var timeline = await Host.Records.Timeline(record.Id, default);
        Assert.Contains(timeline, change => change.ErrorCode == ErrorCodes.AgreementMissing);
        Assert.Single(timeline, change => change.Text == "Approved by lena.");
        Assert.Equal(2, Effects("agreement"));
        AssertEverythingOnce();
    }

    [Fact]
    public async Task An_agreement_withdrawn_from_a_customer_that_accepted_itself_is_waited_for_again()
    {
        await Host.Start(options => options.With(SimulatedPartners.DirectBillTenantId, partner => partner with { AccountReview = AccountReviewMode.None }));
        var id = await Accepted(AcceptingItself());
        var tenant = (await UntilInvited(id)).Exists.TenantId.ToString()!;
        Simulator.Faults.Add(new SimulatedFault { Operation = "carts.checkout", Kind = FaultKind.Refuse, Code = 13605, Status = 403, Count = 1 });
        Simulator.Control.AcceptAgreement(tenant);
        await Host.Until(id, record => record.ErrorCode == ErrorCodes.AgreementMissing);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        var stages = (await Host.Records.Timeline(id, default)).Select(change => change.Stage).ToList();
        Assert.True(stages.LastIndexOf("confirming-agreement") > stages.IndexOf("ordering"));
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task A_retired_attestation_turns_into_the_customer_s_own_acceptance()
    {
        await Host.Start(options => options.With(SimulatedPartners.DirectBillTenantId, partner => partner with { AttestationMode = AttestationMode.Enhanced }));
        var id = await Accepted(Requests.Direct());
        var waiting = await UntilInvited(id);

        Simulator.Control.AcceptAgreement(waiting.Exists.TenantId.ToString()!);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal("signedDirectly", record.Exists.Agreement!.How);
        Assert.Empty(Simulator.Ledger.Agreements);
    }

    [Fact]
    public async Task A_retired_attestation_of_a_partner_without_another_way_is_owed_and_the_customer_stays()
    {
        await Host.Start(options => options.With(ScenarioPartners.AttestingTenantId, partner => partner with { AttestationMode = AttestationMode.Enhanced }));

        var record = await Host.Onboard(Requests.Direct(partner: "attesting"));

        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Equal(ErrorCodes.AttestationRetired, needs.Cause!.Code);
        Assert.Equal(ErrorCodes.AttestationRetired, (await Host.Obligations.Get(Assert.Single(needs.Obligations), default))!.ErrorCode);
        Assert.True(needs.Exists.Relationship);
        Assert.Equal(0, Effects("relationshipRemoved"));
        Assert.Empty(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task A_way_to_the_agreement_that_the_partner_s_account_does_not_allow_is_refused_at_once()
    {
        await Host.Start();

        var refused = Assert.IsType<SubmissionResult.Refused>(await Host.Submit(AcceptingItself("attesting")));

        Assert.Equal((ErrorCodes.AgreementModeNotAllowed, "/agreement/mode"), Assert.Single(refused.Findings) is var finding ? (finding.Code, finding.Path) : default);
    }

    [Theory]
    [InlineData(AttestationMode.Enhanced)]
    [InlineData(AttestationMode.Both)]
    public async Task An_enhanced_attestation_becomes_the_agreement_once_the_customer_accepts_on_the_page(AttestationMode mode)
    {
        await Host.Start(options => options.With(SimulatedPartners.DirectBillTenantId, partner => partner with { AttestationMode = mode }));
        var id = await Accepted(AcceptingOnPage());
        var waiting = await UntilInvited(id);
        await Host.Until(id, _ => Host.Clock.GetUtcNow() - waiting.Since >= TimeSpan.FromDays(2));
        Assert.Empty(Simulator.Ledger.Agreements);

        Simulator.Control.AcceptAttestation(new Uri(waiting.Exists.Invitation!.Url).Segments[^1]);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal("acceptedOnPage", record.Exists.Agreement!.How);
        Assert.NotNull(Assert.Single(Simulator.Ledger.Agreements).AttestationId);
        Assert.Equal(1, Effects("attestation"));
        Assert.Single(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task A_customer_that_signs_by_itself_instead_of_on_the_page_has_accepted_too()
    {
        await Host.Start();
        var id = await Accepted(AcceptingOnPage());
        var waiting = await UntilInvited(id);

        Simulator.Control.AcceptAgreement(waiting.Exists.TenantId.ToString()!);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal("signedDirectly", record.Exists.Agreement!.How);
        Assert.Empty(Simulator.Ledger.Agreements);
    }

    [Fact]
    public async Task An_attestation_that_Microsoft_refuses_for_good_is_not_waited_for()
    {
        await Host.Start();
        // A code that is documented for something else than an acceptance that has not come yet.
        Simulator.Faults.Add(new SimulatedFault { Operation = "agreements.create", Kind = FaultKind.Refuse, Status = 400, Code = 600074 });

        var record = await Host.Onboard(AcceptingOnPage());

        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.Equal("partner-center.600074", record.ErrorCode);
        Assert.Empty(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task An_attestation_nobody_accepts_expires()
    {
        await Host.Start();

        var record = await Host.Onboard(AcceptingOnPage());

        Assert.Contains("agreement", Assert.IsType<OnboardingOutcome.Expired>(record.Outcome).WaitedFor);
        Assert.Empty(Simulator.Ledger.Agreements);
        Assert.Empty(Simulator.Ledger.Orders);
    }

    [Fact]
    public async Task The_evidence_of_an_acceptance_is_bound_to_the_onboarding()
    {
        await Host.Start();
        var hash = new string('a', 64);
        var request = Requests.Direct();

        var record = await Host.Onboard(request with { Agreement = request.Agreement! with { Evidence = new EvidenceSection(hash, "203.0.113.7") } });

        Assert.Equal(hash, record.Exists.Agreement!.EvidenceSha256);
        Assert.Equal("203.0.113.7", record.Request.Agreement!.Evidence!.Source);
        var entries = await Host.Services.GetRequiredService<Onboarding.Progress.IAuditLog>().For(record.Id.Value, default);
        Assert.Contains(entries, entry => entry is { Action: "agreement.attested" } && entry.Detail!.EndsWith($" by Gena Soto sha256:{hash} from 203.0.113.7", StringComparison.Ordinal));
    }

    private static OnboardingRequest AcceptingItself(string partner = "direct") =>
        Requests.Direct(partner: partner) with { Agreement = new AgreementSection(AgreementMode.Direct, null, new ContactSection("Gena", "Soto", "gena@wingtiptoys.example", null)) };

    private static OnboardingRequest AcceptingOnPage() =>
        Requests.Direct() with { Agreement = new AgreementSection(AgreementMode.Enhanced, null, new ContactSection("Gena", "Soto", "gena@wingtiptoys.example", null)) };
}
