using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Undo;
using PartnerCenter;

namespace Onboarding.Customers;

/// <summary>
/// Undoes the customer as far as somebody wants it: in the sandbox the tenant is deleted; in production nothing is
/// removed unless an operator asked for the reseller relationship to end, and tenant and domain stay (C §20.1). Finds
/// the tenant by its domain when the answer to the creation was lost.
/// </summary>
[SideEffect(
    Repeat = "Looks first: a customer that is gone or has no relationship is done.",
    NotUndone = "It is an undo; coming back needs the customer's consent (C §5.8)."
)]
internal sealed class UndoCustomerActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IAuditLog audit,
    TimeProvider time
) : PartnerCenterActivity<UndoInput, UndoResult>(records)
{
    /// <summary>The text of the open task when it is not known whether a tenant was created.</summary>
    public static readonly Message UnknownCustomerTask =
        $"What became of the customer's tenant has to be found out, and what was asked for has to be done: "
        + $"deleting it in the sandbox, removing the relationship in production where an operator wanted that.";

    public static readonly Message RemoveRelationshipTask =
        $"The reseller relationship with the customer has to be removed.";

    // A new tenant is visible everywhere within a minute (C §5.2); somewhat longer, since what is missed here is lost.
    private static readonly TimeSpan TenantsShow = TimeSpan.FromMinutes(10);

    public static ActivityName<UndoInput, UndoResult> StoredName { get; } = new("customers-undo");

    protected override async Task<UndoResult> Call(
        TaskActivityContext context,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        var client = clients.For(input.Partner, input.Batch);
        var tenant = input.TenantId is { } known
            ? new CustomerId(known)
            : await OwnCustomer.Find(
                client,
                Records,
                await Need(input.Onboarding, cancellationToken),
                cancellationToken
            );
        if (tenant is not { } customer)
            return await WithoutTenant(client, input, cancellationToken);

        var ids = EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch);
        var exists = input.Exists with { TenantId = customer.Value, Domain = input.Domain };
        if (client.Partner.Capabilities.DeletesCustomers && !input.IsExistingCustomer)
        {
            if (
                await IsGone(
                    client,
                    customer,
                    input.Domain,
                    client.Customers.DeleteSandbox(customer, ids, cancellationToken),
                    cancellationToken
                )
            )
                await Note("customer.deleted", input, customer, ids, cancellationToken);
            return new UndoResult(exists with { TenantId = null, Domain = null, Relationship = null }, [], []);
        }

        if (input.RemoveRelationship is false)
        {
            return new UndoResult(
                exists with
                {
                    Relationship = true,
                },
                [
                    $"The tenant {customer} and its domain {input.Domain} stay, and so does the partner's "
                        + $"relationship with it. A new request for this customer goes on with it; an operator may "
                        + $"remove the relationship.",
                ],
                []
            );
        }

        if (
            await IsGone(
                client,
                customer,
                input.Domain,
                client.Customers.RemoveRelationship(customer, ids, cancellationToken),
                cancellationToken
            )
        )
            await Note("customer.relationship-removed", input, customer, ids, cancellationToken);
        return new UndoResult(
            exists with
            {
                Relationship = false,
            },
            [$"The tenant {customer} and its domain {input.Domain} stay; a tenant cannot be deleted."],
            []
        );
    }

    // It was not created; or it was, the answer was lost, and it does not show yet.
    private async Task<UndoResult> WithoutTenant(
        PartnerCenterClient client,
        UndoInput input,
        CancellationToken cancellationToken
    )
    {
        if (
            input.Began is not { } began
            || input.Domain is not { } domain
            || !await client.Domains.IsTaken(domain, cancellationToken)
        )
            return new UndoResult(input.Exists, [], []);
        if (time.GetUtcNow() < began + TenantsShow)
            throw NotVisibleYet("The tenant may exist and does not show yet.");
        return new UndoResult(
            input.Exists,
            [],
            [
                $"The domain {domain} is taken and its tenant is not among the partner's customers. The answer to "
                    + $"its creation was lost: look in Partner Center whether it is this one, and remove the "
                    + $"relationship.",
            ]
        );
    }

    private Task Note(
        string action,
        UndoInput input,
        CustomerId customer,
        CallIds ids,
        CancellationToken cancellationToken
    ) =>
        audit.Append(
            new AuditEntry(
                $"{input.Onboarding}-removed",
                time.GetUtcNow(),
                "onboarding",
                action,
                input.Onboarding.Value
            )
            {
                CorrelationId = ids.CorrelationId,
                Detail = customer.ToString(),
            },
            cancellationToken
        );

    /// <returns>True: the call did it. False: it had been done before.</returns>
    private static async Task<bool> IsGone(
        PartnerCenterClient client,
        CustomerId customer,
        string? domain,
        Task call,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await call;
            return true;
        }
        catch (PartnerCenterException gone) when (gone.Fault == Fault.NotFound)
        {
            // Removed by an earlier attempt whose answer was lost. "Not found" proves nothing, so the customer is
            // looked for in two other ways.
            if (
                await CustomerLookup.Own(client, customer, cancellationToken) is null
                && await CustomerLookup.Listed(client, customer, domain, cancellationToken) is null
            )
                return false;
            throw NotVisibleYet("Partner Center does not find the customer and shows it at the same time.");
        }
    }

    private static StepFailedException NotVisibleYet(string message) =>
        new(new StepFailure(ErrorCodes.NotVisibleYet, message, Retryable: false));
}
