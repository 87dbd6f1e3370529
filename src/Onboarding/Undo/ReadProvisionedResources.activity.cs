using Microsoft.DurableTask;
using Onboarding.Agreements;
using Onboarding.Customers;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Subscriptions;
using PartnerCenter;
using PartnerCenter.Customers;
using PartnerCenter.Orders;

namespace Onboarding.Undo;

/// <summary>
/// Reads what exists at Microsoft for an onboarding that has not gone through: relationship, agreement, orders and
/// subscriptions, and whether an invited customer accepted after all. It has the form of an undo, so that it is
/// repeated in the same way when it cannot be done.
/// </summary>
[Idempotent]
internal sealed class ReadProvisionedResourcesActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<UndoInput, UndoResult>(records)
{
    public static readonly Message OpenTaskText =
        $"What exists at Microsoft could not be read: the record may say less or more than there is.";

    public static ActivityName<UndoInput, UndoResult> StoredName { get; } = new("provisioned-read");

    protected override async Task<UndoResult> Call(
        TaskActivityContext context,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        var client = clients.For(input.Partner, input.Batch);
        var known = input.Exists;
        var customer = await FindCustomer(client, input, cancellationToken);
        if (customer is null)
        {
            // Nothing of a tenant without a relationship can be read.
            return Read(known.TenantId is null ? known : known with { Relationship = false });
        }

        var exists = known with
        {
            TenantId = customer.Id.Value,
            Domain = known.Domain ?? customer.CompanyProfile?.Domain,
            Relationship = true,
        };
        if (exists.Agreement is null && client.Partner.Capabilities.Agreements)
            exists = exists with
            {
                Agreement = await ExistingAgreement.Find(client, customer.Id, onlyItsOwn: false, cancellationToken),
            };
        return Read(await WithOrders(client, customer.Id, exists, input, cancellationToken));
    }

    private static UndoResult Read(ProvisionedResources exists) => new(exists, [], []);

    // An absence is believed when a second, independent look agrees.
    private static async Task<Customer?> FindCustomer(
        PartnerCenterClient client,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        if ((input.TenantId ?? input.Exists.Invitation?.TenantId) is { } tenant)
        {
            if (await CustomerLookup.Own(client, new(tenant), cancellationToken) is { } own)
                return own;
            if (await CustomerLookup.Listed(client, new(tenant), input.Domain, cancellationToken) is null)
                return null;
            throw new StepFailedException(
                new StepFailure(
                    ErrorCodes.NotVisibleYet,
                    "Partner Center lists the customer and does not show it.",
                    Retryable: false
                )
            );
        }

        return input.Exists.Invitation?.Domain is { } domain
            ? await client.Customers.FindByDomain(domain, cancellationToken)
            : null;
    }

    private async Task<ProvisionedResources> WithOrders(
        PartnerCenterClient client,
        CustomerId customer,
        ProvisionedResources exists,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        var orders = new List<Order>();
        foreach (var known in exists.Orders)
            orders.Add(await client.Orders.Get(customer, new OrderId(known.Id), cancellation: cancellationToken));
        // Whatever a tenant has that was created here was ordered here, by this onboarding or a later one that goes on
        // with it; an existing customer has orders of its own.
        if (!input.IsExistingCustomer)
        {
            var taken = await OrdersOnRecord.Find(Records, input, exists, cancellationToken);
            orders.AddRange(
                (await client.Orders.List(customer, cancellationToken)).Where(order => !taken.Contains(order.Id.Value))
            );
        }

        var subscriptions = new List<SubscriptionOnRecord>();
        foreach (var line in orders.SelectMany(order => order.LineItems).Where(line => line.SubscriptionId is not null))
            subscriptions.Add(
                SubscriptionsOnRecord.Of(
                    await client.Subscriptions.Get(customer, line.SubscriptionId!.Value, cancellationToken),
                    line.OfferId
                )
            );
        return exists with
        {
            Orders = [.. orders.Select(order => new OrderOnRecord(order.Id.Value, order.Status.ToString()))],
            Subscriptions =
            [
                .. exists.Subscriptions.Where(known => subscriptions.TrueForAll(read => read.Id != known.Id)),
                .. subscriptions,
            ],
        };
    }
}
