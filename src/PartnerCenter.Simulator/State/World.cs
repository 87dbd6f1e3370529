using System.Text.Json;
using PartnerCenter.Simulator.Agreements;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Carts;
using PartnerCenter.Simulator.Control;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Idempotency;
using PartnerCenter.Simulator.Orders;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.Subscriptions;
using PartnerCenter.Simulator.Webhooks;

namespace PartnerCenter.Simulator.State;

/// <summary>
/// Everything the simulator knows. Whoever reads or writes it holds <see cref="Gate"/>; operations are short, so one
/// gate is enough.
/// </summary>
internal sealed class World : IDisposable
{
    /// <summary>The name under which a change takes all records of all tables.</summary>
    private const string EveryTable = "*";
    private readonly Changes _changes = new();
    private readonly List<Table> _tables = [];
    private readonly StateFile? _file;

    internal World(string? stateFile)
    {
        Partners = Add<SimulatedPartner>("partner");
        Settings = Add<Setting>("setting");
        Customers = Add<CustomerTenant>("customer");
        CustomersByDomain = Customers.SortBy(c => c.Domain);
        Domains = Add<TakenDomain>("domain");
        Relationships = Add<CustomerRelationship>("relationship");
        RelationshipsByPartner = Relationships.IndexBy(r => r.Partner);
        RelationshipsByCustomer = Relationships.IndexBy(r => r.CustomerId);
        Agreements = Add<AgreementRecord>("agreement");
        AgreementsByCustomer = Agreements.IndexBy(a => a.CustomerId);
        Attestations = Add<Attestation>("attestation");
        Carts = Add<Cart>("cart");
        Orders = Add<Order>("order");
        OrdersByCustomer = Orders.IndexBy(o => o.CustomerId);
        OrdersByPartner = Orders.IndexBy(o => o.Partner);
        Attachments = Add<OrderAttachment>("attachment");
        Subscriptions = Add<Subscription>("subscription");
        SubscriptionsByCustomer = Subscriptions.IndexBy(s => s.CustomerId);
        SubscriptionsByOrder = Subscriptions.IndexBy(s => s.OrderId);
        GranularRelationships = Add<GranularRelationship>("gdap");
        Audit = Add<AuditRecord>("audit");
        AuditByPartner = Audit.IndexBy(a => a.Partner);
        Effects = Add<Effect>("effect");
        Replays = Add<Replay>("replay");
        Webhooks = Add<WebhookRegistration>("webhook");
        Deliveries = Add<WebhookDelivery>("delivery");
        ValidationEvents = Add<ValidationEvent>("validationEvent");
        if (stateFile is not null)
            _file = StateFile.Open(stateFile, this);
    }

    internal Lock Gate { get; } = new();

    internal Table<SimulatedPartner> Partners { get; }
    internal Table<Setting> Settings { get; }
    internal Table<CustomerTenant> Customers { get; }
    internal Prefixes<CustomerTenant> CustomersByDomain { get; }
    internal Table<TakenDomain> Domains { get; }
    internal Table<CustomerRelationship> Relationships { get; }
    internal Index<CustomerRelationship> RelationshipsByPartner { get; }
    internal Index<CustomerRelationship> RelationshipsByCustomer { get; }
    internal Table<AgreementRecord> Agreements { get; }
    internal Index<AgreementRecord> AgreementsByCustomer { get; }
    internal Table<Attestation> Attestations { get; }
    internal Table<Cart> Carts { get; }
    internal Table<Order> Orders { get; }
    internal Index<Order> OrdersByCustomer { get; }
    internal Index<Order> OrdersByPartner { get; }
    internal Table<OrderAttachment> Attachments { get; }
    internal Table<Subscription> Subscriptions { get; }
    internal Index<Subscription> SubscriptionsByCustomer { get; }
    internal Index<Subscription> SubscriptionsByOrder { get; }
    internal Table<GranularRelationship> GranularRelationships { get; }
    internal Table<AuditRecord> Audit { get; }
    internal Index<AuditRecord> AuditByPartner { get; }
    internal Table<Effect> Effects { get; }
    internal Table<Replay> Replays { get; }
    internal Table<WebhookRegistration> Webhooks { get; }
    internal Table<WebhookDelivery> Deliveries { get; }
    internal Table<ValidationEvent> ValidationEvents { get; }

    /// <summary>True when something has changed since the last commit.</summary>
    internal bool IsDirty => _changes.Any;

    /// <summary>Makes what was changed durable. Nobody may be answered before it returns.</summary>
    internal void Commit()
    {
        if (!_changes.Any)
            return;
        var taken = _changes.Take();
        _file?.Append(taken);
    }

    internal void RollBack() => _changes.RollBack();

    /// <summary>Runs a change of the control surface: all of it or nothing.</summary>
    internal T Change<T>(Func<T> change)
    {
        lock (Gate)
        {
            try
            {
                var result = change();
                Commit();
                return result;
            }
            catch
            {
                RollBack();
                throw;
            }
        }
    }

    internal T Read<T>(Func<T> read)
    {
        lock (Gate)
            return read();
    }

    /// <summary>Forgets everything; the caller commits what replaces it in the same step.</summary>
    internal void Clear()
    {
        var back = _tables.ConvertAll(table => table.Clear());
        _changes.Record(new Change(EveryTable, "", null), () => back.ForEach(restore => restore()));
    }

    internal IEnumerable<Change> Snapshot() => _tables.SelectMany(t => t.Snapshot());

    internal long RowCount => _tables.Sum(t => (long)t.Count);

    internal void Load(string table, string key, ref Utf8JsonReader document, bool isRemoved)
    {
        if (table == EveryTable && isRemoved)
        {
            _tables.ForEach(each => each.Clear());
            return;
        }
        foreach (var known in _tables)
        {
            if (known.Name == table)
            {
                known.Load(key, ref document, isRemoved);
                return;
            }
        }
        throw new InvalidDataException($"'{table}' is no table of this version.");
    }

    public void Dispose() => _file?.Dispose();

    private Table<T> Add<T>(string name)
        where T : Document
    {
        var table = new Table<T>(name, _changes);
        _tables.Add(table);
        return table;
    }
}
