using System.Globalization;
using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Resellers;
using Onboarding.Validation;
using PartnerCenter;
using PartnerCenter.Carts;
using PartnerCenter.Catalog;

namespace Onboarding.Subscriptions;

/// <param name="Onboarding">The onboarding whose request is bought.</param>
/// <param name="Customer">The tenant.</param>
/// <param name="ResellerMpnId">The reseller that the lines name; null for none.</param>
/// <param name="Lines">The lines of the request to be bought, by position.</param>
/// <param name="Number">Of the cart among those of the onboarding: each reads the catalog anew.</param>
/// <param name="Epoch">Goes into the MS-RequestId.</param>
internal sealed record BuildCartInput(
    OnboardingId Onboarding,
    Guid Customer,
    string? ResellerMpnId,
    IReadOnlyList<int> Lines,
    int Number,
    int Epoch
) : StepInput;

/// <summary>
/// A line as it stands in the cart: its position in the request, its catalog item, its order group, and the promotion
/// it gets.
/// </summary>
internal sealed record BuiltLine(int Line, string Offer, string? Group, string? Promotion);

/// <summary>A cart; null with at least one refused line, since a cart that has one cannot be checked out.</summary>
internal sealed record BuildCartResult(Guid? Id, IReadOnlyList<BuiltLine> Lines, IReadOnlyList<RefusedLine> Refused);

