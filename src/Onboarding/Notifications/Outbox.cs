using Microsoft.Extensions.Options;
using Onboarding.Customers;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Notifications;

/// <summary>
/// Sends the notifications: a webhook is told every stage and the outcome, an e-mail address the outcome, and the
/// customer when it has to accept something. Each delivery is an orchestration of its own.
/// </summary>
public sealed class Outbox
{
    private readonly IDeliveries _deliveries;
    private readonly IOrchestrationClient _orchestrations;
    private readonly IAuditLog _audit;
    private readonly IOptions<NotificationOptions> _options;
    private readonly TimeProvider _time;

    internal Outbox(
        IDeliveries deliveries,
        IOrchestrationClient orchestrations,
        IAuditLog audit,
        IOptions<NotificationOptions> options,
        TimeProvider time
    ) => (_deliveries, _orchestrations, _audit, _options, _time) = (deliveries, orchestrations, audit, options, time);

    /// <summary>Keeps and starts what is to be told of a change; what is kept already is not kept again.</summary>
    internal async Task Announce(
        OnboardingRecord record,
        OnboardingChange change,
        bool reminder,
        CancellationToken cancellationToken
    )
    {
        foreach (var delivery in Of(record, change, reminder))
        {
            await _deliveries.Add(delivery, cancellationToken);
            await Start(delivery, cancellationToken);
        }
    }

    /// <summary>
    /// Sends once more what was given up, or was delivered and is wanted again; under the same id, by which the
    /// receiver knows it.
    /// </summary>
    /// <returns>As it will stand. Null: it is on its way already, or there is none.</returns>
    public async Task<Delivery?> SendAgain(string id, string by, CancellationToken cancellationToken)
    {
        if (await _deliveries.Get(id, cancellationToken) is not { State: not DeliveryState.Waiting } delivery)
            return null;
        var again = delivery with { State = DeliveryState.Waiting, Round = delivery.Round + 1, NextAttemptAt = null };
        // The first attempt of the new round takes it up: of two operators at once one starts it, and a crash in
        // between leaves nothing half done.
        if (await Start(again, cancellationToken) == StartResult.AlreadyExists)
            return null;
        await _audit.Append(
            new AuditEntry($"{again.Instance}-again", _time.GetUtcNow(), by, "delivery.send-again", id),
            CancellationToken.None
        );
        return again;
    }

    private IEnumerable<Delivery> Of(OnboardingRecord record, OnboardingChange change, bool reminder)
    {
        var subscribers = reminder ? [] : record.Request.Notify;
        var happened = change.Event ?? $"onboarding.{change.Stage}";
        for (var position = 0; position < subscribers.Count; position++)
        {
            if (subscribers[position].Kind == SubscriberKind.Webhook)
                yield return New(record, change, position, DeliveryChannel.Webhook, happened);
            else if (change.Outcome is not null)
                yield return New(record, change, position, DeliveryChannel.Email, happened);
        }

        // Without a mail server the text stands in the onboarding, ready to be sent by hand.
        if (
            change.WaitsFor == Actor.Customer
            && _options.Value.Smtp.IsConfigured
            && CustomerMail.Of(record) is { To: not null }
        )
        {
            yield return New(
                record,
                change,
                null,
                DeliveryChannel.Email,
                reminder ? "customer.reminder" : "customer.invitation"
            );
        }
    }

    private Delivery New(
        OnboardingRecord record,
        OnboardingChange change,
        int? subscriber,
        DeliveryChannel channel,
        string happened
    ) =>
        new()
        {
            Id = Delivery.IdOf(record.Id, change.Sequence, subscriber),
            Onboarding = record.Id,
            Sequence = change.Sequence,
            Subscriber = subscriber,
            Channel = channel,
            Event = happened,
            CreatedAt = _time.GetUtcNow(),
        };

    private Task<StartResult> Start(Delivery delivery, CancellationToken cancellationToken) =>
        _orchestrations.Start(
            DeliveryOrchestration.StoredName,
            delivery.Instance,
            new DeliveryPlan(delivery.Id, delivery.Round),
            cancellationToken
        );
}
