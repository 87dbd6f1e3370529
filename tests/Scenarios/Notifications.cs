using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Notifications;
using Onboarding.Requests;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task A_subscriber_is_told_of_every_stage_and_of_the_outcome()
    {
        await Host.Start();
        await using var subscriber = await WebhookSubscriber.Start();

        var record = await Host.Onboard(Requests.Direct() with { Notify = [Webhook(subscriber)] });
        await Host.UntilQuiet();

        var events = subscriber
            .Deliveries.DistinctBy(delivery => delivery.Id)
            .Select(delivery => JsonNode.Parse(delivery.Body)!)
            .OrderBy(told => told["data"]!["sequence"]!.GetValue<int>())
            .ToList();
        var stages = (await Host.Records.Timeline(record.Id, default))
            .Select(change => change.Stage)
            .Aggregate(new List<string>(), (seen, stage) => seen.LastOrDefault() == stage ? seen : [.. seen, stage]);
        Assert.Equal(stages, events.Select(told => told["data"]!["state"]!.GetValue<string>()));
        Assert.Equal("onboarding.completed", events[^1]["type"]!.GetValue<string>());
        Assert.Equal(
            record.Exists.TenantId.ToString(),
            events[^1]["data"]!["outcome"]!["exists"]!["tenantId"]!.GetValue<string>()
        );
        Assert.All(
            subscriber.Deliveries,
            delivery => Assert.StartsWith("v1,", delivery.Signature, StringComparison.Ordinal)
        );
        Assert.All(
            await Deliveries(record.Id),
            delivery => Assert.Equal((DeliveryState.Delivered, 1), (delivery.State, delivery.Attempts.Count))
        );
    }

    [Fact]
    public async Task A_subscriber_that_is_down_for_two_days_is_told_then_and_holds_nothing_up()
    {
        await Host.Start();
        await using var subscriber = await WebhookSubscriber.Start(refuse: () =>
            Host.Clock.GetUtcNow() < new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero)
        );

        var record = await Host.Onboard(Requests.Direct() with { Notify = [Webhook(subscriber)] });
        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.True(record.Since < new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        await Host.UntilQuiet();

        var deliveries = await Deliveries(record.Id);
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        Assert.All(deliveries, delivery => Assert.Equal("The subscriber answered 503.", delivery.Attempts[0].Error));
        Assert.Equal(deliveries.Count, subscriber.Deliveries.Select(delivery => delivery.Id).Distinct().Count());
    }

    [Fact, CountsCalls]
    public async Task A_subscriber_that_never_answers_leaves_the_outcome_as_it_is_and_is_told_when_an_operator_sends_again()
    {
        await Host.Start();
        var down = true;
        await using var subscriber = await WebhookSubscriber.Start(refuse: () => down);
        var record = await Host.Onboard(Requests.Direct() with { Notify = [Webhook(subscriber)] });
        await Host.UntilQuiet();
        var failed = (await Deliveries(record.Id))[^1];
        Assert.Equal((DeliveryState.Failed, 20), (failed.State, failed.Attempts.Count));
        Assert.True(failed.Attempts[^1].At - failed.CreatedAt > TimeSpan.FromDays(2));
        Assert.IsType<OnboardingOutcome.Completed>((await Host.Records.Get(record.Id, default))!.Outcome);

        down = false;
        var again = await Host.Services.GetRequiredService<Outbox>().SendAgain(failed.Id, "otto", default);
        Assert.Null(await Host.Services.GetRequiredService<Outbox>().SendAgain(failed.Id, "ada", default));
        await Host.UntilQuiet();

        Assert.Equal(1, again!.Round);
        Assert.Equal(DeliveryState.Delivered, (await Deliveries(record.Id))[^1].State);
        Assert.Equal(failed.Id, subscriber.Deliveries[^1].Id);
    }

    [Fact, CountsCalls]
    public async Task A_subscriber_whose_address_is_not_to_be_reached_is_given_up_at_once()
    {
        Host.Settings["Notifications:AllowPrivateAddresses"] = "false";
        await Host.Start();
        await using var subscriber = await WebhookSubscriber.Start();

        var record = await Host.Onboard(Requests.Direct() with { Notify = [Webhook(subscriber)] });
        await Host.UntilQuiet();

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Empty(subscriber.Deliveries);
        Assert.All(
            await Deliveries(record.Id),
            delivery => Assert.Equal((DeliveryState.Failed, 1), (delivery.State, delivery.Attempts.Count))
        );
    }

    [Fact, CountsCalls]
    public async Task Who_asked_by_mail_is_told_of_the_outcome_in_text_and_HTML()
    {
        await using var mail = new MailServer(refusals: 2);
        foreach (var (key, value) in mail.Settings)
            Host.Settings[key] = value;
        await Host.Start();

        var request = Requests.Direct();
        var record = await Host.Onboard(
            request with
            {
                Reference = "CRM-<1>",
                Customer = request.Customer with { CompanyName = "Wingtip & Söhne GmbH" },
                Notify = [new Subscriber(SubscriberKind.Email, Address: "otto@partner.example")],
            }
        );
        await Host.UntilQuiet();

        var told = Assert.Single(mail.Messages);
        Assert.Equal("otto@partner.example", told.To.Mailboxes.Single().Address);
        Assert.Equal("CRM-<1>: Wingtip & Söhne GmbH is completed", told.Subject);
        Assert.Contains(record.Exists.TenantId.ToString()!, told.TextBody);
        Assert.Contains("Wingtip &amp; S", told.HtmlBody);
        Assert.DoesNotContain("<1>", told.HtmlBody);
        var delivery = Assert.Single(await Deliveries(record.Id));
        Assert.Equal((DeliveryState.Delivered, 3), (delivery.State, delivery.Attempts.Count));
        Assert.Equal("The mail server answered 451.", delivery.Attempts[0].Error);
    }

    [Fact, CountsCalls]
    public async Task A_mail_that_the_server_refuses_for_good_changes_nothing()
    {
        await using var mail = new MailServer(refusals: int.MaxValue, refusal: "550 no such mailbox");
        foreach (var (key, value) in mail.Settings)
            Host.Settings[key] = value;
        await Host.Start();

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Notify = [new Subscriber(SubscriberKind.Email, Address: "nobody@partner.example")],
            }
        );
        await Host.UntilQuiet();

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        var delivery = Assert.Single(await Deliveries(record.Id));
        Assert.Equal(
            (DeliveryState.Failed, "The mail server answered 550."),
            (delivery.State, Assert.Single(delivery.Attempts).Error)
        );
    }

    [Fact, CountsCalls]
    public async Task The_customer_is_invited_by_mail_and_reminded_until_it_accepts()
    {
        await using var mail = new MailServer();
        foreach (var (key, value) in mail.Settings)
            Host.Settings[key] = value;
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        var waiting = await UntilInvited(id);
        await Host.Until(id, _ => mail.Messages.Count == 3);

        Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);
        await Host.UntilEnded(id);
        await Host.UntilQuiet();

        Assert.Equal(
            ["Please accept us as your Microsoft partner", "Reminder: Please accept us as your Microsoft partner"],
            mail.Messages.Select(told => told.Subject).Distinct()
        );
        Assert.All(mail.Messages, told => Assert.Equal("gena@wingtiptoys.example", told.To.Mailboxes.Single().Address));
        Assert.Contains(waiting.Exists.Invitation!.Url, mail.Messages[0].TextBody);
        Assert.Equal(3, mail.Messages.Select(told => told.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Killed_while_a_subscriber_is_down_everybody_is_told_afterwards()
    {
        await Host.Start();
        var down = true;
        await using var subscriber = await WebhookSubscriber.Start(refuse: () => down);
        var record = await Host.Onboard(Requests.Direct() with { Notify = [Webhook(subscriber)] });

        await Host.KillEngine();
        down = false;
        await Host.StartEngine();
        await Host.UntilQuiet();

        Assert.All(await Deliveries(record.Id), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
        Assert.Contains(
            subscriber.Deliveries,
            delivery => delivery.Body.Contains("\"onboarding.completed\"", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_operator_gives_a_customer_more_time_and_it_accepts_in_time()
    {
        await Host.Start();
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        var waiting = await UntilInvited(id);
        var until = waiting.Until!.Value.AddDays(60);

        await Host
            .Services.GetRequiredService<IOrchestrationClient>()
            .RaiseEvent(id.Value, OnboardingNames.DeadlineMoved, new MovedDeadline(until, "otto"), default);
        var moved = await Host.Until(id, record => record.Until == until);
        Assert.Equal(until, moved.Exists.Invitation!.Until);
        await Host.Until(id, _ => Host.Clock.GetUtcNow() > until.AddDays(-1));
        Simulator.Control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Null(record.Until);
    }

    [Fact]
    public async Task An_operator_cuts_a_wait_short_and_it_expires_then()
    {
        await Host.Start();
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var id = await Accepted(Requests.Existing());
        var waiting = await UntilInvited(id);
        var until = waiting.Since.AddDays(2);

        await Host
            .Services.GetRequiredService<IOrchestrationClient>()
            .RaiseEvent(id.Value, OnboardingNames.DeadlineMoved, new MovedDeadline(until, "otto"), default);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Expired>(record.Outcome);
        Assert.True(record.Since - until < TimeSpan.FromHours(1));
    }

    [Fact, CountsCalls]
    public async Task A_sign_in_that_is_refused_is_noticed_before_an_onboarding_needs_it()
    {
        await using var mail = new MailServer();
        foreach (var (key, value) in mail.Settings)
            Host.Settings[key] = value;
        Host.Settings["Notifications:Operators"] = "otto@partner.example";
        await Host.Start();
        var watch = Host.Services.GetRequiredService<CredentialWatch>();
        Assert.Empty(await watch.Run(default));

        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "customers.validationStatus",
                Kind = FaultKind.Refuse,
                Status = 401,
                Code = 900420,
                Partner = SimulatedPartners.DirectBillTenantId,
            }
        );
        var warnings = await watch.Run(default);

        Assert.Contains(warnings, warning => warning.Partner == "direct");
        Assert.DoesNotContain(warnings, warning => warning.Partner == "default");
        Assert.Contains("Partner direct", Assert.Single(mail.Messages).TextBody, StringComparison.Ordinal);
    }

    private static Subscriber Webhook(WebhookSubscriber subscriber) => new(SubscriberKind.Webhook, subscriber.Url);

    private async Task<IReadOnlyList<Delivery>> Deliveries(OnboardingId id) =>
        (await Host.Services.GetRequiredService<IDeliveries>().List(null, id, 100, null, default)).Items;
}
