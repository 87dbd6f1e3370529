using System.Collections.Frozen;
using System.Globalization;

namespace PartnerCenter;

/// <summary>
/// One code of Partner Center, as some of its operations raise it; a number that means different things has several
/// rows.
/// </summary>
/// <param name="Code">The number, as text.</param>
/// <param name="Statuses">The HTTP status or statuses it comes with.</param>
/// <param name="Meaning">In a few words.</param>
/// <param name="Fault">
/// The fault that the client raises for it; <see cref="Fault.Transient"/> becomes <see cref="Fault.Unknown"/> on a call
/// with an effect.
/// </param>
/// <param name="RaisedBy">The operations that raise it.</param>
public sealed record PartnerCenterErrorCode(string Code, string Statuses, string Meaning, Fault Fault, string RaisedBy);

/// <summary>The codes of C §4.2. The table in this folder's README is made from it.</summary>
public static class PartnerCenterErrorCodes
{
    /// <summary>The pre-2021 answer of the address check.</summary>
    public const string AddressInvalid = "2007";

    /// <summary>The customer has accepted no agreement.</summary>
    public const string AgreementMissing = "13605";

    /// <summary>The same agreement exists already.</summary>
    public const string AlreadyConfirmed = "600061";

    /// <summary>The catalog item has aged.</summary>
    public const string AvailabilityNotFound = "400019";

    /// <summary>The cancellation window, counted in days, has passed.</summary>
    public const string CancellationWindowPassed = "900117";

    /// <summary>The cancellation window, counted in hours, has passed.</summary>
    public const string CancellationWindowPassedHours = "900213";

    /// <summary>The cart has been checked out.</summary>
    public const string CartAlreadySubmitted = "800065";

    /// <summary>The cart is being checked out by another request.</summary>
    public const string CartBeingProcessed = "800064";

    /// <summary>The customer does not exist, or is not visible yet.</summary>
    public const string CustomerNotFound = "60003";

    /// <summary>The domain of a new customer is taken.</summary>
    public const string DomainNotAvailable = "27100";

    /// <summary>The customer has no account validation status.</summary>
    public const string NoAccountStatus = "600074";

    /// <summary>Bad input; at the end of a customer list, that it ended.</summary>
    public const string NoMorePages = "2000";

    /// <summary>An error in the request, which the code does not describe further.</summary>
    public const string BadInput = "2000";

    /// <summary>There is no commerce relationship with the customer (yet).</summary>
    public const string NoRelationship = "20002";

    /// <summary>An order is in progress.</summary>
    public const string OrderInProgress = "800060";

    /// <summary>The reseller has not accepted the MPA.</summary>
    public const string ResellerMpaMissing = "900123";

    /// <summary>The subscription is too fresh to be updated.</summary>
    public const string SubscriptionNotReady = "800082";

