using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Customers;

namespace Onboarding.Customers;

/// <summary>The input of the search for an invited customer.</summary>
/// <param name="Onboarding">The onboarding that searches.</param>
/// <param name="Expected">The tenant or the domain that was invited.</param>
/// <param name="Accepted">A tenant that is said to have accepted; null when nobody said so.</param>
/// <param name="Known">Customers that are no answer: there before, or looked at already.</param>
internal sealed record FindRelationshipInput(
    OnboardingId Onboarding,
    CustomerRoute Expected,
    Guid? Accepted,
    IReadOnlyList<Guid> Known
) : StepInput;

/// <param name="Tenant">The invited customer, once it has accepted.</param>
/// <param name="Domain">Its domain as Partner Center shows it.</param>
/// <param name="UnexpectedTenants">Tenants that accepted and were not invited.</param>
internal sealed record FindRelationshipResult(
    Guid? Tenant,
    string? Domain,
    [property: JsonPropertyName("strangers")] IReadOnlyList<Guid> UnexpectedTenants
);

/// <summary>
/// Finds out whether the invited customer has accepted (C §11). The link does not say to whom it was sent, so tenant or
/// domain decide; a tenant that accepted and has neither, or one that has appeared under the same company name, is an
/// unexpected tenant.
/// </summary>
[Idempotent]
internal sealed class FindRelationshipActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<FindRelationshipInput, FindRelationshipResult>(records)
{
    public static ActivityName<FindRelationshipInput, FindRelationshipResult> StoredName { get; } =
        new("customers-relationship");

    protected override async Task<FindRelationshipResult> Call(
        TaskActivityContext context,
        FindRelationshipInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        var found = await Invited(client, input.Expected, cancellationToken);
        var unexpected = new List<Guid>();
        if (
            found is null
            && input.Accepted is { } accepted
            && !input.Known.Contains(accepted)
            && await CustomerLookup.Own(client, new(accepted), cancellationToken) is { } somebody
        )
        {
            if (CustomerMatcher.IsOf(somebody, input.Expected.Tenant, input.Expected.Domain))
                found = somebody;
            else
                unexpected.Add(accepted);
        }

        if (found is null)
        {
            unexpected.AddRange(
                (await SameNameCustomers.Of(client, record.Request.Customer.CompanyName, cancellationToken))
                    .Except(input.Known)
                    .Except(unexpected)
            );
            // One that has come between the two looks may be the invited customer itself.
            if (unexpected.Count > 0)
                found = await Invited(client, input.Expected, cancellationToken);
        }

        return found is null
            ? new(null, null, unexpected)
            : new(
                found.Id.Value,
                found.CompanyProfile?.Domain ?? input.Expected.Domain,
                [.. unexpected.Where(tenant => tenant != found.Id.Value)]
            );
    }

    private static async Task<Customer?> Invited(
        PartnerCenterClient client,
        CustomerRoute expected,
        CancellationToken cancellationToken
    ) =>
        expected.Tenant is { } tenant
            ? await CustomerLookup.Own(client, new(tenant), cancellationToken)
            : await client.Customers.FindByDomain(expected.Domain!, cancellationToken);
}
