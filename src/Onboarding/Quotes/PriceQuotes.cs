using System.Xml;
using Onboarding.Reference;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;
using PartnerCenter.Carts;
using PartnerCenter.Catalog;

namespace Onboarding.Quotes;

/// <summary>
/// Reads the price of a request from a cart that is never checked out (C §17.1): it costs nothing, expires by itself,
/// and without the partner-of-record attestation nobody could buy it by mistake.
/// </summary>
internal sealed class PriceQuotes(
    PartnerCenterClients partners,
    RequestRules rules,
    OfferDirectory offers,
    PriceCustomers customers
)
{
    /// <exception cref="PartnerCenterException">
    /// Partner Center could not be asked. What it refuses is told in the quote.
    /// </exception>
    public async Task<Quote> For(OnboardingRequest request, CancellationToken cancellationToken)
    {
        if (request.Subscriptions.Count == 0 || rules.FindPartner(request.Partner) is not { } partner)
            return Quote.Empty;
        var client = partners.For(partner.Name);
        var customer = await customers.For(partner.Name, request, cancellationToken);
        var lines = await Task.WhenAll(
            request.Subscriptions.Select(
                (line, index) =>
                    Look(client, customer, request.Customer.Address?.Country, line, index, cancellationToken)
            )
        );
        if (customer is null)
        {
            return Sum(
                lines,
                "Partner Center shows prices in carts only, and a cart needs a customer: there is none in "
                    + $"{request.Customer.Address?.Country ?? "this country"} yet."
            );
        }

        return await Price(client, customer.Value, lines, cancellationToken);
    }

    private async Task<Looked> Look(
        PartnerCenterClient client,
        CustomerId? customer,
        string? country,
        SubscriptionLine line,
        int index,
        CancellationToken cancellationToken
    )
    {
        var shown = new QuoteLine
        {
            Index = index,
            Item = $"{line.Product}:{line.Sku}",
            Quantity = line.Quantity,
            Term = line.Term,
            Billing = line.Billing,
            Note = NoteOf(line),
        };
        if (!SubscriptionRules.NamesAnOffer(line))
            return new(shown with { Problem = "The line names no offer." }, line, null);
        var availabilities = await Availabilities(client, customer, country, line, cancellationToken);
        var availability = availabilities.FirstOrDefault(one => one.IsPurchasable && IsSold(one, line));
        if (availability is null)
            return new(shown with { Problem = "The offer is not to be had with this term and billing." }, line, null);
        return new(
            shown with
            {
                Title = availability.Sku?.Title ?? availability.Product?.Title,
                Segment = availability.Segment,
                Currency = availability.DefaultCurrency?.Code,
                CancellableFor = Window(availability.Terms.FirstOrDefault(term => IsTerm(term, line))),
            },
            line,
            availability
        );
    }

    // Both depend on the customer, and the price may be read in the name of another one.
    private static string? NoteOf(SubscriptionLine line) =>
        (line.Promotion is null or "none", line.EndsOn is null) switch
        {
            (true, true) => null,
            (false, true) => "Without its promotion.",
            (true, false) => "For a whole term; one that ends earlier costs less.",
            _ => "Without its promotion, and for a whole term.",
        };

    private async Task<IReadOnlyList<Availability>> Availabilities(
        PartnerCenterClient client,
        CustomerId? customer,
        string? country,
        SubscriptionLine line,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // Catalog items age: those of the cart are read right before it is made (C §14).
            if (customer is { } known)
                return await client.Catalog.AvailabilitiesFor(
                    known,
                    new(line.Product),
                    new(line.Sku),
                    cancellationToken
                );
            return
                country is { Length: 2 }
                && await offers.Find(client, country, new(line.Product), new(line.Sku), cancellationToken) is { } offer
                ? offer.Availabilities
                : [];
        }
        catch (PartnerCenterException none) when (none.Fault is Fault.NotFound or Fault.Refused)
        {
            return [];
        }
    }

    private static async Task<Quote> Price(
        PartnerCenterClient client,
        CustomerId customer,
        Looked[] lines,
        CancellationToken cancellationToken
    )
    {
        var sold = lines.Where(line => line.Availability?.CatalogItemId is not null).ToArray();
        if (sold.Length == 0)
            return Sum(lines, null);
        Cart cart;
        try
        {
            var wanted = new NewCart
            {
                LineItems = [.. sold.Select(CartLineOf)],
                PartnerOnRecordAttestationAccepted = false,
            };
            cart = await client.Carts.Create(customer, wanted, CallIds.New(), cancellationToken);
        }
        catch (PartnerCenterException refused) when (refused.Fault is Fault.NotFound or Fault.Refused or Fault.Conflict)
        {
            return Sum(
                lines,
                $"Partner Center refuses to price this: {refused.Description ?? refused.Code ?? "no reason given"}"
            );
        }

        var priced = cart.LineItems.ToDictionary(line => line.Id);
        return Sum(
            [
                .. lines.Select(line =>
                    priced.TryGetValue(line.Shown.Index, out var found)
                        ? line with
                        {
                            Shown = Priced(line.Shown, found),
                        }
                        : line
                ),
            ],
            null
        );
    }

    private static NewCartLine CartLineOf(Looked line) =>
        new()
        {
            Id = line.Shown.Index,
            CatalogItemId = line.Availability!.CatalogItemId!.Value,
            Quantity = line.Line.Quantity,
            BillingCycle =
                line.Line.Billing is { } billing && SubscriptionRules.Cycle(billing) is { } cycle
                    ? cycle
                    : BillingCycle.None,
            TermDuration = line.Line.Term,
            CurrencyCode = line.Availability.DefaultCurrency?.Code,
            AttestationAccepted = line.Line.AttestationAccepted,
        };

    private static QuoteLine Priced(QuoteLine line, CartLine found) =>
        line with
        {
            Currency = found.CurrencyCode ?? line.Currency,
            UnitPrice = found.Pricing?.Price ?? found.Pricing?.ListPrice,
            Total = found.Pricing?.ExtendedPrice,
            Problem = found.Error is { } error ? $"{error.Code} {error.Description}" : null,
        };

    private static Quote Sum(IReadOnlyList<Looked> lines, string? unknown)
    {
        var shown = lines.Select(line => line.Shown).ToArray();
        if (shown.Any(line => line.Total is null || line.Currency is null))
            return new()
            {
                Lines = shown,
                Totals = [],
                Unknown = unknown ?? "Not every line has a price.",
            };
        return new()
        {
            Lines = shown,
            Totals =
            [
                .. shown
                    .GroupBy(line => line.Currency!)
                    .Select(group => new Money(group.Key, group.Sum(line => line.Total!.Value))),
            ],
        };
    }

    private static bool IsSold(Availability availability, SubscriptionLine line) =>
        line.Term is null ? availability.Terms.Count == 0 : availability.Terms.Any(term => IsTerm(term, line));

    private static bool IsTerm(Term term, SubscriptionLine line) =>
        term.Duration == line.Term
        && line.Billing is { } billing
        && term.BillingCycle == SubscriptionRules.Cycle(billing);

    private static string? Window(Term? term) =>
        term
            ?.CancellationPolicies.SelectMany(policy => policy.RefundOptions)
            .Select(option => option.ExpiresAfter)
            .OfType<string>()
            .OrderByDescending(Length)
            .FirstOrDefault();

    private static TimeSpan Length(string duration)
    {
        try
        {
            return XmlConvert.ToTimeSpan(duration);
        }
        catch (FormatException)
        {
            return TimeSpan.Zero;
        }
    }

    private sealed record Looked(QuoteLine Shown, SubscriptionLine Line, Availability? Availability);
}
