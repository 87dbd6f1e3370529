using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Customers;

internal sealed record RouteCustomerInput(OnboardingId Onboarding) : StepInput;

/// <summary>
/// Finds out whether the customer is to be created, exists already, or has to accept the partner first.
/// </summary>
[Idempotent]
internal sealed class RouteCustomerActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<RouteCustomerInput, CustomerRoute>(records)
{
    public static ActivityName<RouteCustomerInput, CustomerRoute> StoredName { get; } = new("customers-route");

    protected override async Task<CustomerRoute> Call(
        TaskActivityContext context,
        RouteCustomerInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        var route = await CustomerLookup.Find(
            client,
            Records,
            record.Request,
            record.Domain,
            record.Id,
            cancellationToken
        );
        var isNew = record.Request.Customer.Kind == CustomerKind.New;
        return route.Relation switch
        {
            CustomerRelation.UnknownOwner => throw Refused(
                ErrorCodes.DomainTaken,
                $"The domain {record.Domain} was taken by somebody else meanwhile. Nothing was created and nobody "
                    + "was asked; choose another prefix."
            ),
            CustomerRelation.NoTenant => throw Refused(
                ErrorCodes.TenantUnknown,
                "No tenant has the domain or the id by which the customer is named. Nobody was asked."
            ),
            CustomerRelation.DomainOfAnother when !isNew => throw Refused(
                ErrorCodes.TenantUnknown,
                $"The domain {record.Domain} belongs to another tenant than the one that is named. Nobody was asked."
            ),
            CustomerRelation.NoRelationship when isNew => throw Refused(
                ErrorCodes.HasTenant,
                $"The customer has tenant {route.Tenant}, with which the partner has no relationship. Nobody was "
                    + "asked; send the customer as kind existing."
            ),
            CustomerRelation.DomainOfAnother => throw Refused(
                ErrorCodes.DomainTaken,
                $"The domain {record.Domain} belongs to another customer of the partner."
            ),
            CustomerRelation.NoRelationship when !client.Partner.Capabilities.RelationshipRequests => throw Refused(
                ErrorCodes.NoRelationshipRequests,
                "The customer has a tenant already, and there is no relationship request in this cloud or environment."
            ),
            _ => route,
        };
    }

    private static StepFailedException Refused(string code, string message) =>
        new(new StepFailure(code, message, Retryable: false));
}
