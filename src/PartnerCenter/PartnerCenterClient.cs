using PartnerCenter.Agreements;
using PartnerCenter.Audit;
using PartnerCenter.Carts;
using PartnerCenter.Catalog;
using PartnerCenter.Customers;
using PartnerCenter.Orders;
using PartnerCenter.Relationships;
using PartnerCenter.Signin;
using PartnerCenter.Subscriptions;
using PartnerCenter.Validation;
using PartnerCenter.Webhooks;
using PartnerCenter.Wire;

namespace PartnerCenter;

/// <summary>
/// Partner Center as one partner sees it. Every method throws <see cref="PartnerCenterException"/> when the call does
/// not end as asked, and <see cref="OperationCanceledException"/> when the caller cancels; nothing else. Methods with
/// an effect take <see cref="CallIds"/>.
/// </summary>
public sealed class PartnerCenterClient
{
    internal PartnerCenterClient(PartnerCenterHttp http)
    {
        Partner = http.Partner;
        Customers = new(http);
        Domains = new(http);
        Tenants = http.Tenants;
        Validation = new(http);
        Agreements = new(http);
        Relationships = new(http);
        Catalog = new(http);
        Carts = new(http);
        Orders = new(http);
        Subscriptions = new(http);
        Webhooks = new(http);
        Audit = new(http);
    }

    /// <summary>The profile this client speaks for.</summary>
    public PartnerProfile Partner { get; }

    /// <summary>
    /// Customer tenants, their profiles, review, qualification and relationship. Source: C §5, C §13.
    /// </summary>
    public CustomersApi Customers { get; }

    /// <summary>Checks whether a domain is taken. Source: C §8.</summary>
    public DomainsApi Domains { get; }

    /// <summary>Checks whether a tenant exists, by the public metadata of the token authority. Source: C §2.</summary>
    public TenantDirectory Tenants { get; }

    /// <summary>Country rules and addresses. Source: C §6, C §7.</summary>
    public ValidationApi Validation { get; }

    /// <summary>The Microsoft Customer Agreement. Source: C §9.</summary>
    public AgreementsApi Agreements { get; }

    /// <summary>Indirect resellers and relationship requests. Source: C §10, C §11.</summary>
    public RelationshipsApi Relationships { get; }

    /// <summary>Products, SKUs, availabilities, promotions, inventory. Source: C §14, C §15.</summary>
    public CatalogApi Catalog { get; }

    /// <summary>Carts and checkout. Source: C §17.</summary>
    public CartsApi Carts { get; }

    /// <summary>Orders. Source: C §18.</summary>
    public OrdersApi Orders { get; }

    /// <summary>Subscriptions. Source: C §19.</summary>
    public SubscriptionsApi Subscriptions { get; }

    /// <summary>The registration for the service's own webhooks. Source: C §21.1.</summary>
    public WebhooksApi Webhooks { get; }

    /// <summary>Audit records, to resolve outcomes that are not known. Source: C §22.</summary>
    public AuditApi Audit { get; }
}
