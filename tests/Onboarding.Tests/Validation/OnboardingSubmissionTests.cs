using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using PartnerCenter;
using PartnerCenter.Simulator.Faults;

namespace Onboarding.Tests.Validation;

public sealed class OnboardingSubmissionTests : ValidationFixture
{
    [Fact]
    public async Task Submit_AGoodRequest_IsKeptAuditedAndStarted()
    {
        var record = Assert.IsType<SubmissionResult.Accepted>(await Submit()).Record;

        Assert.Equal(OnboardingId.From(MemoryKeys.Key, "default", "CRM-10492"), record.Id);
        Assert.Equal(
            ("wingtiptoys.onmicrosoft.com", Stage.Submitted, "gena", TestRequests.Now),
            (record.Domain, record.Stage, record.SubmittedBy, record.SubmittedAt)
        );
        Assert.Equal(record, await The<IOnboardingRecords>().Get(record.Id, CancellationToken.None));
        Assert.Equal(
            ("submitted", "gena"),
            Assert.Single(await The<IAuditLog>().For(record.Id.Value, CancellationToken.None)) is var entry
                ? (entry.Action, entry.Who)
                : default
        );
        var (name, input) = Assert
            .Single(The<MemoryOrchestrations>().Instances, instance => instance.Key == record.Id.Value)
            .Value;
        Assert.Equal(OnboardingNames.Onboarding.Value, name);
        Assert.Equal(
            ("default", "wingtiptoys.onmicrosoft.com", 1),
            Assert.IsType<OnboardingPlan>(input) is var plan ? (plan.Partner, plan.Domain, plan.Subscribers) : default
        );
    }

    [Fact]
    public async Task Submit_TheDomain_IsKeptInLowerCase() =>
        Assert.Equal(
            "wingtiptoys.onmicrosoft.com",
            Assert
                .IsType<SubmissionResult.Accepted>(await Submit(("/customer/domainPrefix", "\"WingtipToys\"")))
                .Record.Domain
        );

    [Fact]
    public async Task Submit_TheSameTwice_IsRepeatedAndStartsOnce()
    {
        var first = Assert.IsType<SubmissionResult.Accepted>(await Submit());
        var calls = Simulator.Requests.Find().Count;

        var second = Assert.IsType<SubmissionResult.Repeated>(await Submit());

        Assert.Equal(first.Record, second.Record);
        Assert.Single(The<MemoryOrchestrations>().Instances);
        Assert.Equal(calls, Simulator.Requests.Find().Count);
    }

    [Fact]
    public async Task Submit_TheSameWrittenOtherwise_IsRepeated()
    {
        await Submit();

        Assert.IsType<SubmissionResult.Repeated>(
            await Submit(
                ("/customer/companyName", "\" Wingtip Toys GmbH\""),
                ("/customer/registrationNumber", "-"),
                ("/partner", "\"Default\""),
                ("/approval", "-")
            )
        );
    }

    [Fact]
    public async Task Submit_AnotherBodyUnderTheSameReference_IsAConflictAndChangesNothing()
    {
        var first = Assert.IsType<SubmissionResult.Accepted>(await Submit()).Record;

        var conflict = Assert.IsType<SubmissionResult.Conflict>(await Submit(("/subscriptions/0/quantity", "26")));

        Assert.Equal(first, conflict.Record);
        Assert.Single(The<MemoryOrchestrations>().Instances);
    }

    [Fact]
    public async Task Submit_AnIdempotencyKey_GoesBeforeTheReference()
    {
        var record = Assert.IsType<SubmissionResult.Accepted>(await Submit("key-1")).Record;

        Assert.Equal(OnboardingId.From(MemoryKeys.Key, "", "key-1"), record.Id);
        Assert.IsType<SubmissionResult.Conflict>(await Submit("key-1", ("/reference", "\"CRM-1\"")));
        Assert.IsType<SubmissionResult.Repeated>(await Submit("key-1"));
    }

