using Onboarding;
using Onboarding.Batches;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task An_id_cannot_be_computed_and_is_the_same_for_every_process()
    {
        await Host.Start();
        var request = Requests.Direct();
        var id = Assert.IsType<SubmissionResult.Accepted>(await Host.Submit(request)).Record.Id;
        var byKey = Assert
            .IsType<SubmissionResult.Accepted>(await Host.Submit(Requests.Direct("Litware Systems"), "order-7"))
            .Record.Id;
        Assert.NotEqual(OnboardingId.From(request.Partner, request.Reference), id);
        Assert.NotEqual(OnboardingId.From("", "order-7"), byKey);

        await Host.KillEngine();
        await Host.StartEngine();

        Assert.Equal(id, Assert.IsType<SubmissionResult.Repeated>(await Host.Submit(request)).Record.Id);
        Assert.Equal(
            byKey,
            Assert
                .IsType<SubmissionResult.Repeated>(await Host.Submit(Requests.Direct("Litware Systems"), "order-7"))
                .Record.Id
        );
        await Host.UntilEnded(id);
        await Host.UntilEnded(byKey);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("order-7")]
    public async Task What_an_earlier_version_has_taken_is_found_under_its_old_id(string? key)
    {
        await Host.Start();
        var request = Requests.Direct();
        var old = await TakenByAnEarlierVersion(request, key);

        var again = Assert.IsType<SubmissionResult.Repeated>(await Host.Submit(request, key));
        var other = Assert.IsType<SubmissionResult.Conflict>(
            await Host.Submit(request with { Subscriptions = [Requests.Line(Requests.BusinessBasic, 3)] }, key)
        );

        Assert.Equal((old, old), (again.Record.Id, other.Record.Id));
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(old)).Outcome);
        Assert.Single(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task A_row_of_a_batch_finds_what_an_earlier_version_has_taken()
    {
        await Host.Start();
        var request = Requests.Direct();
        var old = await TakenByAnEarlierVersion(request);

        var batch = await Received(DurableJson.Write(request), format: BatchFormat.Ndjson);
        await Host.UntilQuiet();

        var row = Assert.Single(await Rows(batch));
        Assert.Equal((old, "completed"), (row.Onboarding, row.Status));
        Assert.Single(Simulator.Ledger.Tenants);
    }

    // The record as an earlier version reserved it, not started yet.
    private async Task<OnboardingId> TakenByAnEarlierVersion(OnboardingRequest request, string? key = null)
    {
        var id = key is null ? OnboardingId.From(request.Partner, request.Reference) : OnboardingId.From("", key);
        await Host.Records.Reserve(
            new OnboardingRecord
            {
                Id = id,
                Request = request,
                RequestHash = RequestHash.Of(request),
                Domain = $"{request.Customer.DomainPrefix}.onmicrosoft.com",
                SubmittedAt = Host.Clock.GetUtcNow(),
                SubmittedBy = "otto",
                Stage = Stage.Submitted,
                WaitsFor = Actor.Us,
                Since = Host.Clock.GetUtcNow(),
            },
            default
        );
        return id;
    }
}
