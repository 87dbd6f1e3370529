using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Customers;

/// <summary>
/// Raises the events of Partner Center (C §21.4) to the onboardings that wait for it. An event carries a resource's
/// address and no content, so it only makes an onboarding look: a forged, repeated or late one does no harm.
/// </summary>
public sealed class WaitingOnboardingNotifier(
    IOnboardingRecords records,
    IOrchestrationClient orchestrations,
    PartnerCenterClients clients
)
{
    private const string Accepted = "relationship-accepted-by-customer";

    /// <param name="partner">Name of the partner profile that the event came to.</param>
    /// <param name="eventName">As delivered, such as <c>reseller-relationship-accepted-by-customer</c>.</param>
    /// <param name="resourceUri">
    /// As delivered; whatever its host, only the id after <c>customers/</c> is taken from it.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The onboardings that were notified; empty: none waits for this.</returns>
    /// <exception cref="PartnerCenterException">
    /// The tenant that accepted could not be read; deliver the event again.
    /// </exception>
    public async Task<IReadOnlyList<OnboardingId>> Tell(
        string partner,
        string eventName,
        string? resourceUri,
        CancellationToken cancellationToken
    )
    {
        if (CustomerOf(resourceUri) is not { } tenant)
            return [];
        var isAcceptance = eventName.EndsWith(Accepted, StringComparison.OrdinalIgnoreCase);
        var concerned = isAcceptance
            ? await Inviting(partner, tenant, cancellationToken)
            : await Serving(partner, tenant, cancellationToken);
        var told = new List<OnboardingId>();
        foreach (var id in concerned)
        {
            var (name, payload) = isAcceptance
                ? (OnboardingNames.RelationshipAccepted, tenant.ToString())
                : (OnboardingNames.CustomerChanged, eventName);
            if (await orchestrations.RaiseEvent(id.Value, name, payload, cancellationToken))
                told.Add(id);
        }

        return told;
    }

    // By tenant or domain; else by the company's name; else, when one invitation alone is open, it was that one which
    // was used.
    private async Task<IReadOnlyList<OnboardingId>> Inviting(
        string partner,
        Guid tenant,
        CancellationToken cancellationToken
    )
    {
        var open = await Find(
            partner,
            Stage.AwaitingCustomerAcceptance,
            record => record.Exists.Invitation is { To: "relationship" },
            cancellationToken
        );
        if (open.Count == 0)
            return [];
        var customer = await CustomerLookup.Own(clients.For(partner), new(tenant), cancellationToken);
        var invited = open.Where(record =>
                record.Exists.Invitation is { } invitation
                && (
                    invitation.TenantId == tenant
                    || (customer is not null && CustomerMatcher.IsOf(customer, invitation.TenantId, invitation.Domain))
                )
            )
            .ToList();
        if (invited.Count == 0)
            invited =
            [
                .. open.Where(record =>
                    OwnCustomer.SameCompany(customer?.CompanyProfile?.CompanyName, record.Request.Customer.CompanyName)
                ),
            ];
        if (invited.Count == 0 && open.Count == 1)
            invited = [.. open];
        return [.. invited.Select(record => record.Id)];
    }

    private async Task<IReadOnlyList<OnboardingId>> Serving(
        string partner,
        Guid tenant,
        CancellationToken cancellationToken
    )
    {
        var concerned = new List<OnboardingId>();
        foreach (var stage in Stage.WaitingForMicrosoftOrCustomer)
            concerned.AddRange(
                (await Find(partner, stage, record => record.Exists.TenantId == tenant, cancellationToken)).Select(
                    record => record.Id
                )
            );
        return concerned;
    }

    private async Task<IReadOnlyList<OnboardingRecord>> Find(
        string partner,
        string stage,
        Func<OnboardingRecord, bool> condition,
        CancellationToken cancellationToken
    )
    {
        var found = new List<OnboardingRecord>();
        string? continuation = null;
        do
        {
            var page = await records.Search(
                new()
                {
                    State = stage,
                    Partner = partner,
                    Limit = 200,
                    Continuation = continuation,
                },
                cancellationToken
            );
            found.AddRange(page.Items.Where(condition));
            continuation = page.Continuation;
        } while (continuation is not null);
        return found;
    }

    private static Guid? CustomerOf(string? resourceUri)
    {
        var steps = resourceUri?.Split(['/', '?', '#']) ?? [];
        var at = Array.FindIndex(steps, step => step.Equals("customers", StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < steps.Length && Guid.TryParse(steps[at + 1], out var id) ? id : null;
    }
}
