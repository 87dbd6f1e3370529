using Onboarding.Durability;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Undo;
using PartnerCenter;

namespace Onboarding.Customers;

/// <summary>
/// Takes the customer back: in the sandbox the tenant is deleted, in production only the reseller relationship ends, and tenant and domain stay (C §20.1). Works by domain when the
/// answer to the creation was lost.
/// </summary>
[Effect(Repeat = "Looks first: a customer that is gone or has no relationship is done.", NotUndone = "It is an undo; coming back needs the customer's consent (C §5.8).")]
internal sealed class UndoCustomer(PartnerCenterClients clients, IOnboardingRecords records, IAuditLog audit, TimeProvider time) : PartnerCenterActivity<UndoInput, UndoResult>
{
    // A new tenant is visible everywhere within a minute (C §5.2); somewhat longer, since what is missed here is lost.
    private static readonly TimeSpan TenantsShow = TimeSpan.FromMinutes(10);

    public static ActivityName<UndoInput, UndoResult> StoredName { get; } = new("customers-undo");

    public override ActivityName<UndoInput, UndoResult> Name => StoredName;

    protected override async Task<UndoResult> Call(ActivityContext context, UndoInput input, CancellationToken cancellationToken)
    {
        var client = clients.For(input.Partner, input.Batch);
        var tenant = input.TenantId is { } known
            ? new CustomerId(known)
            : await OwnCustomer.Find(client, records, await records.Need(input.Onboarding, cancellationToken), cancellationToken);
        if (tenant is not { } customer) return await WithoutTenant(client, input, cancellationToken);

        var ids = EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch);
        if (client.Partner.Capabilities.DeletesCustomers)
        {
            await IgnoreGone(client.Customers.DeleteSandbox(customer, ids, cancellationToken));
            await Note("customer.deleted", input, customer, ids, cancellationToken);
            return new UndoResult(input.Estate with { TenantId = null, Domain = null, Relationship = null }, [], []);
        }

        await IgnoreGone(client.Customers.RemoveRelationship(customer, ids, cancellationToken));
        await Note("customer.relationship-removed", input, customer, ids, cancellationToken);
        return new UndoResult(
            input.Estate with { TenantId = customer.Value, Domain = input.Domain, Relationship = false },
            [$"The tenant {customer} and its domain {input.Domain} stay; a tenant cannot be deleted."],
            []);
    }

    // It was not created; or it was, the answer was lost, and it does not show yet.
    private async Task<UndoResult> WithoutTenant(PartnerCenterClient client, UndoInput input, CancellationToken cancellationToken)
    {
        if (input.Began is not { } began || input.Domain is not { } domain || !await client.Domains.IsTaken(domain, cancellationToken)) return new UndoResult(input.Estate, [], []);
        if (time.GetUtcNow() < began + TenantsShow) throw new DurableFailureException(new FailureDetails(ErrorCodes.NotVisibleYet, "The tenant may exist and does not show yet.", Retryable: false));
        return new UndoResult(input.Estate, [], [$"The domain {domain} is taken and its tenant is not among the partner's customers. The answer to its creation was lost: look in Partner Center whether it is this one, and remove the relationship."]);
    }

    private Task Note(string action, UndoInput input, CustomerId customer, CallIds ids, CancellationToken cancellationToken) => audit.Append(
        new AuditEntry($"{input.Onboarding}-removed", time.GetUtcNow(), "onboarding", action, input.Onboarding.Value) { CorrelationId = ids.CorrelationId, Detail = customer.ToString() }, cancellationToken);

    private static async Task IgnoreGone(Task call)
    {
        try
        {
            await call;
        }
        catch (PartnerCenterException gone) when (gone.Fault == Fault.NotFound)
        {
            // Removed by an earlier attempt whose answer was lost.
        }
    }
}
