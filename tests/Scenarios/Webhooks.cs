using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Approvals;
using Onboarding.Customers;
using Onboarding.Requests;
using Onboarding.Webhooks;
using PartnerCenter;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Webhooks;
using PartnerCenter.Webhooks;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    private const string Order = """
        { "order": { "no": 4711, "lines": [ { "sku": { "product": "CFQ7TTC0LH18", "no": "0001" }, "count": "12" }, { "sku": { "product": "CFQ7TTC0LDPB", "no": "0001" }, "count": 3 } ] },
          "company": { "name": "Fourth Coffee GmbH", "subdomain": "fourthcoffee", "street": "Konrad-Zuse-Str. 9", "town": "Unterschleissheim", "land": "BY", "zip": 85716 },
          "person": [ { "first": "Gena", "last": "Soto", "mail": "gena@fourthcoffee.example", "phone": "+49 89 31760" } ], "agreedOn": "2026-11-20" }
        """;

    [Fact]
    public async Task A_message_that_Partner_Center_refuses_for_good_is_a_dead_letter()
    {
        await StartWithSources();
        Refuse("agreements.metadata", 400, 2000);

        var entry = await Host
            .Services.GetRequiredService<InboxService>()
            .Receive(InboxMessage.Queue, "q-1", DurableJson.Write(Requests.Direct()), "key:shop", default);
        await Host.UntilQuiet();

        var dead = (await Inbox.Get(entry.Message.Key, default))!;
        Assert.Equal((InboxState.Dead, ErrorCodes.PartnerCenterRefused), (dead.State, dead.Code));
        Assert.Empty(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task A_webhook_without_the_list_of_its_source_makes_no_customer_without_subscriptions()
    {
        await StartWithSources();
        const string body =
            """{"company":{"name":"Wingtip Toys GmbH","subdomain":"wingtiptoys"},"order":{"rows":[{"p":"CFQ7TTC0LH18","q":3}]}}""";

        await Delivered("shop", SignedWebhook.Of("msg-9", body, Host.Clock.GetUtcNow()));
        await Host.UntilQuiet();

        Assert.Equal(
            ErrorCodes.WebhookUnmapped,
            Assert.Single((await Inbox.List(InboxState.Dead, 10, null, default)).Items).Code
        );
        Assert.Empty(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task A_webhook_whose_key_nobody_has_stored_is_refused_and_the_missing_key_is_named()
    {
        await Host.Start();

        Assert.Equal(
            "webhook-key",
            Assert
                .IsType<WebhookResult.NoKey>(
                    await Delivered("crm", SignedWebhook.Of("msg-1", "{}", Host.Clock.GetUtcNow()))
                )
                .Secret
        );
    }

    [Fact]
    public async Task Who_queued_or_corrected_a_request_is_who_submitted_it()
    {
        await StartWithSources();
        var service = Host.Services.GetRequiredService<InboxService>();
        var entry = await service.Receive(InboxMessage.Queue, "q-1", "{}", "key:anna", default);
        await Host.UntilQuiet();
        await service.SendAgain(
            entry.Message.Key,
            DurableJson.Write(Requests.Direct() with { Approval = ApprovalDemand.Required }),
            "otto",
            default
        );
        await Host.StepUntil(async () =>
            (await Approvals.List(ApprovalState.Pending, 10, null, default)).Items.Count == 1
        );

        var approval = (await Approvals.List(ApprovalState.Pending, 10, null, default)).Items.Single();
        Assert.Equal("key:anna, otto", approval.SubmittedBy);
        foreach (var own in new[] { "key:anna", "otto" })
            Assert.IsType<ApprovalResult.OwnRequest>(
                await Decisions.Decide(
                    approval.Onboarding,
                    new Approver(own, ["Approver"], []),
                    Verdict.Approve,
                    approval.Version,
                    null,
                    default
                )
            );
    }

    [Fact]
    public async Task A_webhook_delivered_three_times_and_out_of_order_is_one_onboarding()
    {
        await StartWithSources();
        var first = SignedWebhook.Of(
            "msg-1",
            DurableJson.Write(Requests.Direct("Adventure Works")),
            Host.Clock.GetUtcNow()
        );
        var second = SignedWebhook.Of("msg-2", DurableJson.Write(Requests.Direct()), Host.Clock.GetUtcNow());

        foreach (var webhook in new[] { second, first, second, first, first, second })
            Assert.IsType<WebhookResult.Kept>(await Delivered("crm", webhook));
        await Host.UntilQuiet();

        var kept = await Inbox.List(null, 100, null, default);
        Assert.Equal(["msg-1", "msg-2"], kept.Items.Select(message => message.Id).Order(StringComparer.Ordinal));
        Assert.All(kept.Items, message => Assert.Equal(InboxState.Taken, message.State));
        AssertEverythingOnce(2);
    }

    [Fact]
    public async Task A_webhook_in_the_sender_s_own_words_becomes_a_request()
    {
        await StartWithSources();

        var kept = Assert.IsType<WebhookResult.Kept>(
            await Delivered(
                "shop",
                SignedWebhook.Of("order-4711", Order, Host.Clock.GetUtcNow(), SignedWebhook.NextKey)
            )
        );
        await Host.UntilQuiet();

        var message = (await Inbox.Get(kept.Entry.Message.Key, default))!;
        Assert.True(message.State == InboxState.Taken, $"{message.Code} {message.Reason}");
        var record = await Host.Records.Get(message.Onboardings.Single(), default);
        Assert.IsType<OnboardingOutcome.Completed>(record!.Outcome);
        Assert.Equal(
            ("order-4711", "85716", "webhook shop"),
            (record.Request.Reference, record.Request.Customer.Address!.PostalCode, record.SubmittedBy)
        );
        Assert.Equal([12, 3], record.Request.Subscriptions.Select(line => line.Quantity));
    }

    [Fact]
    public async Task A_webhook_with_a_wrong_signature_is_refused_and_not_kept()
    {
        await StartWithSources();
        var now = Host.Clock.GetUtcNow();
        var good = SignedWebhook.Of("msg-1", DurableJson.Write(Requests.Direct()), now);

        SignedWebhook[] wrong =
        [
            SignedWebhook.Of("msg-1", DurableJson.Write(Requests.Direct()), now, "whsec_b3RoZXIta2V5"),
            good with
            {
                Id = "msg-2",
            },
            good with
            {
                Body = [.. good.Body, (byte)' '],
            },
            good with
            {
                Signature = "v1,AAAA",
            },
            good with
            {
                Signature = good.Signature.Replace("v1,", "v2,", StringComparison.Ordinal),
            },
            good with
            {
                Signature = "nonsense",
            },
        ];
        foreach (var webhook in wrong)
            Assert.Equal(
                SignatureCheck.Wrong,
                Assert.IsType<WebhookResult.NotSigned>(await Delivered("crm", webhook)).Check
            );
        foreach (var at in new[] { now.AddMinutes(-6), now.AddMinutes(6) })
            Assert.Equal(
                SignatureCheck.Stale,
                Assert
                    .IsType<WebhookResult.NotSigned>(await Delivered("crm", SignedWebhook.Of("msg-1", "{}", at)))
                    .Check
            );
        Assert.IsType<WebhookResult.UnknownSource>(await Delivered("nobody", good));

        Assert.Empty((await Inbox.List(null, 10, null, default)).Items);
        Assert.IsType<WebhookResult.Kept>(
            await Delivered("crm", good with { Signature = $"v1,AAAA {good.Signature}" })
        );
    }

    [Fact]
    public async Task An_event_with_a_certificate_from_another_host_or_without_a_true_signature_is_not_believed()
    {
        await Host.Start();
        await using var listener = await WebhookSubscriber.Start();
        var believed = Host.Services.GetRequiredService<IOptions<EventSignatureOptions>>().Value;
        believed.CertificateHosts.Add(Simulator.Address.Authority);
        believed.Roots.Add(WebhookCertificate.Root);
        await Host
            .Services.GetRequiredService<PartnerCenterClients>()
            .For("direct")
            .Webhooks.Register(
                new Registration { WebhookUrl = listener.Url, WebhookEvents = [Acceptance] },
                CallIds.New()
            );

        foreach (var flaw in (string?[])["foreignCertificate", "badSignature", "noSignature", "noCertificate", null])
            Assert.True(
                Simulator.Control.RaiseEvent(
                    SimulatedPartners.DirectBillTenantId,
                    Acceptance,
                    "Customer",
                    $"/customers/{Guid.NewGuid()}",
                    flaw: flaw
                )
            );
        await Simulator.Control.DeliverDueEvents();
        var results = new List<WebhookResult>();
        foreach (var delivery in listener.Deliveries)
        {
            var headers = new EventHeaders(
                Header("Authorization"),
                Header("x-ms-signature"),
                Header("X-MS-Certificate-Url"),
                Header("X-MS-Signature-Algorithm")
            );
            results.Add(
                await Host
                    .Services.GetRequiredService<WebhookReceiver>()
                    .FromPartnerCenter(headers, Encoding.UTF8.GetBytes(delivery.Body), default)
            );
            string? Header(string name) => delivery.Headers.GetValueOrDefault(name);
        }

        Assert.Equal(5, results.Count);
        Assert.Equal(
            [
                EventSignature.Missing,
                EventSignature.Incomplete,
                EventSignature.ForeignCertificate,
                EventSignature.Wrong,
            ],
            results.OfType<WebhookResult.NotPartnerCenters>().Select(result => result.Check).Order()
        );
        Assert.Single(results.OfType<WebhookResult.Kept>());
        Assert.Single((await Inbox.List(null, 10, null, default)).Items);
    }

    [Fact]
    public async Task A_dead_letter_is_looked_at_corrected_and_sent_again()
    {
        await StartWithSources();
        var service = Host.Services.GetRequiredService<InboxService>();
        var entry = await service.Receive(
            InboxMessage.Queue,
            "q-1",
            DurableJson.Write(
                Requests.Direct() with
                {
                    Subscriptions = [Requests.Line(Requests.BusinessBasic, 100_000)],
                }
            ),
            "key:shop",
            default
        );
        await Host.UntilQuiet();
        var dead = (await Inbox.List(InboxState.Dead, 10, null, default)).Items.Single();
        Assert.Equal((entry.Message.Key, ErrorCodes.QuantityOutOfRange), (dead.Key, dead.Code));

        var again = await service.SendAgain(dead.Key, DurableJson.Write(Requests.Direct()), "otto", default);
        await Host.UntilQuiet();

        Assert.NotNull(again);
        Assert.Equal(InboxState.Taken, (await Inbox.Get(dead.Key, default))!.State);
        Assert.Null(await service.SendAgain(dead.Key, null, "otto", default));
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_queued_request_survives_a_kill_and_is_taken_once()
    {
        await StartWithSources();
        var service = Host.Services.GetRequiredService<InboxService>();
        await service.Receive(InboxMessage.Queue, "q-1", DurableJson.Write(Requests.Direct()), "key:shop", default);

        await Host.KillEngine();
        await Host.StartEngine();
        await Host.Services.GetRequiredService<InboxService>().StartPending(default);
        await Host.UntilQuiet();

        Assert.Equal(InboxState.Taken, (await Inbox.List(null, 10, null, default)).Items.Single().State);
        AssertEverythingOnce();
    }

    private IInbox Inbox => Host.Services.GetRequiredService<IInbox>();

    private Task<WebhookResult> Delivered(string source, SignedWebhook webhook) =>
        Host
            .Services.GetRequiredService<WebhookReceiver>()
            .FromSource(
                source,
                new WebhookCall(
                    "POST",
                    "https://onboarding.example",
                    $"/api/webhooks/{source}",
                    name =>
                        name switch
                        {
                            "webhook-id" => webhook.Id,
                            "webhook-timestamp" => webhook.Timestamp,
                            "webhook-signature" => webhook.Signature,
                            _ => null,
                        },
                    webhook.Body
                ),
                default
            );

    private async Task StartWithSources()
    {
        await Host.Start();
        var vault = Host.Services.GetRequiredService<ISecretVault>();
        await vault.Set("webhook-key", SignedWebhook.Key, default);
        await vault.Set("webhook-next-key", SignedWebhook.NextKey, default);
    }
}
