using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Requests;
using Onboarding.Submission;
using OnboardingFunctions.Tests.Azurite;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;
using Scenarios;

namespace OnboardingFunctions.Tests.Engine;

[Collection(AzuriteCollection.Name)]
public sealed class EngineTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private EngineHost Host { get; } =
        new(
            azurite.NewStore(),
            azurite.ConnectionString,
            () => new InMemoryOrchestrationService(NullLoggerFactory.Instance)
        );

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [AzuriteFact]
    public async Task A_customer_is_created_once_though_an_answer_is_lost_and_its_order_is_provisioned()
    {
        await Host.Start();
        Host.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "customers.create",
                Kind = FaultKind.TimeoutAfterCommit,
                Count = 1,
            }
        );

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Single(Host.Simulator.Ledger.Tenants);
        Assert.Single(Host.Simulator.Ledger.Orders);
    }

    [AzuriteFact]
    public async Task A_refused_order_is_undone_and_the_customer_is_kept()
    {
        await Host.Start();
        Host.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Refuse,
                Status = 403,
                Code = 800066,
            }
        );

        var record = await Host.Onboard(Requests.Direct());

        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.True(record.Exists.Relationship);
        await LedgerCheck.Assert(Host.Records, Host.OpenTasks, Host.Simulator.Ledger);
    }

    [AzuriteFact]
    public async Task A_used_up_credit_line_waits_and_goes_on_when_it_is_resumed()
    {
        await Host.Start();
        Host.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Refuse,
                Status = 403,
                Code = 900121,
            }
        );
        var accepted = Assert.IsType<SubmissionResult.Accepted>(await Host.Submit(Requests.Direct()));
        await Host.Until(accepted.Record.Id, record => record.Stage == "awaiting-operator");

        Host.Simulator.Faults.Clear();
        await Host.Resume(accepted.Record.Id);

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(accepted.Record.Id)).Outcome);
        Assert.Single(Host.Simulator.Ledger.Orders);
    }

    [AzuriteFact]
    public async Task An_approval_and_a_cancellation_reach_those_that_wait()
    {
        await Host.Start();
        var approved = await Waiting(Requests.Direct());
        var cancelled = await Waiting(Requests.Direct("Adventure Works"));

        var decision = await Host
            .Services.GetRequiredService<ApprovalService>()
            .Decide(
                approved.Onboarding,
                new Approver("lena", ["Approver"], []),
                Verdict.Approve,
                approved.Version,
                null,
                default
            );
        await Host.Cancel(cancelled.Onboarding);

        Assert.IsType<ApprovalResult.Done>(decision);
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(approved.Onboarding)).Outcome);
        Assert.IsType<OnboardingOutcome.Cancelled>((await Host.UntilEnded(cancelled.Onboarding)).Outcome);
    }

    [AzuriteFact]
    public async Task Ten_identical_submissions_at_once_are_one_onboarding()
    {
        await Host.Start();

        var results = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => Host.Submit(Requests.Direct())))
        );

        var accepted = Assert.Single(results.OfType<SubmissionResult.Accepted>());
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(accepted.Record.Id)).Outcome);
        Assert.Single(Host.Simulator.Ledger.Tenants);
    }

    [AzuriteFact]
    public async Task A_batch_goes_through_row_by_row_and_beyond_the_length_of_one_history()
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AccountReview = AccountReviewMode.None }
            )
        );
        var batch = await Host
            .Services.GetRequiredService<BatchReceiver>()
            .Receive(new(BatchFormat.Csv, "list", 4, "gena"), BatchFiles.Stream(BatchFiles.Csv(12)), default);
        var batches = Host.Services.GetRequiredService<IBatches>();

        await Host.StepUntil(async () => (await batches.Get(batch.Id, default))!.EndedAt is not null);

        Assert.All(await batches.Rows(batch.Id, null, 0, 100, default), row => Assert.Equal("completed", row.Status));
        Assert.Equal(12, Host.Simulator.Ledger.Tenants.Count);
    }

    private async Task<Approval> Waiting(OnboardingRequest request)
    {
        var accepted = Assert.IsType<SubmissionResult.Accepted>(
            await Host.Submit(request with { Approval = ApprovalDemand.Required })
        );
        await Host.Until(accepted.Record.Id, record => record.Stage == "awaiting-approval");
        return (await Host.Services.GetRequiredService<IApprovals>().Get(accepted.Record.Id, default))!;
    }
}
