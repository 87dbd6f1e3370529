using Microsoft.DurableTask;
using Onboarding.Agreements;
using Onboarding.Customers;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Notifications;

internal sealed record DeliverNotificationInput(string Delivery, int Round, int Attempt);

/// <param name="TryAgainIn">Null: it was delivered, or given up.</param>
internal sealed record DeliverNotificationResult(TimeSpan? TryAgainIn);

/// <summary>
/// One attempt to tell somebody, written into the log of the delivery. What becomes of it is never a failure of the
/// orchestration: only our own store can fail it.
/// </summary>
[SideEffect(
    Repeat = "The same id every time, by which a subscriber drops repeats; a mail may come twice.",
    NotUndone = "What was told cannot be untold; a later change is told anew."
)]
internal sealed class DeliverNotificationActivity(
    IDeliveries deliveries,
    IOnboardingRecords records,
    WebhookSender webhooks,
    MailSender mails,
    AgreementDocuments agreements,
    TimeProvider time
) : StepActivity<DeliverNotificationInput, DeliverNotificationResult>
{
    public static ActivityName<DeliverNotificationInput, DeliverNotificationResult> StoredName { get; } =
        new("notifications-deliver");

    protected override async Task<DeliverNotificationResult> Run(
        TaskActivityContext context,
        DeliverNotificationInput input,
        CancellationToken cancellationToken
    )
    {
        if (await Take(input, cancellationToken) is not { } delivery)
            return new(null);

        var failure = await Try(delivery, cancellationToken);
        TimeSpan? wait =
            failure is { Retryable: true } && input.Attempt < Retries.Delivery.MaxAttempts
                ? Retries.Delivery.DelayAfter(input.Attempt, delivery.Instance, failure.RetryAfter)
                : null;
        var attempted = delivery with
        {
            State =
                failure is null ? DeliveryState.Delivered
                : wait is null ? DeliveryState.Failed
                : DeliveryState.Waiting,
            Attempts =
            [
                .. delivery.Attempts.TakeLast(Delivery.MostAttemptsKept - 1),
                new DeliveryAttempt(time.GetUtcNow(), failure?.Message),
            ],
            NextAttemptAt = time.GetUtcNow() + wait,
        };
        // Refused only by a write of this very attempt that came before.
        await deliveries.Update(attempted, cancellationToken);
        if (attempted.State != DeliveryState.Waiting)
            Telemetry.Told(attempted);
        return new(wait);
    }

    // The first attempt of a new round takes up what the round before had left.
    private async Task<Delivery?> Take(DeliverNotificationInput input, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.Get(input.Delivery, cancellationToken);
        if (delivery is { State: not DeliveryState.Waiting } && delivery.Round == input.Round - 1)
        {
            delivery = await deliveries.Update(
                delivery with
                {
                    State = DeliveryState.Waiting,
                    Round = input.Round,
                    NextAttemptAt = null,
                },
                cancellationToken
            );
        }

        return delivery is { State: DeliveryState.Waiting } && delivery.Round == input.Round ? delivery : null;
    }

    private async Task<StepFailure?> Try(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await Send(delivery, cancellationToken);
            return null;
        }
        catch (StepFailedException failure)
        {
            return failure.Failure;
        }
    }

    private async Task Send(Delivery delivery, CancellationToken cancellationToken)
    {
        var record = await records.Need(delivery.Onboarding, cancellationToken);
        if (record.ErasedAt is not null)
            throw new StepFailedException(
                new StepFailure(
                    ErrorCodes.OnboardingErased,
                    "The personal data of the onboarding was erased, and with it the address.",
                    Retryable: false
                )
            );
        if (delivery.Subscriber is null)
        {
            // The customer has accepted, or nothing is waited for any more: then no mail is sent.
            if (CustomerMail.Of(record) is not { To: { } to } mail)
                return;
            var asksForAgreement = record.Exists.Invitation is { To: InvitationOnRecord.Agreement };
            var file = asksForAgreement ? await agreements.Download(record, cancellationToken) : null;
            await mails.Send(
                MailText.ToCustomer(record, to, mail, delivery) with
                {
                    Attachment = file,
                },
                cancellationToken
            );
            return;
        }

        var change = (await records.Timeline(delivery.Onboarding, cancellationToken)).Single(told =>
            told.Sequence == delivery.Sequence
        );
        var subscriber = record.Request.Notify[delivery.Subscriber.Value];
        if (subscriber.Kind == SubscriberKind.Webhook)
            await webhooks.Send(
                new Uri(subscriber.Url!),
                delivery.Id,
                OnboardingEvent.Of(record, change, delivery.Id),
                cancellationToken
            );
        else
            await mails.Send(MailText.Of(record, change, subscriber.Address!, delivery), cancellationToken);
    }
}
