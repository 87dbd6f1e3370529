using System.Globalization;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Catalog;

/// <summary>The older catalogue (C §14). It can be read; what it lists is no longer sold (item error 500600).</summary>
internal static class OfferOperations
{
    private static readonly (string Id, string Name, int Rank)[] Categories =
    [
        ("Enterprise_Key", "Enterprise", 20),
        ("SmallBusiness_Key", "Small business", 30),
        ("Nonprofit_Key", "Nonprofit", 60),
        ("Trial_Key", "Trial", 70),
    ];

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("offers.list", "GET", "/v1/offers", TokenRule.Both, List),
        new(
            "offers.get",
            "GET",
            "/v1/offers/{offerId}",
            TokenRule.Both,
            call => Answer.Ok(Shape(Find(call), CatalogOperations.CountryOf(call)))
        ),
        new("offers.addOns", "GET", "/v1/offers/{offerId}/addons", TokenRule.Both, AddOns),
        new("offers.categories", "GET", "/v1/offercategories", TokenRule.Both, ListCategories),
        new("offers.customerList", "GET", "/v1/customers/{customerId}/offers", TokenRule.Both, List)
        {
            Customer = CustomerRule.Commerce,
        },
        new(
            "offers.customerCategories",
            "GET",
            "/v1/customers/{customerId}/offercategories",
            TokenRule.Both,
            ListCategories
        )
        {
            Customer = CustomerRule.Commerce,
        },
    ];

    private static Answer List(OperationCall call)
    {
        var country = CatalogOperations.CountryOf(call);
        if (call.Partner.StrictHeaders && RequestReader.First(call.Request, "X-Locale") is null)
            throw new Refusal(VendorErrors.BadInput, "The header X-Locale is required.");
        var category = call.Query("offer_category_id");
        return Page(
            call,
            Offer.All.Where(o => category is null || o.Category.Equals(category, StringComparison.OrdinalIgnoreCase)),
            country
        );
    }

    private static Answer AddOns(OperationCall call)
    {
        var country = CatalogOperations.CountryOf(call);
        var offer = Find(call);
        return Page(call, Offer.All.Where(o => o.AddOnOf.Contains(offer.Id)), country);
    }

    /// <summary>
    /// The vendor's client pages offers by <c>offset</c> and <c>size</c>, not by tokens; without them all come at once.
    /// </summary>
    private static Answer Page(OperationCall call, IEnumerable<Offer> found, Country country)
    {
        var all = found.ToList();
        var (offset, size) = (call.QueryInt("offset") ?? 0, call.QueryInt("size") ?? 0);
        if (offset < 0 || size < 0)
            throw new Refusal(VendorErrors.BadInput, "The query parameters offset and size must not be negative.");
        if (size == 0)
            size = all.Count;
        var page = Json.Collection(all.Skip(offset).Take(size).Select(o => (JsonNode)Shape(o, country)), call.Self);
        if (offset + (long)size < all.Count)
            page["links"]!["next"] = Json.Link(
                call.SelfWith(
                    ("offset", (offset + size).ToString(CultureInfo.InvariantCulture)),
                    ("size", size.ToString(CultureInfo.InvariantCulture))
                )
            );
        return Answer.Ok(page);
    }

    private static Answer ListCategories(OperationCall call)
    {
        var country = CatalogOperations.CountryOf(call);
        var collection = Json.Collection(Categories.Select(c => (JsonNode)CategoryShape(c, country)), call.Self);
        // Recorded without links, other than the offers themselves.
        collection.Remove("links");
        return Answer.Ok(collection);
    }

    private static JsonObject CategoryShape((string Id, string Name, int Rank) category, Country country) =>
        Json.Of(
            ("id", category.Id),
            ("name", category.Name),
            ("rank", category.Rank),
            ("locale", "en-US"),
            ("country", country.Iso),
            ("attributes", Json.Attributes("OfferCategory"))
        );

    private static Offer Find(OperationCall call) =>
        Offer.Find(call.Route("offerId")) ?? throw new Refusal(VendorErrors.UseProductsApi);

    /// <summary>The members that recorded answers have. A description is not copied: the name stands for it.</summary>
    private static JsonObject Shape(Offer offer, Country country)
    {
        var links = Json.Links($"/offers/{offer.Id}?country={country.Iso}");
        links["learnMore"] = Json.Of(("uri", offer.LearnMore), ("method", "GET"), ("headers", new JsonArray()));
        return Json.Of(
            ("id", offer.Id),
            ("name", offer.Name),
            ("description", offer.Name),
            ("minimumQuantity", offer.Min),
            ("maximumQuantity", offer.Max),
            ("rank", offer.Rank),
            ("uri", $"/3c95518e-8c37-41e3-9627-0ca339200f53/Offers/{offer.Id}"),
            ("locale", "en-US"),
            ("country", country.Iso),
            (
                "category",
                CategoryShape(
                    Categories.FirstOrDefault(c => c.Id == offer.Category) is { Id: not null } known
                        ? known
                        : ("", "", 0),
                    country
                )
            ),
            ("limitUnitOfMeasure", offer.LimitOf),
            ("limit", offer.Limit),
            ("termUnitOfMeasure", offer.TermOf),
            ("term", offer.Term),
            ("prerequisiteOffers", Json.Texts(offer.AddOnOf)),
            ("isAddOn", offer.IsAddOn),
            ("hasAddOns", !offer.NoAddOns),
            ("isAvailableForPurchase", true),
            ("billing", "license"),
            ("supportedBillingCycles", Json.Texts(offer.Trial ? ["none"] : ["annual", "monthly"])),
            ("isAutoRenewable", !offer.Trial),
            ("isInternal", false),
            ("isMicrosoftProduct", true),
            ("upgradeTargetOffers", offer.UpgradesTo.Count > 0 ? Json.Texts(offer.UpgradesTo) : null),
            ("conversionTargetOffers", new JsonArray()),
            ("reselleeQualifications", Json.Texts(offer.Qualifications)),
            ("resellerQualifications", new JsonArray()),
            ("salesGroupId", offer.Trial ? $"Trial-{offer.Id}" : "Default"),
            ("isTrial", offer.Trial),
            ("acquisitionType", "purchase"),
            ("supportedCatalogTypes", Json.Texts(["sandbox", "live"])),
            ("actions", Json.Texts(["Cancel", "Edit"])),
            ("product", Json.Of(("id", offer.Product), ("name", offer.Name), ("unit", "Licenses"))),
            ("unitType", "Licenses"),
            ("links", links),
            ("attributes", Json.Attributes("Offer"))
        );
    }
}