    /// <summary>Every code the client knows, by number.</summary>
    public static IReadOnlyList<PartnerCenterErrorCode> All { get; } =
    [
        new("0", "501", "exception not defined", Fault.Transient, "any"),
        new("400", "401", "access denied", Fault.Unauthorized, "any"),
        new("1000", "404", "not found", Fault.NotFound, "any"),
        new("1003", "409", "conflict while creating the sandbox reseller's tenant", Fault.Conflict, "sandbox reseller"),
        new("2000", "400", "bad input", Fault.Refused, "any"),
        new("2000", "400", "bad input, or no more pages", Fault.Refused, "customer list"),
        new("2000", "400", "an id is malformed, or both are given", Fault.Refused, "MPA"),
        new("2001", "400", "neither id is given", Fault.Refused, "MPA"),
        new("2001", "400", "quantity change while suspended", Fault.Refused, "subscription"),
        new("2002", "400", "quantity outside minimum and maximum", Fault.Refused, "subscription"),
        new("2006", "403", "partner not valid for the offer", Fault.Refused, "order"),
        new("2006", "400", "updates of the offer not allowed", Fault.Refused, "subscription"),
        new("2007", "400", "address invalid", Fault.Refused, "address"),
        new("2011", "400", "a deleted subscription cannot be updated", Fault.Refused, "subscription"),
        new("2030", "403", "partner not onboarded to sell in that country", Fault.Refused, "order"),
        new("2032", "403", "access denied", Fault.Unauthorized, "any"),
        new("2054", "400", "billing cycle not changeable here", Fault.Refused, "subscription"),
        new("2055", "400", "the ETag is no longer valid", Fault.Conflict, "subscription, billing profile"),
        new("2071", "400", "partner id is not a valid advisor", Fault.Refused, "order, subscription"),
        new("2072", "404", "the provider's own id used as partner of record", Fault.Refused, "order, subscription"),
        new("2085", "403", "offer not eligible", Fault.Refused, "order"),
        new("2091", "403", "offer no longer available", Fault.Refused, "order"),
        new("2100", "400", "not an offer id: use products and SKUs", Fault.Refused, "offers"),
        new("2200", "400", "MPN id invalid or not in Partner Center", Fault.Refused, "MPA"),
        new("2201", "400", "reseller's CSP region is not the provider's", Fault.Refused, "MPA"),
        new("2202", "400", "agreement status not available", Fault.Refused, "MPA"),
        new("2203", "400", "reseller has not signed in the order's region", Fault.Refused, "MPA"),
        new("2204", "400", "no indirect-reseller enrolment for the MPN id", Fault.Refused, "MPA"),
        new("2205", "400", "no account for the tenant id", Fault.Refused, "MPA"),
        new("2206", "400", "account has not signed", Fault.Refused, "MPA"),
        new("3000", "400", "invalid property", Fault.Refused, "any"),
        new("4018", "400", "unable to process this order", Fault.Refused, "order"),
        new("6002", "401", "bad token, or not a sandbox provider", Fault.Unauthorized, "sandbox reseller"),
        new("6003", "403", "delete not allowed", Fault.Refused, "sandbox reseller"),
        new("6004", "403", "create not allowed", Fault.Refused, "sandbox reseller"),
        new(
            "13605",
            "403",
            "the customer has not accepted the Microsoft Customer Agreement",
            Fault.Refused,
            "checkout, order"
        ),
        new("20000", "404", "order not found", Fault.NotFound, "order"),
        // C §25 row 36
        new("20000", "400, 403, 404", "country not supported for the partner", Fault.Refused, "create customer"),
        new(
            "20002",
            "403",
            "partner has no commerce relationship with the customer",
            Fault.Refused,
            "order, subscription"
        ),
        new("20003", "404", "subscription not found", Fault.NotFound, "subscription"),
        new("27002", "400", "customer address, state or e-mail rejected", Fault.Refused, "create customer"),
        new("27006", "400", "offer use limit reached", Fault.Refused, "order"),
        new("27007", "400", "invalid promotion code", Fault.Refused, "order"),
        new("27009", "409", "cannot enable a child while its parent is not active", Fault.Conflict, "subscription"),
        new("27100", "400, 409", "domain not available", Fault.Refused, "create customer"),
        new("60002", "404", "user not found", Fault.NotFound, "users"),
        new("60003", "404", "customer tenant not found", Fault.NotFound, "customer"),
        new("90000", "403", "blocked by conditional access", Fault.Unauthorized, "any"),
        new("400013", "404", "product not found", Fault.NotFound, "catalog, cart"),
        new("400018", "404", "SKU not found", Fault.NotFound, "catalog, cart"),
        new(
            "400019",
            "404",
            "availability not found: read it again and rebuild the cart",
            Fault.NotFound,
            "catalog, cart, checkout"
        ),
        new("400030", "403", "targetSegment not allowed", Fault.Refused, "catalog"),
        new("400036", "403", "targetView not allowed", Fault.Refused, "catalog"),
        new("400072", "200", "item not available", Fault.NotFound, "catalog"),
        new(
            "600002",
            "400",
            "registration number given, but the country does not take one",
            Fault.Refused,
            "create customer"
        ),
        new("600006", "403", "requested action not allowed", Fault.Refused, "create customer"),
        new("600049", "400", "registration number missing", Fault.Refused, "create customer"),
        new("600050", "400", "registration number in a wrong format", Fault.Refused, "create customer"),
        new("600051", "400", "phone number missing", Fault.Refused, "create customer"),
        new("600061", "400", "identical partner-confirmed agreement exists", Fault.Refused, "agreements"),
        new("600074", "404", "no account validation status for the customer", Fault.NotFound, "validation status"),
        new("800001", "401", "partner token missing in context", Fault.Unauthorized, "commerce"),
        new("800002", "400", "invalid request input", Fault.Refused, "commerce"),
        new("800003", "500", "unexpected error", Fault.Transient, "commerce"),
        new("800004", "400", "invalid offer id", Fault.Refused, "commerce"),
        new("800005", "500", "order failed", Fault.Transient, "commerce"),
        new("800007", "404", "provisioning information unavailable", Fault.NotFound, "provisioning status"),
        new("800008", "404", "cart not found, or expired", Fault.NotFound, "cart"),
        new("800009", "400", "error in cart lines", Fault.Refused, "cart"),
        new("800010", "400", "inventory unavailable", Fault.Refused, "cart"),
        new("800014", "409", "adjustment pending on the order", Fault.Conflict, "order"),
        new("800015", "404", "PartnerID not found", Fault.Refused, "cart, order"),
        new("800016", "400", "not a valid indirect reseller", Fault.Refused, "cart, order"),
        new("800017", "400", "quantity unavailable", Fault.Refused, "cart"),
        new("800018", "400", "sandbox limit reached", Fault.Refused, "cart, order"),
        new("800019", "403", "production may not cancel this product type", Fault.Refused, "cancel order"),
        new("800020", "403", "catalog item not eligible", Fault.Refused, "cart, subscription"),
        new("800021", "400", "subscription not valid", Fault.Refused, "commerce"),
        new("800022", "400", "not eligible for the transaction", Fault.Refused, "order"),
        new("800023", "403", "credit line too low", Fault.Refused, "order"),
        new("800024", "400", "not eligible for the transaction", Fault.Refused, "order"),
        new("800025", "400", "credit line too low", Fault.Refused, "order"),
        new("800026", "400", "not eligible for the transaction", Fault.Refused, "order"),
        new("800027", "403", "quantity cannot be added or removed", Fault.Refused, "cart, subscription"),
        new("800028", "403", "initial term no longer offered", Fault.Refused, "cart, subscription"),
        new("800029", "400", "add-on not related to its parent", Fault.Refused, "commerce"),
        new("800030", "400", "subscription not registered", Fault.Refused, "commerce"),
        new("800036", "417", "precondition failed", Fault.Conflict, "commerce"),
        new("800039", "403", "reseller programme status not active", Fault.Refused, "commerce"),
        new("800040", "400", "asset status change not possible", Fault.Refused, "subscription"),
        new("800043", "403", "no access to pricing", Fault.Refused, "order"),
        new(
            "800060",
            "409",
            "order in progress: read the order history in a few minutes",
            Fault.Conflict,
            "order, checkout"
        ),
        new("800061", "400", "order cannot be cancelled", Fault.Refused, "cancel order"),
        new("800062", "400", "not eligible for the transaction", Fault.Refused, "order"),
        new("800063", "400", "order cannot be cancelled: update the subscription", Fault.Refused, "cancel order"),
        new("800064", "409", "cart being processed by another request", Fault.Conflict, "checkout"),
        new("800065", "400", "cart already submitted", Fault.Refused, "checkout"),
        new("800066", "403", "too many subscriptions", Fault.Refused, "cart, order"),
        new("800067", "403", "too many seats", Fault.Refused, "cart, order"),
        new("800068", "403", "too many Azure subscriptions of the partner", Fault.Refused, "cart, order"),
        new("800069", "403", "risk-management check failed", Fault.Refused, "order"),
        new("800070", "400", "offer not available in the country", Fault.Refused, "order"),
        new("800071", "400", "line-item numbers must run from 0", Fault.Refused, "order"),
        new("800073", "403", "customer account under review", Fault.Refused, "order"),
        new("800074", "403", "customer account under review", Fault.Refused, "order"),
        new("800075", "403", "customer account not approved", Fault.Refused, "order"),
        new(
            "800077",
            "403",
            "new commerce seats are not cancelled by the order: update the subscription",
            Fault.Refused,
            "cancel order"
        ),
        new("800081", "400", "subscription not yet activated", Fault.Refused, "subscription"),
        new("800082", "409", "subscription not ready to be updated, try later", Fault.Conflict, "subscription"),
        new("800085", "400", "billing cycle differs from the original order's", Fault.Refused, "order"),
        new("800086", "400", "customer lacks the qualification (such as education)", Fault.Refused, "order"),
        new("800087", "500", "line item issue", Fault.Transient, "commerce"),
        new("800088", "403", "over the remaining limit", Fault.Refused, "cart, order"),
        new("800089", "403", "over the remaining limit", Fault.Refused, "cart, order"),
        new("800090", "400", "quantity cannot be decreased", Fault.Refused, "subscription"),
        new("800091", "400", "subscription is suspended", Fault.Refused, "subscription"),
        new("800092", "400", "quantity cannot be increased", Fault.Refused, "subscription"),
        new("800093", "400", "not renewable automatically", Fault.Refused, "subscription"),
        new("800094", "500", "update failed", Fault.Transient, "commerce"),
        new("800095", "400", "seats not updatable", Fault.Refused, "subscription"),
        new("800096", "400", "asset status change not possible", Fault.Refused, "subscription"),
        new("800097", "400", "billing not updatable", Fault.Refused, "subscription"),
        new("800098", "400", "partner of record not updatable", Fault.Refused, "subscription"),
        new("900115", "403", "Azure plan has active Azure subscriptions", Fault.Refused, "subscription"),
        new("900116", "400", "sandbox limit of Azure plans", Fault.Refused, "order"),
        new("900117", "400", "cancellation window (days) passed", Fault.Refused, "subscription"),
        new("900118", "400", "invalid customer id", Fault.Refused, "any"),
        new("900121", "403", "insufficient credit limit", Fault.Refused, "order"),
        new("900123", "403", "reseller has not accepted the Microsoft Partner Agreement", Fault.Refused, "cart, order"),
        new(
            "900124",
            "403",
            "own company has not accepted the Microsoft Partner Agreement",
            Fault.Refused,
            "cart, order"
        ),
        new("900126", "400", "enum value not parseable", Fault.Refused, "any"),
        new("900127", "400", "not supported in this environment", Fault.Refused, "any"),
        new("900141", "400", "unsupported operation", Fault.Refused, "any"),
        new("900142", "400", "catalog item id missing", Fault.Refused, "cart"),
        new("900143", "400", "availabilities not retrievable", Fault.Refused, "cart"),
        new("900149", "403", "reseller programme status not active", Fault.Refused, "commerce"),
        new("900150", "403", "role lacks rights", Fault.Unauthorized, "any"),
        new("900154", "400", "PLA id not linked to an active indirect reseller", Fault.Refused, "cart"),
        new("900169", "400", "currency not supported by an item", Fault.Refused, "order"),
        new("900192", "500", "try again later", Fault.Transient, "commerce"),
        new("900203", "400", "catalog item needs attestationAccepted", Fault.Refused, "cart"),
        new("900206", "400", "partnerOnRecordAttestationAccepted missing", Fault.Refused, "cart, order"),
        new("900213", "400", "cancellation window (hours) passed", Fault.Refused, "subscription"),
        new("900214", "400", "seat-reduction window (hours) passed", Fault.Refused, "subscription"),
        new("900242", "400", "custom term end date cannot be aligned", Fault.Refused, "cart, subscription"),
        new("900244", "400", "custom term end date only for new commerce", Fault.Refused, "cart, subscription"),
        new("900245", "400", "custom term end date out of range", Fault.Refused, "cart, subscription"),
        new("900246", "400", "custom term end date out of range", Fault.Refused, "cart, subscription"),
        new("900252", "400", "purchase-order document missing", Fault.Refused, "attachment"),
        new("900253", "400", "tender evidence missing", Fault.Refused, "attachment"),
        new("900254", "400", "price metadata missing", Fault.Refused, "attachment"),
        new("900257", "400", "seat-reduction window (days) passed", Fault.Refused, "subscription"),
        new("900263", "403", "not supported for legacy subscriptions", Fault.Refused, "subscription"),
        new("900269", "400", "billing cycle invalid", Fault.Refused, "cart, subscription"),
        new("900270", "400", "billing cycle longer than the term", Fault.Refused, "cart, subscription"),
        new("900275", "400", "quantity out of range", Fault.Refused, "cart, subscription"),
        new("900277", "400", "subscription is expiring", Fault.Refused, "subscription"),
        new("900278", "409", "an operation is pending, try after 24 hours", Fault.Conflict, "subscription"),
        new("900279", "400", "updates no longer allowed", Fault.Refused, "subscription"),
        new("900280", "400", "updates currently not allowed", Fault.Refused, "subscription"),
        new("900308", "403", "token lacks the privileges", Fault.Unauthorized, "any"),
        new("900309", "403", "blocked by conditional access", Fault.Unauthorized, "any"),
        new("900311", "400", "updated too many times", Fault.Refused, "subscription"),
        new("900322", "403", "item not purchasable in the sandbox", Fault.Refused, "cart"),
        new("900329", "403", "app-only token not supported", Fault.Unauthorized, "any"),
        new("900400", "403", "reseller not authorised as partner on record", Fault.Refused, "order, subscription"),
        new("900416", "403", "customer account locked for transactions", Fault.Refused, "order"),
        new("900419", "400", "too many subscriptions in the tenant", Fault.Refused, "cart, order"),
        new("900420", "401", "wrong token audience", Fault.Unauthorized, "any"),
        new("900421", "401", "the token's MFA claim is missing", Fault.Unauthorized, "any"),
    ];

