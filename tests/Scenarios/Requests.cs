using Onboarding.Requests;
using PartnerCenter.Simulator;

namespace Scenarios;

/// <summary>Requests that are in order; scenarios change what they are about.</summary>
public static class Requests
{
    public const string BusinessBasic = "CFQ7TTC0LH18";
    public const string BusinessStandard = "CFQ7TTC0LDPB";
    public const string MarketplaceBackup = "DZH318Z0F1QJ";
    public const string PerpetualSoftware = "DG7GMGF0D5RK";

    public static OnboardingRequest Direct(string name = "Wingtip Toys", string partner = "direct") =>
        new()
        {
            Reference = $"CRM-{name.Replace(' ', '-')}",
            Partner = partner,
            Customer = new CustomerSection
            {
                Kind = CustomerKind.New,
                CompanyName = $"{name} GmbH",
                DomainPrefix = name.Replace(" ", "").ToLowerInvariant(),
                Address = new AddressSection
                {
                    Line1 = "Konrad-Zuse-Str. 1",
                    City = "Unterschleissheim",
                    State = "BY",
                    PostalCode = "85716",
                    Country = "DE",
                },
                Culture = "de-DE",
                Language = "de",
            },
            Contact = new ContactSection("Gena", "Soto", "gena@wingtiptoys.example", "+49 89 31760"),
            Agreement = new AgreementSection(
                AgreementMode.Attestation,
                new DateOnly(2026, 11, 20),
                new ContactSection("Gena", "Soto", "gena@wingtiptoys.example", null)
            ),
            Subscriptions = [Line(BusinessBasic, 25)],
        };

    public static OnboardingRequest Indirect(
        string name = "Wingtip Toys",
        string reseller = SimulatedPartners.ResellerTenantId
    ) => Direct(name, "default") with { Reseller = new ResellerSection(Guid.Parse(reseller)) };

    /// <summary>A customer that has a tenant, named by its domain.</summary>
    public static OnboardingRequest Existing(
        string partner = "direct",
        string domain = "northwind.example",
        string name = "Northwind Traders GmbH"
    ) =>
        Direct(partner: partner) with
        {
            Reference = $"CRM-{domain}",
            Customer = new CustomerSection
            {
                Kind = CustomerKind.Existing,
                Domain = domain,
                CompanyName = name,
            },
        };

    public static SubscriptionLine Line(
        string product,
        int quantity,
        string term = "P1Y",
        string billing = "monthly"
    ) =>
        new()
        {
            Product = product,
            Sku = "0001",
            Quantity = quantity,
            Term = term,
            Billing = billing,
        };

    /// <summary>An add-on to Business Basic and others.</summary>
    public static SubscriptionLine TeamsPhone(int quantity = 5) => Line("CFQ7TTC0LH0T", quantity);

    /// <summary>For education only.</summary>
    public static SubscriptionLine FacultyLicences(int quantity = 10) => Line("CFQ7TTC0LX07", quantity);

    /// <summary>Perpetual software whose order waits for the customer's purchase order (C §18.5).</summary>
    public static SubscriptionLine WithPurchaseOrder() =>
        new()
        {
            Product = "DG7GMGF0D7FT",
            Sku = "0001",
            Quantity = 2,
            Billing = "oneTime",
        };

    /// <summary>A publisher's offer: an order group of its own.</summary>
    public static SubscriptionLine Marketplace(int quantity = 2) => Line(MarketplaceBackup, quantity, "P1Y", "annual");

    /// <summary>Perpetual software: no term, no subscription, cancelled through its order.</summary>
    public static SubscriptionLine Software(int quantity = 1) =>
        new()
        {
            Product = PerpetualSoftware,
            Sku = "0004",
            Quantity = quantity,
            Billing = "oneTime",
        };
}
