namespace PartnerCenter.Tests.AgainstSimulator;

public sealed class WebhooksAndAuditTests : SimulatorTests
{
    [Fact]
    public async Task Registration_IsMadeReadAndReplaced()
    {
        Assert.Null(await Rig.Direct.Webhooks.Get());
        Assert.Contains("test-created", await Rig.Direct.Webhooks.Events());

        var made = await Rig.Direct.Webhooks.Register(
            new() { WebhookUrl = "https://hooks.example/a", WebhookEvents = ["test-created"] },
            CallIds.New()
        );
        await Rig.Direct.Webhooks.Update(
            new() { WebhookUrl = "https://hooks.example/b", WebhookEvents = ["test-created", "subscription-updated"] },
            CallIds.New()
        );
        var read = await Rig.Direct.Webhooks.Get();

        Assert.NotNull(made.SubscriberId);
        Assert.Equal(("https://hooks.example/b", 2), (read!.WebhookUrl, read.WebhookEvents.Count));
    }

    [Fact]
    public async Task DeliveryTest_IsStartedAndRead()
    {
        await Rig.Direct.Webhooks.Register(
            new() { WebhookUrl = Rig.Simulator.Address + "nowhere", WebhookEvents = ["test-created"] },
            CallIds.New()
        );

        var correlation = await Rig.Direct.Webhooks.StartTest(CallIds.New());

        Assert.Equal(correlation, (await Rig.Direct.Webhooks.GetTest(correlation)).CorrelationId);
    }

    [Fact]
    public async Task Audit_FindsOurCallByItsCorrelationId()
    {
        var ids = CallIds.New();
        var customer = (await Rig.Direct.Customers.Create(Rig.Newcomer(), ids)).Customer.Id;
        await Rig.Customer();
        var today = DateOnly.FromDateTime(Rig.Clock.GetUtcNow().UtcDateTime);

        var records = await Rig.Direct.Audit.List(today.AddDays(-1), today.AddDays(1), customer).ToListAsync();

        var record = Assert.Single(records);
        Assert.Equal(
            ("add_customer", ids.CorrelationId.ToString(), Audit.AuditStatus.Succeeded),
            (record.OperationType, record.OriginalCorrelationId, record.OperationStatus)
        );
        Assert.Contains(
            record.Details,
            detail => detail is { Key: "PrimaryDomainName", Value: "wingtip1.onmicrosoft.com" }
        );
    }

    [Fact]
    public async Task Audit_TooFarBack_IsRefused()
    {
        var today = DateOnly.FromDateTime(Rig.Clock.GetUtcNow().UtcDateTime);

        Assert.Equal(
            Fault.Refused,
            (
                await Assert.ThrowsAsync<PartnerCenterException>(async () =>
                    await Rig.Direct.Audit.List(today.AddDays(-120)).CountAsync()
                )
            ).Fault
        );
    }
}
