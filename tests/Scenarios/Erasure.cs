using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Customers;
using Onboarding.Drafts;
using Onboarding.Erasure;
using Onboarding.Progress;
using Onboarding.Retention;
using Onboarding.Submission;
using Onboarding.Webhooks;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    // What is left of one may name the country, and the words "direct" and "default".
    private static readonly string[] OfTheCustomer =
    [
        "Wingtip Toys",
        "wingtiptoys",
        "Konrad-Zuse",
        "Unterschleissheim",
        "85716",
        "Soto",
        "gena@",
        "31760",
    ];

    [Fact]
    public async Task Erasing_leaves_ids_outcome_and_orders_and_nothing_of_the_customer()
    {
        await Host.Start();
        await using var subscriber = await WebhookSubscriber.Start();
        var request = Requests.Direct() with { Notify = [Webhook(subscriber)] };
        var batch = await Received(DurableJson.Write(request), format: BatchFormat.Ndjson);
        await Host.UntilQuiet();
        var inbox = Host.Services.GetRequiredService<InboxService>();
        await inbox.Receive(InboxMessage.Queue, "again", DurableJson.Write(request), "key:shop", default);
        await Host.UntilQuiet();
        var id = Assert.Single(await Rows(batch)).Onboarding!.Value;
        var before = (await Host.Records.Get(id, default))!;
        await Host.Services.GetRequiredService<IDrafts>().Add(SubmittedAs(before), default);
        var vault = Host.Services.GetRequiredService<ISecretVault>();
        Assert.NotNull(await vault.Find(AdminCredentials.SecretName(id), default));

        Assert.Equal(ErasureResult.Erased, await Erase(id));

        var after = (await Host.Records.Get(id, default))!;
        Assert.Equal(
            (Host.Clock.GetUtcNow(), before.Stage, before.Exists.TenantId, before.RequestHash),
            (after.ErasedAt, after.Stage, after.Exists.TenantId, after.RequestHash)
        );
        Assert.Equal(before.Exists.Orders, after.Exists.Orders);
        Assert.Equal(before.Exists.Subscriptions, after.Exists.Subscriptions);
        Assert.IsType<OnboardingOutcome.Completed>(after.Outcome);
        var left = await EverythingStoredOf(id, batch.Id);
        Assert.All(OfTheCustomer, text => Assert.DoesNotContain(text, left, StringComparison.OrdinalIgnoreCase));
        Assert.Null(await vault.Find(AdminCredentials.SecretName(id), default));
        Assert.Null(await Host.Services.GetRequiredService<IOrchestrationClient>().Get(id.Value, default));
        Assert.Empty((await Host.Records.Search(new() { Text = "wingtip toys" }, default)).Items);
        Assert.Contains(
            await Host.Services.GetRequiredService<IAuditLog>().For(id.Value, default),
            entry => (entry.Action, entry.Who) == ("onboarding.erase", "otto")
        );
        Assert.Equal(id, Assert.IsType<SubmissionResult.Repeated>(await Host.Submit(request)).Record.Id);
        Assert.Equal(ErasureResult.Erased, await Erase(id));
        Assert.Single(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task Nothing_is_erased_of_an_onboarding_that_goes_on_or_has_an_open_task()
    {
        await Host.Start();
        var id = await Accepted(Requests.Direct());

        Assert.Equal(ErasureResult.Running, await Erase(id));
        await Host.UntilEnded(id);
        var task = Stores.Records.OpenTask($"{id}-a-task", id.Value);
        await Host.OpenTasks.Add(task, default);
        Assert.Equal(ErasureResult.TasksOpen, await Erase(id));

        Assert.Equal("Wingtip Toys GmbH", (await Host.Records.Get(id, default))!.Request.Customer.CompanyName);
        await Host.SettleOpenTask(task.Id);
        await Host.UntilQuiet();
        Assert.Equal(ErasureResult.Erased, await Erase(id));
    }

    [Fact]
    [RemovesRecords]
    public async Task After_its_time_a_tombstone_is_left_and_the_request_is_not_onboarded_again()
    {
        await Host.Start();
        await using var subscriber = await WebhookSubscriber.Start();
        var request = Requests.Direct() with { Notify = [Webhook(subscriber)] };
        var record = await Host.Onboard(request);
        await Host.UntilQuiet();
        var running = await Accepted(Requests.Direct("Litware Systems") with { Approval = Required });
        var expired = Host.Services.GetRequiredService<ExpiredData>();
        Assert.Equal(0, (await expired.Remove(default)).Onboardings);
        Assert.Equal(0, await expired.RemoveAudit(default));

        Host.Clock.Advance(TimeSpan.FromDays(3651));
        Assert.Equal(1, (await expired.Remove(default)).Onboardings);
        await expired.RemoveAudit(default);

        var left = await EverythingStoredOf(record.Id, batch: null);
        Assert.All(OfTheCustomer, text => Assert.DoesNotContain(text, left, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(await Host.Records.Timeline(record.Id, default));
        Assert.Empty(await Deliveries(record.Id));
        Assert.Empty(await Host.Services.GetRequiredService<IAuditLog>().For(record.Id.Value, default));
        Assert.NotNull((await Host.Records.Get(running, default))!.Request.Customer.CompanyName);
        var again = Assert.IsType<SubmissionResult.Repeated>(await Host.Submit(request)).Record;
        Assert.Equal((record.Id, record.Stage), (again.Id, again.Stage));
        Assert.NotNull(again.RemovedAt);
        // By design nothing knows of the tenant any more.
        _isLedgerKnown = false;
    }

    private static Onboarding.Requests.ApprovalDemand Required => Onboarding.Requests.ApprovalDemand.Required;

    private async Task<ErasureResult> Erase(OnboardingId id) =>
        await Host
            .Services.GetRequiredService<ErasureService>()
            .Erase((await Host.Records.Get(id, default))!, "otto", default);

    private static Draft SubmittedAs(OnboardingRecord record) =>
        new()
        {
            Id = DraftId.New(),
            Content = record.Request,
            Version = 1,
            CreatedAt = record.SubmittedAt,
            CreatedBy = "otto",
            ChangedAt = record.SubmittedAt,
            ChangedBy = "otto",
            ExpiresAt = record.SubmittedAt.AddDays(30),
            Submitted = new(1, record.Id, record.SubmittedAt, "otto"),
        };

    private async Task<string> EverythingStoredOf(OnboardingId id, BatchId? batch)
    {
        var services = Host.Services;
        var audit = services.GetRequiredService<IAuditLog>();
        var batches = services.GetRequiredService<IBatches>();
        return string.Join(
            '\n',
            [
                DurableJson.Write(await Host.Records.Get(id, default)),
                DurableJson.Write(await Host.Records.Timeline(id, default)),
                DurableJson.Write((await Host.OpenTasks.List(null, id, 100, null, default)).Items),
                DurableJson.Write(await Deliveries(id)),
                DurableJson.Write(await services.GetRequiredService<IApprovals>().Get(id, default)),
                DurableJson.Write(await services.GetRequiredService<IDrafts>().SubmittedAs(id, default)),
                DurableJson.Write((await services.GetRequiredService<IInbox>().List(null, 100, null, default)).Items),
                DurableJson.Write(await audit.For(id.Value, default)),
                batch is { } known ? DurableJson.Write(await batches.Rows(known, null, 0, 100, default)) : "",
            ]
        );
    }
}