    private static readonly FrozenDictionary<string, PartnerCenterErrorCode[]> ByCode = All.GroupBy(row => row.Code)
        .ToFrozenDictionary(rows => rows.Key, rows => rows.ToArray());

    /// <summary>The first row of a code, or null when it is not in the table.</summary>
    public static PartnerCenterErrorCode? Find(string? code) =>
        code is not null && ByCode.TryGetValue(code, out var rows) ? rows[0] : null;

    /// <summary>
    /// The row of a code as an operation (<c>Subscriptions.Update</c>) raises it with a status: the same number means
    /// different things in different services (C §4.1). A row that names the operation comes before one of the status
    /// alone, and that before any other of the code.
    /// </summary>
    public static PartnerCenterErrorCode? Find(string? code, int status, string operation)
    {
        if (code is null || !ByCode.TryGetValue(code, out var rows))
            return null;
        var ofStatus = rows.Where(row =>
                row.Statuses.Split(", ").Contains(status.ToString(CultureInfo.InvariantCulture))
            )
            .ToList();
        return ofStatus.Find(row => ErrorRaisers.Names(row, operation)) ?? (ofStatus.Count > 0 ? ofStatus[0] : rows[0]);
    }

    /// <summary>
    /// Gets the meaning of a code as an operation raises it. Null: it is not in the table, or means different things
    /// and none of them is known of the operation.
    /// </summary>
    public static string? MeaningOf(string? code, int? status, string operation)
    {
        if (code is null || !ByCode.TryGetValue(code, out var rows))
            return null;
        var row = Find(code, status ?? 0, operation);
        return row is not null && (rows.Length == 1 || ErrorRaisers.Names(row, operation))
            ? row.Meaning.Split(" (")[0]
            : null;
    }
}
