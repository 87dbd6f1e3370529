namespace PartnerCenter;

/// <summary>
/// Maps the words by which <see cref="PartnerCenterErrorCode.RaisedBy"/> names operations to the operations of the
/// client.
/// </summary>
internal static class ErrorRaisers
{
    private static readonly string[] Catalog =
    [
        "Catalog.Products",
        "Catalog.Product",
        "Catalog.Skus",
        "Catalog.Sku",
        "Catalog.Availabilities",
        "Catalog.Availability",
        "Catalog.ProductsFor",
        "Catalog.SkusFor",
        "Catalog.AvailabilitiesFor",
    ];

    private static readonly string[] Carts = ["Carts.Create", "Carts.Get", "Carts.Update", "Carts.Checkout"];

    private static readonly string[] Orders =
    [
        "Orders.Get",
        "Orders.List",
        "Orders.ProvisioningStatus",
        "Orders.Cancel",
        "Orders.Attach",
        "Orders.Attachments",
    ];

    private static readonly string[] Subscriptions =
    [
        "Subscriptions.Get",
        "Subscriptions.List",
        "Subscriptions.ByOrder",
        "Subscriptions.Cancel",
        "Subscriptions.Suspend",
        "Subscriptions.Update",
        "Subscriptions.ProvisioningStatus",
        "Subscriptions.Register",
        "Subscriptions.RegistrationStatus",
        "Subscriptions.CustomTermEndDates",
    ];

    /// <summary>
    /// Gets the operations by the word. An empty list: only operations that the client leaves out. <c>any</c> is not
    /// among them.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Members { get; } =
        new Dictionary<string, IReadOnlyList<string>>
        {
            ["address"] = ["Validation.CheckAddress"],
            ["agreements"] = ["Agreements.Confirm"],
            ["attachment"] = ["Orders.Attach"],
            ["billing profile"] = ["Customers.UpdateBillingProfile"],
            ["cancel order"] = ["Orders.Cancel"],
            ["cart"] = Carts,
            ["catalog"] = Catalog,
            ["checkout"] = ["Carts.Checkout"],
            ["commerce"] = [.. Carts, .. Orders, .. Subscriptions],
            ["create customer"] = ["Customers.Create"],
            ["customer"] =
            [
                "Customers.Get",
                "Customers.GetBillingProfile",
                "Customers.UpdateBillingProfile",
                "Customers.GetCompanyProfile",
                "Customers.GetCustomDomains",
                "Customers.GetOrganization",
                "Customers.GetValidationStatus",
                "Customers.Qualifications",
                "Customers.Qualify",
                "Customers.RemoveRelationship",
                "Customers.DeleteSandbox",
                "Agreements.Confirm",
                "Agreements.List",
                "Agreements.IsDirectlySigned",
                "Relationships.OfCustomer",
            ],
            ["customer list"] = ["Customers.List", "Customers.FindByDomain", "Audit.List"],
            ["MPA"] = ["Relationships.MpaStatus"],
            ["offers"] = [],
            ["order"] = ["Carts.Checkout", .. Orders],
            ["provisioning status"] = ["Orders.ProvisioningStatus", "Subscriptions.ProvisioningStatus"],
            ["sandbox reseller"] = [],
            ["subscription"] = Subscriptions,
            ["users"] = [],
            ["validation status"] = ["Customers.GetValidationStatus"],
        };

    /// <summary>
    /// Gets a value that says whether an operation is among those that a row names; <c>any</c> names none in
    /// particular.
    /// </summary>
    public static bool Names(PartnerCenterErrorCode row, string operation) =>
        row.RaisedBy.Split(", ").Any(word => Members.TryGetValue(word, out var members) && members.Contains(operation));
}
