using Onboarding.Messages;
using Onboarding.Reference;
using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Catalog;

namespace Onboarding.Validation;

/// <summary>One line against the catalog of the customer's country (C §14).</summary>
internal static class OfferCheck
{
    private const int SandboxSeats = 25;
    private const int SandboxSubscriptions = 5;

    public static async Task<IReadOnlyList<Finding>> Check(
        PartnerCenterClient client,
        OfferDirectory offers,
        OnboardingRequest request,
        int index,
        string country,
        CancellationToken cancellationToken
    )
    {
        var lines = request.Subscriptions;
        var (line, path, findings) = (lines[index], $"/subscriptions/{index}", new FindingList());
        var offer = await offers.Find(client, country, new(line.Product), new(line.Sku), cancellationToken);
        if (offer is null)
        {
            findings.Error(ErrorCodes.OfferUnknown, path, $"There is no offer {line.Product}:{line.Sku} in {country}.");
            return findings.Findings;
        }

        CheckTerm(line, offer, client.Partner, request.Customer, path, country, findings);
        CheckQuantity(line, index, offer.Sku, client.Partner, path, findings);
        CheckAttestation(line, offer.Sku, path, findings);
        if (
            offer.Sku.IsAddon
            && offer.Sku.PrerequisiteSkus is { Count: > 0 } bases
            && !lines.Any(other => bases.Any(needed => IsOffer(other, needed)))
        )
            NameBase(request.Customer.Kind, bases, path, findings);
        if (
            offer.Sku.PurchasePrerequisites.Contains("AzureSubscriptionRegistration", StringComparer.OrdinalIgnoreCase)
            || offer.Sku.ProvisioningVariables.Count > 0
        )
            findings.Error(
                ErrorCodes.NeedsAzureSubscription,
                path,
                $"This offer is bought into an Azure subscription, which a new customer does not have yet."
            );
        return findings.Findings;
    }

    /// <summary>The ways in which a new customer can be sold the offer.</summary>
    public static IEnumerable<Availability> Sellable(
        Offer offer,
        PartnerProfile partner,
        CustomerSection? customer = null
    ) =>
        offer.Availabilities.Where(availability =>
            availability.IsPurchasable && IsAllowed(availability.Segment, partner, customer)
        );

    private static void CheckTerm(
        SubscriptionLine line,
        Offer offer,
        PartnerProfile partner,
        CustomerSection customer,
        string path,
        string country,
        FindingList findings
    )
    {
        var purchasable = offer.Availabilities.Where(availability => availability.IsPurchasable).ToArray();
        var allowed = Sellable(offer, partner, customer).ToArray();
        if (purchasable.Length == 0)
        {
            findings.Error(
                ErrorCodes.OfferUnknown,
                path,
                $"{line.Product}:{line.Sku} cannot be bought in {country} any more."
            );
        }
        else if (allowed.Length == 0)
        {
            findings.Error(
                ErrorCodes.SegmentNotAllowed,
                path,
                $"For {string.Join(", ", purchasable.Select(availability => availability.Segment).Distinct())} "
                    + $"customers only; customer.qualification asks for what is missing where that can be asked for."
            );
        }
        else if (!allowed.Any(availability => Offers(availability, line)))
        {
            var pairs = allowed
                .SelectMany(availability => availability.Terms)
                .Select(term => $"{term.Duration} {SubscriptionRules.Word(term.BillingCycle)}")
                .Distinct()
                .ToArray();
            findings.Error(
                ErrorCodes.TermNotOffered,
                path,
                pairs.Length == 0
                    ? (Message)$"This offer has no term; leave term out."
                    : $"Offered with {string.Join(", ", pairs)}.",
                Array.Find(pairs, pair => pair.StartsWith($"{line.Term} ", StringComparison.Ordinal))
                    ?? pairs.FirstOrDefault()
            );
        }
    }

    private static bool Offers(Availability availability, SubscriptionLine line) =>
        availability.Terms.Count == 0
            ? line.Term is null
            : availability.Terms.Any(term =>
                term.Duration == line.Term
                && line.Billing is { } billing
                && term.BillingCycle == SubscriptionRules.Cycle(billing)
            );

    /// <summary>
    /// Education, government and nonprofit offers want a qualification (C §13). A customer that was there before may
    /// have it; what it may buy shows when it is asked for in its name.
    /// </summary>
    private static bool IsAllowed(string? segment, PartnerProfile partner, CustomerSection? customer) =>
        segment is null or ""
        || segment.Equals("commercial", StringComparison.OrdinalIgnoreCase)
        || partner.Cloud == PartnerCloud.UsGovernment
            && segment.Equals("government", StringComparison.OrdinalIgnoreCase)
        || QualificationRules.Opens(customer?.Qualification, segment)
        || customer is { Kind: CustomerKind.Existing, Qualification: null };

    // A customer that was there before may own the base.
    private static void NameBase(CustomerKind kind, IReadOnlyList<string> bases, string path, FindingList findings)
    {
        var offers = string.Join(", ", bases.Take(10));
        if (kind == CustomerKind.New)
            findings.Error(
                ErrorCodes.AddOnWithoutBase,
                path,
                $"An add-on to one of {offers}; order one of these as well."
            );
        else
            findings.Review(
                ErrorCodes.AddOnWithoutBase,
                path,
                $"An add-on to one of {offers}, which the customer must have already."
            );
    }

    private static void CheckQuantity(
        SubscriptionLine line,
        int index,
        Sku sku,
        PartnerProfile partner,
        string path,
        FindingList findings
    )
    {
        var most = sku.MaximumQuantity is > 0 and { } maximum ? maximum : int.MaxValue;
        if (partner.Environment == PartnerEnvironment.Sandbox)
            most = Math.Min(most, SandboxSeats);
        if (line.Quantity < sku.MinimumQuantity)
            findings.Error(
                ErrorCodes.QuantityOutOfRange,
                $"{path}/quantity",
                $"At least {sku.MinimumQuantity}.",
                $"{sku.MinimumQuantity}"
            );
        if (line.Quantity > most)
            findings.Error(ErrorCodes.QuantityOutOfRange, $"{path}/quantity", $"At most {most}.", $"{most}");
        if (partner.Environment == PartnerEnvironment.Sandbox && index >= SandboxSubscriptions)
            findings.Error(
                ErrorCodes.FieldTooMany,
                path,
                $"The sandbox allows {SandboxSubscriptions} subscriptions per customer."
            );
    }

    private static void CheckAttestation(SubscriptionLine line, Sku sku, string path, FindingList findings)
    {
        if (!sku.NeedsAttestation || line.AttestationAccepted == true)
            return;
        if (line.AttestationAccepted is null)
            findings.Review(
                ErrorCodes.AttestationNeeded,
                $"{path}/attestationAccepted",
                $"Whoever buys this offer attests that the customer may use it; ordering it attests that."
            );
        else
            findings.Error(
                ErrorCodes.AttestationNeeded,
                $"{path}/attestationAccepted",
                $"Whoever buys this offer attests that the customer may use it; without that it cannot be "
                    + $"ordered."
            );
    }

    /// <summary>A prerequisite is <c>product:sku</c>, perhaps with more behind.</summary>
    private static bool IsOffer(SubscriptionLine line, string prerequisite) =>
        $"{prerequisite}:".StartsWith($"{line.Product}:{line.Sku}:", StringComparison.OrdinalIgnoreCase);
}