    [Fact]
    public async Task Submit_TheSameReferenceOfAnotherPartner_IsAnotherOnboarding()
    {
        await Submit();

        Assert.IsType<SubmissionResult.Accepted>(
            await Submit(("/partner", "\"direct\""), ("/reseller", "-"), ("/customer/domainPrefix", "\"wingtiptoys2\""))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    public async Task Submit_ABadIdempotencyKey_IsRefused(string key)
    {
        var finding = Assert.Single(Assert.IsType<SubmissionResult.Refused>(await Submit(key)).Findings);

        Assert.Equal(ErrorCodes.IdempotencyKeyInvalid, finding.Code);
    }

    [Fact]
    public async Task Submit_ARefusedRequest_KeepsNothingAndCanBeCorrected()
    {
        var refused = Assert.IsType<SubmissionResult.Refused>(await Submit(("/customer/address/postalCode", "\"1\"")));
        Assert.Equal(ErrorCodes.PostalCodeInvalid, Assert.Single(refused.Findings).Code);
        Assert.Null(
            await The<IOnboardingRecords>()
                .Get(OnboardingId.From(MemoryKeys.Key, "default", "CRM-10492"), CancellationToken.None)
        );

        Assert.IsType<SubmissionResult.Accepted>(await Submit());
    }

    [Fact]
    public async Task Submit_AnUnknownPartner_IsRefused() =>
        Assert.Contains(
            Assert.IsType<SubmissionResult.Refused>(await Submit(("/partner", "\"nobody\""))).Findings,
            finding => finding.Code == ErrorCodes.PartnerUnknown
        );

    [Fact]
    public async Task Submit_WarningsAndReviews_ComeWithTheAcceptance()
    {
        SetProvider(partner => partner with { AddressStatus = "StreetPartial" });

        var accepted = Assert.IsType<SubmissionResult.Accepted>(await Submit(("/reseller", "-")));

        Assert.Equal(
            [ErrorCodes.ResellerMissing, ErrorCodes.AddressDoubtful],
            accepted.Findings.Select(finding => finding.Code)
        );
    }

    [Fact]
    public async Task Submit_WhatMayBeLeftOut_IsFilledInForTheRecord()
    {
        var request = Assert
            .IsType<SubmissionResult.Accepted>(
                await Submit(
                    ("/customer/culture", "-"),
                    ("/customer/language", "-"),
                    ("/customer/address/country", "\"US\""),
                    ("/customer/address/state", "\"wa\""),
                    ("/customer/address/postalCode", "\"98052\""),
                    ("/contact/phone", "\"+1 425 555 0123\"")
                )
            )
            .Record.Request;

        Assert.Equal(
            ("en-US", "en", "WA"),
            (request.Customer.Culture, request.Customer.Language, request.Customer.Address?.State)
        );
        Assert.Matches(@"^1?[ ]?\(?425\)?[ -]?555[ -]?0123$", request.Contact?.Phone);
    }

    [Fact]
    public async Task Submit_WhenPartnerCenterIsDown_IsAcceptedAndSaysWhatIsCheckedLater()
    {
        Simulator.Faults.Add(new() { Operation = "*", Kind = FaultKind.BadGateway });

        var accepted = Assert.IsType<SubmissionResult.Accepted>(await Submit());

        Assert.All(
            accepted.Findings,
            finding =>
                Assert.Equal((ErrorCodes.NotCheckedYet, FindingSeverity.Warning), (finding.Code, finding.Severity))
        );
        Assert.Superset(
            new HashSet<string> { "/customer/address", "/customer/domainPrefix", "/subscriptions/0" },
            accepted.Findings.Select(finding => finding.Path).ToHashSet()
        );
    }

    [Fact]
    public async Task Submit_WhenPartnerCenterIsDownForACountryThatIsNotBuiltIn_KeepsNothingAndCanBeRepeated()
    {
        Simulator.Faults.Add(new() { Operation = "*", Kind = FaultKind.BadGateway });
        (string, string)[] cuba =
        [
            ("/customer/address/country", "\"CU\""),
            ("/customer/culture", "null"),
            ("/customer/language", "null"),
        ];
        await Assert.ThrowsAsync<PartnerCenterException>(() => Submit(cuba));
        Assert.Null(
            await The<IOnboardingRecords>()
                .Get(OnboardingId.From(MemoryKeys.Key, "default", "CRM-10492"), CancellationToken.None)
        );
    }

    [Fact]
    public async Task Submit_TheSameTwentyTimesAtOnce_IsAcceptedOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Submit()));

        Assert.Single(results.OfType<SubmissionResult.Accepted>());
        Assert.Single(The<MemoryOrchestrations>().Instances);
        Assert.Equal(19, results.OfType<SubmissionResult.Repeated>().Count());
    }

    [Fact]
    public async Task Submit_WhenTheStartIsLost_TheRepeatStartsIt()
    {
        The<MemoryOrchestrations>().FailingStarts = 1;
        await Assert.ThrowsAsync<IOException>(() => Submit());
        Assert.Empty(The<MemoryOrchestrations>().Instances);

        Assert.IsType<SubmissionResult.Repeated>(await Submit());

        Assert.Single(The<MemoryOrchestrations>().Instances);
    }

    [Fact]
    public async Task PendingStarts_WhatWasKeptAndNotStarted_IsStartedOnce()
    {
        The<MemoryOrchestrations>().FailingStarts = 1;
        await Assert.ThrowsAsync<IOException>(() => Submit());
        await Submit(("/reference", "\"CRM-2\""), ("/customer/domainPrefix", "\"contosotoys\""));

        Assert.Equal(1, await The<PendingStarts>().Run(CancellationToken.None));
        Assert.Equal(0, await The<PendingStarts>().Run(CancellationToken.None));

        Assert.Equal(2, The<MemoryOrchestrations>().Instances.Count);
    }

    private async Task<SubmissionResult> Submit(params (string At, string Json)[] changes) =>
        await The<OnboardingSubmission>().Submit(Request(changes), null, "gena", CancellationToken.None);

    private async Task<SubmissionResult> Submit(string key, params (string At, string Json)[] changes) =>
        await The<OnboardingSubmission>().Submit(Request(changes), key, "gena", CancellationToken.None);
}
