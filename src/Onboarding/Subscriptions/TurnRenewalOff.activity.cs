using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Subscriptions;

namespace Onboarding.Subscriptions;

/// <param name="Onboarding">The onboarding whose subscriptions are changed.</param>
/// <param name="Customer">The tenant.</param>
/// <param name="Subscriptions">Those that end with their term.</param>
/// <param name="Epoch">Moves on after any answer.</param>
internal sealed record TurnRenewalOffInput(
    OnboardingId Onboarding,
    Guid Customer,
    IReadOnlyList<Guid> Subscriptions,
    int Epoch
) : StepInput;

/// <summary>
/// Turns the renewal of subscriptions off that are to end with their term. That alone leads into a paid extended term
/// (C §19.4), so what a person has to choose in Partner Center comes back, in sentences.
/// </summary>
[SideEffect(
    Repeat = "Reads first: a renewal that is off is done.",
    NotUndone = "It costs nothing, and goes with the subscription."
)]
internal sealed class TurnRenewalOffActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IAuditLog audit,
    TimeProvider time
) : PartnerCenterActivity<TurnRenewalOffInput, IReadOnlyList<Message>>(records)
{
    public static ActivityName<TurnRenewalOffInput, IReadOnlyList<Message>> StoredName { get; } =
        new("subscriptions-renewal-off");

    protected override async Task<IReadOnlyList<Message>> Call(
        TaskActivityContext context,
        TurnRenewalOffInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var (api, customer) = (
            clients.For(record.Request.Partner, record.Batch).Subscriptions,
            new CustomerId(input.Customer)
        );
        var tasks = new List<Message>();
        foreach (var id in input.Subscriptions)
        {
            var ids = EffectIds.For(context.InstanceId, $"{StoredName.Value}\n{id}", input.Epoch);
            if (
                await api.Update(
                    customer,
                    new SubscriptionId(id),
                    new SubscriptionChange { AutoRenewEnabled = false },
                    ids,
                    cancellationToken
                )
                is not SubscriptionUpdate.Done done
            )
                throw new StepFailedException(
                    new StepFailure(
                        ErrorCodes.ChangePending,
                        "The change of a subscription is under way.",
                        Retryable: false
                    )
                );
            await audit.Append(
                new AuditEntry(
                    $"{input.Onboarding}-renewal-off-{id}",
                    time.GetUtcNow(),
                    "onboarding",
                    "subscription.renewal-off",
                    input.Onboarding.Value
                )
                {
                    CorrelationId = ids.CorrelationId,
                    Detail = $"{customer} {id}",
                },
                cancellationToken
            );
            tasks.Add(TermEnds.DescribeChoiceAtTermEnd(done.Subscription));
        }

        return tasks;
    }
}
