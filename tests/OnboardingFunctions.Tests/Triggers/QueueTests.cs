using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding;
using Onboarding.Durability;
using Onboarding.Http;
using Onboarding.Intake;
using Onboarding.Webhooks;
using OnboardingFunctions.Durable;
using OnboardingFunctions.Tests.Azurite;
using OnboardingFunctions.Tests.Onboardings;
using OnboardingFunctions.Triggers;
using PartnerCenter.Simulator.Faults;
using Scenarios;

namespace OnboardingFunctions.Tests.Triggers;

/// <summary>What becomes of a message: every one is settled, once, with a reason where it is refused.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class QueueTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private FunctionsHost Host { get; } = new(azurite);
    private readonly SentMessages _sent = new();
    private readonly SettledMessages _settled = new();

    public Task InitializeAsync() => AzuriteProgram.Path is null ? Task.CompletedTask : Host.Start();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [AzuriteFact]
    public async Task Submit_GoodRequest_IsOnboardedAndCompleted()
    {
        var request = Requests.Direct();
        await Submit(DurableJson.Write(request), "m1");
        Assert.Equal(["completed m1"], _settled.All);
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(OnboardingId.From(request.Partner, request.Reference))).Outcome);
    }

    [AzuriteFact]
    public async Task Submit_SameRequestAgain_IsCompletedAndOneOnboarding()
    {
        var body = DurableJson.Write(Requests.Direct());
        await Submit(body, "m1");
        await Submit(body, "m2");
        Assert.Equal(["completed m1", "completed m2"], _settled.All);
        Assert.Single((await Host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Submit_SameReferenceWithAnotherRequest_IsDeadLettered()
    {
        var request = Requests.Direct();
        await Submit(DurableJson.Write(request), "m1");
        await Submit(DurableJson.Write(request with { Subscriptions = [Requests.Line(Requests.BusinessBasic, 26)] }), "m2");
        Assert.Equal($"dead m2 {ErrorCodes.KeyReused}", _settled.All[^1]);
    }

    [AzuriteTheory]
    [InlineData("no json", ErrorCodes.RequestMalformed)]
    [InlineData("{\"reference\":1}", null)]
    [InlineData("", ErrorCodes.RequestMalformed)]
    public async Task Submit_Poison_IsDeadLetteredWithItsReason(string body, string? reason)
    {
        await Submit(body, "m1");
        Assert.StartsWith($"dead m1 {reason}", Assert.Single(_settled.All), StringComparison.Ordinal);
        Assert.NotEmpty(_settled.Descriptions[0]);
        Assert.Empty((await Host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Submit_TooLargeOrUnknownPartner_IsDeadLettered()
    {
        await Submit(new string(' ', RequestReader.MaxBytes + 1), "m1");
        await Submit(DurableJson.Write(Requests.Direct() with { Partner = "nobody" }), "m2");
        Assert.StartsWith($"dead m1 {ErrorCodes.RequestTooLarge}", _settled.All[0], StringComparison.Ordinal);
        Assert.StartsWith("dead m2 ", _settled.All[1], StringComparison.Ordinal);
        Assert.Contains("/partner", _settled.Descriptions[1], StringComparison.Ordinal);
    }

    [AzuriteFact]
    public async Task Submit_WhilePartnerCenterIsAway_IsTakenAndCheckedLater()
    {
        Host.Simulator.Faults.Add(new SimulatedFault { Operation = "tokens.issue", Kind = FaultKind.Error500, Count = 100 });
        await Submit(DurableJson.Write(Requests.Direct()), "m1");
        Assert.Equal(["completed m1"], _settled.All);
        Assert.Empty(_sent.Messages);
        Assert.Single((await Host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Submit_ACountryNobodyCanBeAskedAbout_ComesAgainLaterAndNothingIsKept()
    {
        Host.Simulator.Faults.Add(new SimulatedFault { Operation = "tokens.issue", Kind = FaultKind.Error500, Count = 100 });
        await Submit(Unaskable(), "m1");
        Assert.Equal(["completed m1"], _settled.All);
        Assert.True(Assert.Single(_sent.Messages).ScheduledEnqueueTime > Host.Clock.GetUtcNow());
        Assert.Empty((await Host.Records.Search(new(), default)).Items);
    }

    [AzuriteFact]
    public async Task Submit_DeadLetter_IsLookedAtCorrectedAndSentAgainThroughTheInbox()
    {
        var request = Requests.Direct();
        await Submit(DurableJson.Write(request with { Partner = "nobody" }), "m1");
        var dead = Assert.Single((await Inbox.List(InboxState.Dead, 10, null, default)).Items);
        Assert.Equal((InboxMessage.Queue, "m1"), (dead.Source, dead.Id));
        Assert.Equal(_settled.Descriptions[0], dead.Reason);

        Assert.NotNull(await Host.Services.GetRequiredService<InboxDesk>().SendAgain(dead.Key, DurableJson.Write(request), "otto", default));
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(OnboardingId.From(request.Partner, request.Reference))).Outcome);
        Assert.Equal(InboxState.Taken, (await Inbox.Get(dead.Key, default))!.State);
    }

    [AzuriteFact]
    public async Task Submit_PutBackTooOften_IsDeadUnderTheIdItsSenderGaveIt()
    {
        Host.Simulator.Faults.Add(new SimulatedFault { Operation = "tokens.issue", Kind = FaultKind.Error500, Count = 100 });
        await Submit(Unaskable(), "a copy", new Dictionary<string, object> { [Postponing.Attempt] = Postponing.MostAttempts, ["id"] = "m1" });
        Assert.Equal([$"dead a copy {ErrorCodes.NoAnswer}"], _settled.All);
        Assert.Equal(ErrorCodes.NoAnswer, (await Inbox.Get(InboxMessage.KeyOf(InboxMessage.Queue, "m1"), default))!.Code);
    }

    [AzuriteFact]
    public async Task Enqueue_WithServiceBus_IsAMessageThatIsFoundInTheInboxOnceItIsTaken()
    {
        var request = Requests.Direct();
        var queue = new ServiceBusQueue(_sent, Host.Services.GetRequiredService<InboxDesk>(), Host.Clock);
        var entry = await queue.Enqueue("order-7", DurableJson.Write(request), "key:shop", default);
        var sent = Assert.Single(_sent.Messages);
        Assert.Equal(("order-7", InboxState.Waiting), (sent.MessageId, entry.Message.State));
        Assert.Null(await Inbox.Get(entry.Message.Key, default));

        await Submit(sent.Body.ToString(), sent.MessageId);
        var taken = (await Inbox.Get(entry.Message.Key, default))!;
        Assert.Equal((InboxState.Taken, OnboardingId.From(request.Partner, request.Reference)), (taken.State, Assert.Single(taken.Onboardings)));
    }

    [AzuriteFact]
    public async Task Enqueue_TooLargeForAMessage_GoesIntoTheInbox()
    {
        var queue = new ServiceBusQueue(_sent, Host.Services.GetRequiredService<InboxDesk>(), Host.Clock);
        var entry = await queue.Enqueue("large", new string('x', 200 * 1024), "key:shop", default);
        Assert.Empty(_sent.Messages);
        Assert.NotNull(await Inbox.Get(entry.Message.Key, default));
    }

    private IInbox Inbox => Host.Services.GetRequiredService<IInbox>();

    private static string Unaskable()
    {
        var direct = Requests.Direct();
        return DurableJson.Write(direct with { Customer = direct.Customer with { Address = direct.Customer.Address! with { Country = "MN" } } });
    }

    private Task Submit(string body, string id, Dictionary<string, object>? properties = null)
    {
        var services = Host.Services;
        var functions = new QueueFunctions(
            services.GetRequiredService<QueuedRequests>(),
            services.GetRequiredService<InboxDesk>(),
            new Postponing(_sent, Host.Clock, NullLogger<Postponing>.Instance),
            services.GetRequiredService<DurableClientSource>(),
            new HostFacts(Simulated: true, FunctionAppServices.IsAway),
            NullLogger<QueueFunctions>.Instance);
        return functions.Submit(ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString(body), messageId: id, properties: properties), _settled, Host.Client, default);
    }
}