/// <summary>
/// Reads the availabilities, which age (C §14), the promotions that the customer may have and the days on which a term
/// may end (C §15), and makes a cart of them (C §17.1). A cart with a faulty line is created all the same, so every
/// line is looked at.
/// </summary>
[SideEffect(
    Repeat = "The same MS-RequestId until answered; a cart that is made twice costs nothing.",
    NotUndone = "A cart that is not checked out expires by itself (C §17.2)."
)]
internal sealed class BuildCartActivity(PartnerCenterClients clients, IOnboardingRecords records, CustomerOffers offers)
    : PartnerCenterActivity<BuildCartInput, BuildCartResult>(records)
{
    private const int MostDatesNamed = 6;

    public static ActivityName<BuildCartInput, BuildCartResult> StoredName { get; } = new("carts-build");

    internal static BillingCycle CycleOf(string? billing) =>
        billing is not null && SubscriptionRules.Cycle(billing) is { } cycle ? cycle : BillingCycle.None;

    protected override async Task<BuildCartResult> Call(
        TaskActivityContext context,
        BuildCartInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        var customer = new CustomerId(input.Customer);
        if (input.ResellerMpnId is { } reseller)
            await ResellerAuthorization.Require(client, new MpnId(reseller), cancellationToken);

        var (found, refused) = (
            new List<(int Index, SubscriptionLine Line, Availability Availability)>(),
            new List<RefusedLine>()
        );
        foreach (var index in input.Lines)
        {
            var line = record.Request.Subscriptions[index];
            if (await CurrentAvailability(client, customer, line, input.Number, cancellationToken) is { } availability)
                found.Add((index, line, availability));
            else
                refused.Add(
                    new(
                        index,
                        ErrorCodes.OfferNotAvailable,
                        $"{line.Product}:{line.Sku} is not to be had with term {line.Term ?? "none"} and billing "
                            + $"{line.Billing ?? "none"}."
                    )
                );
        }

        var promotions = await PromotionChoice.Of(client.Catalog, customer, found, cancellationToken);
        refused.AddRange(
            promotions
                .Where(promotion => promotion.Value.Problem is not null)
                .Select(promotion => new RefusedLine(
                    promotion.Key,
                    ErrorCodes.PromotionNotEligible,
                    promotion.Value.Problem!
                ))
        );
        var ends = await Ends(client, customer, found, refused, cancellationToken);
        if (refused.Count > 0)
            return new(null, [], refused);

        var lines = found
            .Select(
                (line, id) =>
                    NewLine(id, line.Line, line.Availability, input.ResellerMpnId) with
                    {
                        PromotionId = promotions.GetValueOrDefault(line.Index)?.Id,
                        CustomTermEndDate = ends.TryGetValue(line.Index, out var end) ? end : null,
                    }
            )
            .ToList();
        var ids = EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch);
        var cart = await Create(client.Carts, customer, lines, ids, cancellationToken);
        var made = cart.LineItems.Select(line => (Index: found[line.Id].Index, Line: line)).ToList();
        var faulty = made.Where(line => line.Line.Error is not null).ToList();
        return faulty.Count > 0
            ? new(
                null,
                [],
                [
                    .. faulty.Select(line => new RefusedLine(
                        line.Index,
                        ErrorCodes.CartLineRefused,
                        $"{line.Line.CatalogItemId}: {line.Line.Error!.Code} {line.Line.Error.Description}"
                    )),
                ]
            )
            : new(
                cart.Id.Value,
                [
                    .. made.Select(line => new BuiltLine(
                        line.Index,
                        lines[line.Line.Id].CatalogItemId.Value,
                        line.Line.OrderGroup,
                        lines[line.Line.Id].PromotionId
                    )),
                ],
                []
            );
    }

    private static async Task<Cart> Create(
        CartsApi carts,
        CustomerId customer,
        IReadOnlyList<NewCartLine> lines,
        CallIds ids,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await carts.Create(
                customer,
                new NewCart { LineItems = lines, PartnerOnRecordAttestationAccepted = true },
                ids,
                cancellationToken
            );
        }
        catch (PartnerCenterException exception) when (OrderRefusals.Of(exception) is { } code)
        {
            throw new StepFailedException(new StepFailure(code, exception.Message, Retryable: false), exception);
        }
    }

    private async Task<Availability?> CurrentAvailability(
        PartnerCenterClient client,
        CustomerId customer,
        SubscriptionLine line,
        int cart,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var availabilities = await offers.Of(client, customer, line, cart, cancellationToken);
            return availabilities.FirstOrDefault(availability =>
                availability.IsPurchasable && availability.CatalogItemId is not null && Offers(availability, line)
            );
        }
        catch (PartnerCenterException unknown)
            when (unknown.Code is "400013" or "400018" or "400019" or "400030" or "400036" or "400072")
        {
            return null;
        }
    }

    private static bool Offers(Availability availability, SubscriptionLine line) =>
        line.Term is null
            ? availability.Terms.Count == 0
            : availability.Terms.Any(term => term.Duration == line.Term && term.BillingCycle == CycleOf(line.Billing));

    private static async Task<Dictionary<int, DateTimeOffset>> Ends(
        PartnerCenterClient client,
        CustomerId customer,
        IEnumerable<(int Index, SubscriptionLine Line, Availability Availability)> lines,
        List<RefusedLine> refused,
        CancellationToken cancellationToken
    )
    {
        var ends = new Dictionary<int, DateTimeOffset>();
        foreach (
            var term in lines
                .Where(line => line.Line is { EndsOn: not null, Term: not null })
                .GroupBy(line => line.Line.Term!)
        )
        {
            var allowed = (await client.Subscriptions.CustomTermEndDates(customer, term.Key, cancellationToken))
                .Select(date => date.Date)
                .OfType<DateTimeOffset>()
                .Order()
                .ToList();
            foreach (var (index, line, _) in term)
            {
                var wanted = line.EndsOn!.Value;
                var at = allowed.FindIndex(date => DateOnly.FromDateTime(date.UtcDateTime) == wanted);
                if (at >= 0)
                    ends[index] = allowed[at];
                else
                    refused.Add(
                        new(
                            index,
                            ErrorCodes.EndDateNotAllowed,
                            $"The term cannot end on {wanted:yyyy-MM-dd}. {Nearest(allowed, wanted)}"
                        )
                    );
            }
        }

        return ends;
    }

    private static string Nearest(IReadOnlyList<DateTimeOffset> allowed, DateOnly wanted)
    {
        var days = allowed
            .Select(date => DateOnly.FromDateTime(date.UtcDateTime))
            .Distinct()
            .OrderBy(date => Math.Abs(date.DayNumber - wanted.DayNumber))
            .Take(MostDatesNamed)
            .Order();
        return
            string.Join(", ", days.Select(date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
                is { Length: > 0 } nearest
            ? $"Nearest: {nearest}."
            : "No day but that of a whole term is offered.";
    }

    private static NewCartLine NewLine(
        int id,
        SubscriptionLine line,
        Availability availability,
        string? resellerMpnId
    ) =>
        new()
        {
            Id = id,
            CatalogItemId = availability.CatalogItemId!.Value,
            Quantity = line.Quantity,
            BillingCycle = CycleOf(line.Billing),
            TermDuration = line.Term,
            FriendlyName = line.Name,
            CurrencyCode = availability.DefaultCurrency?.Code,
            Participants = resellerMpnId is null ? null : [Participant.TransactionReseller(new MpnId(resellerMpnId))],
            AttestationAccepted = availability.Sku?.NeedsAttestation == true ? true : null,
        };
}
