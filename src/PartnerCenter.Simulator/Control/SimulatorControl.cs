using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Audit;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Relationships;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Tokens;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Control;

/// <summary>A control call that makes no sense: of something that is not there, or said wrongly.</summary>
public sealed class ControlException : Exception
{
    public ControlException(string message, bool isMissing = false)
        : base(message) => IsMissing = isMissing;

    /// <summary>True when the thing that the call names does not exist.</summary>
    public bool IsMissing { get; }
}

/// <summary>
/// Does what a customer, Microsoft or time would do, and sets up the simulator. The same as the control surface,
/// without HTTP. Every method throws <see cref="ControlException"/> with a message that names the error.
/// </summary>
public sealed class SimulatorControl
{
    private readonly SimulatorCore _core;

    internal SimulatorControl(SimulatorCore core) => _core = core;

    private World World => _core.World;

    /// <summary>The domain's time.</summary>
    public DateTimeOffset Now => World.Read(() => _core.Clock.Now);

    public IReadOnlyList<SimulatedPartner> Partners => World.Read(() => World.Partners.All.ToArray());

    /// <summary>Changes switches of a partner tenant, or adds a tenant.</summary>
    public SimulatedPartner SetPartner(string tenantId, Func<SimulatedPartner, SimulatedPartner> change) =>
        World.Change(() =>
            Put(change(World.Partners.Find(tenantId) ?? throw Missing("partner", tenantId)), isDaySet: false)
        );

    /// <summary>
    /// The same with a JSON object that has the members to change; names as in <see cref="SimulatedPartner"/>, in any
    /// case.
    /// </summary>
    public SimulatedPartner SetPartner(JsonObject changes) =>
        World.Change(() =>
        {
            var id =
                changes.FirstOrDefault(m => m.Key.Equals("tenantId", StringComparison.OrdinalIgnoreCase)).Value
                    is JsonValue value
                && value.TryGetValue<string>(out var text)
                && Guid.TryParse(text, out _)
                    ? text
                    : throw new ControlException("tenantId must be the GUID of the partner tenant.");
            var whole = World.Partners.Find(id) is { } known
                ? JsonSerializer.SerializeToNode(known, StateJson.Options)!.AsObject()
                : new JsonObject { ["tenantId"] = id };
            foreach (var (name, member) in changes)
            {
                if (
                    whole.FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Key is
                    { } existing
                )
                    whole.Remove(existing);
                whole[name] = member?.DeepClone();
            }
            try
            {
                return Put(
                    whole.Deserialize<SimulatedPartner>(StateJson.Strict)!,
                    changes.Any(m => m.Key.Equals("asOf", StringComparison.OrdinalIgnoreCase))
                );
            }
            catch (JsonException wrong)
            {
                throw new ControlException(wrong.Message);
            }
        });

    private SimulatedPartner Put(SimulatedPartner partner, bool isDaySet)
    {
        if (SimulatedPartnerRules.Problem(partner) is { } problem)
            throw new ControlException($"{problem}.");
        if (isDaySet || partner.AsOf != World.Partners.Find(partner.TenantId)?.AsOf)
            partner = partner with { AsOfSince = partner.AsOf is null ? null : _core.Clock.Now };
        World.Partners.Put(partner);
        return partner;
    }

    public void AddReseller(string providerTenantId, SimulatedReseller reseller) =>
        SetPartner(
            providerTenantId,
            p => p with { Resellers = [.. p.Resellers.Where(r => r.TenantId != reseller.TenantId), reseller] }
        );

    /// <summary>The customer signs the agreement itself (C §9.5).</summary>
    public void AcceptAgreement(string customerId) =>
        Customer(customerId, c => c with { DirectlySignedAt = _core.Clock.Now });

    /// <summary>
    /// A partner has stated on its word that the customer accepted the agreement on that day, as partners could until 5
    /// January 2026 (C §9.3).
    /// </summary>
    public void StateAgreement(string customerId, string partnerTenantId, DateOnly acceptedOn) =>
        Customer(
            customerId,
            customer =>
            {
                World.Agreements.Put(
                    new Agreements.AgreementRecord
                    {
                        Id = Ids.New(),
                        CustomerId = customer.Id,
                        Partner = (
                            World.Partners.Find(partnerTenantId) ?? throw Missing("partner", partnerTenantId)
                        ).TenantId,
                        TemplateId = Agreements.AgreementOperations.CustomerTemplate,
                        UserId = "control",
                        DateAgreed = new DateTimeOffset(acceptedOn, TimeOnly.MinValue, TimeSpan.Zero),
                        FirstName = "Gena",
                        LastName = "Soto",
                        Email = customer.Billing.Email,
                        RequestId = "control",
                        At = _core.Clock.Now,
                    }
                );
                return customer;
            }
        );

    /// <summary>
    /// No acceptance of the agreement counts any more, whoever stated it; the customer or the partner may do so again.
    /// </summary>
    public void WithdrawAgreement(string customerId) =>
        Customer(
            customerId,
            c =>
            {
                foreach (var agreement in World.AgreementsByCustomer[customerId].ToList())
                    World.Agreements.Remove(agreement.Key);
                return c with { DirectlySignedAt = null };
            }
        );

    /// <summary>Microsoft ends the review of the account (C §5.6).</summary>
    public void FinishAccountReview(string customerId, bool allowed) =>
        Customer(
            customerId,
            c =>
                c with
                {
                    Review = new AccountReview(
                        c.Review?.StartedAt ?? c.CreatedAt,
                        _core.Clock.Now,
                        allowed ? "Allowed" : "NotAllowed"
                    ),
                }
        );

    /// <summary>
    /// Microsoft starts a review that ends only when it is finished from here, with the status given until then
    /// (UnderReview, Unknown, Not Ready).
    /// </summary>
    public void StartAccountReview(string customerId, string status = "UnderReview") =>
        Customer(
            customerId,
            c => c with { Review = new AccountReview(_core.Clock.Now, DateTimeOffset.MaxValue, "Allowed", status) }
        );

    public void LockCustomer(string customerId, bool locked) => Customer(customerId, c => c with { IsLocked = locked });

    /// <summary>Microsoft decides on a qualification (C §13).</summary>
    public void DecideQualification(string customerId, string qualification, bool approved, string? reason = null) =>
        Customer(
            customerId,
            c =>
                c.Qualifications.Any(q => q.Name.Equals(qualification, StringComparison.OrdinalIgnoreCase))
                    ? c with
                    {
                        Qualifications =
                        [
                            .. c.Qualifications.Select(q =>
                                q.Name.Equals(qualification, StringComparison.OrdinalIgnoreCase)
                                    ? q with
                                    {
                                        DecidedAt = _core.Clock.Now,
                                        Decision = approved ? "Approved" : "Denied",
                                        Reason = reason,
                                    }
                                    : q
                            ),
                        ],
                    }
                    : throw Missing("qualification", qualification)
        );

    /// <summary>A tenant that was there before, of nobody's making here; it can accept an invitation.</summary>
    public string AddTenant(string domain, string companyName, string country = "US", string? tenantId = null) =>
        World.Change(() =>
        {
            if (Validation.Country.Find(country) is not { } known)
                throw new ControlException($"The country '{country}' is not known.");
            TakeName(domain);
            var id =
                tenantId is null ? Ids.New()
                : Guid.TryParse(tenantId, out var given) ? given.ToString()
                : throw new ControlException("id must be a GUID.");
            if (World.Customers.Find(id) is not null)
                throw new ControlException($"The tenant {id} exists already.");
            World.Customers.Put(
                new CustomerTenant
                {
                    Id = id,
                    CommerceId = id,
                    Domain = domain.ToLowerInvariant(),
                    Billing = new BillingProfile
                    {
                        Id = Ids.New(),
                        Email = "admin@" + domain.ToLowerInvariant(),
                        Culture = known.Cultures[0],
                        Language = known.Languages[0],
                        CompanyName = companyName,
                        Address = new Address { Country = known.Iso },
                        Etag = Ids.NewEtag(),
                    },
                    RequestId = "control",
                    CreatedAt = _core.Clock.Now,
                }
            );
            World.Domains.Put(new TakenDomain(domain.ToLowerInvariant(), id));
            return id;
        });

    /// <summary>
    /// A global administrator of the customer accepts the partner's relationship request (C §11); the partner hears of
    /// it by webhook.
    /// </summary>
    public void AcceptInvitation(string customerId, string partnerTenantId, string? resellerTenantId = null) =>
        World.Change(() =>
        {
            var customer = World.Customers.Find(customerId) ?? throw Missing("customer", customerId);
            var partner = World.Partners.Find(partnerTenantId) ?? throw Missing("partner", partnerTenantId);
            if (partner.IsSandbox || partner.Cloud == SimulatedCloud.UsGovernment)
                throw new ControlException(
                    "There are no relationship requests in the sandbox and in the US Government cloud."
                );
            if (customer.IsSandbox)
                throw new ControlException(
                    $"The tenant {customerId} is of the sandbox; only whoever made it there has a relationship with it."
                );
            if (resellerTenantId is not null && partner.Resellers.All(r => r.TenantId != resellerTenantId))
                throw Missing("reseller", resellerTenantId);
            var now = _core.Clock.Now;
            var relationship = new CustomerRelationship
            {
                Partner = partner.TenantId,
                CustomerId = customer.Id,
                IsActive = true,
                Resellers = resellerTenantId is null ? [] : [resellerTenantId],
                Since = now,
                VisibleFrom = now + partner.VisibilityLag,
                RequestId = "control",
                Accepted = true,
            };
            World.Relationships.Put(relationship);
            World.Effects.Put(
                new Effect
                {
                    Number = World.Effects.Count + 1,
                    Kind = "relationship",
                    ObjectId = relationship.Key,
                    CustomerId = customer.Id,
                    Operation = "control.acceptInvitation",
                    Partner = partner.TenantId,
                    RequestId = "control",
                    CorrelationId = "control",
                    At = now,
                }
            );
            var audit = AuditTrail.Accepted(World, partner, customer, now);
            _core.Outbox.Enqueue(
                partner.TenantId,
                resellerTenantId is null
                    ? "reseller-relationship-accepted-by-customer"
                    : "indirect-reseller-relationship-accepted-by-customer",
                "Customer",
                $"/v1/customers/{customer.Id}",
                audit: audit.Id
            );
            return true;
        });

    /// <summary>A global administrator of the customer approves a granular relationship (C §12).</summary>
    public void ApproveGranularRelationship(string relationshipId) =>
        World.Change(() =>
        {
            var found =
                World.GranularRelationships.Find(relationshipId)
                ?? throw Missing("granular relationship", relationshipId);
            if (found.Status != "approvalPending")
                throw new ControlException($"The granular relationship is {found.Status}, not approvalPending.");
            World.GranularRelationships.Put(
                found with
                {
                    Status = "active",
                    ActivatedAt = _core.Clock.Now,
                    Etag = Ids.NewEtag(),
                }
            );
            _core.Outbox.Enqueue(
                found.Partner,
                "granular-admin-relationship-approved",
                "GranularAdminRelationship",
                $"{GranularOperations.Path}/{found.Id}"
            );
            return true;
        });

    /// <summary>The signatory refuses on the hosted page (C §9.6).</summary>
    public void RefuseAttestation(string attestationId) =>
        World.Change(() =>
        {
            var found = World.Attestations.Find(attestationId) ?? throw Missing("attestation", attestationId);
            World.Attestations.Put(
                found with
                {
                    OpenedAt = found.OpenedAt ?? _core.Clock.Now,
                    RefusedAt = _core.Clock.Now,
                }
            );
            return true;
        });

    /// <summary>The customer's administrator accepts on the hosted page (C §9.6).</summary>
    public void AcceptAttestation(string attestationId) =>
        World.Change(() =>
        {
            var found = World.Attestations.Find(attestationId) ?? throw Missing("attestation", attestationId);
            World.Attestations.Put(
                found with
                {
                    OpenedAt = found.OpenedAt ?? _core.Clock.Now,
                    AcceptedAt = _core.Clock.Now,
                }
            );
            return true;
        });

    /// <summary>
    /// Chooses "Cancel at end of term" in Partner Center, for which no call is known (C §19.4): the service stops at
    /// the end of the term.
    /// </summary>
    public void CancelAtTermEnd(string subscriptionId) =>
        World.Change(() =>
        {
            World.Subscriptions.Put(
                (World.Subscriptions.Find(subscriptionId) ?? throw Missing("subscription", subscriptionId)) with
                {
                    AutoRenew = false,
                    CancelAtTermEnd = true,
                }
            );
            return true;
        });

    /// <summary>Lists the dated rules, with the partners for whom each holds now.</summary>
    public IReadOnlyList<CalendarEntry> Calendar =>
        World.Read(() =>
            Simulator
                .Calendar.DatedRules.All.Select(rule => new CalendarEntry(
                    rule.Name,
                    rule.From,
                    rule.Text,
                    rule.Source,
                    [.. World.Partners.All.Where(p => _core.Calendar.Holds(rule, p)).Select(p => p.Name)]
                ))
                .ToArray()
        );

    /// <summary>Gets the day it is for a partner: the one whose rules hold.</summary>
    public DateOnly DayOf(string partnerTenantId) =>
        World.Read(() =>
            _core.Calendar.Today(World.Partners.Find(partnerTenantId) ?? throw Missing("partner", partnerTenantId))
        );

    /// <summary>Makes somebody else own a domain name.</summary>
    public void TakeDomain(string domain) =>
        World.Change(() =>
        {
            TakeName(domain);
            World.Domains.Put(new TakenDomain(domain.ToLowerInvariant(), null));
            return true;
        });

    /// <summary>
    /// Azure subscriptions under an Azure plan that are in use; while there are any the plan cannot be cancelled
    /// (C §4.2, 900115).
    /// </summary>
    public void SetAzureSubscriptions(string subscriptionId, int count) =>
        World.Change(() =>
        {
            World.Subscriptions.Put(
                (World.Subscriptions.Find(subscriptionId) ?? throw Missing("subscription", subscriptionId)) with
                {
                    AzureSubscriptions = count,
                }
            );
            return true;
        });

    /// <summary>Ends a pending order: completed, cancelled, error, po_upload_complete, po_review_rejected.</summary>
    public void FinishOrder(string orderId, string outcome) =>
        World.Change(() =>
        {
            var order = World.Orders.Find(orderId) ?? throw Missing("order", orderId);
            if (
                outcome
                is not (
                    "completed"
                    or "cancelled"
                    or "error"
                    or "po_upload_complete"
                    or "po_review_rejected"
                    or "pending_review"
                )
            )
                throw new ControlException($"The outcome '{outcome}' is not one of an order.");
            World.Orders.Put(
                order with
                {
                    Outcome = outcome,
                    CompletesAt = order.CompletesAt < _core.Clock.Now ? order.CompletesAt : _core.Clock.Now,
                }
            );
            return true;
        });

    /// <summary>Revokes a refresh token: no token is issued for it any more.</summary>
    public void RevokeRefreshToken(string refreshToken) =>
        World.Change(() =>
        {
            World.Settings.Put(new Setting(TokenOperations.RevokedPrefix + refreshToken, "revoked"));
            return true;
        });

    /// <summary>
    /// An event of the vendor for a partner, delayed and spoilt as asked (C §24.10); false when the partner is not
    /// subscribed to it.
    /// </summary>
    public bool RaiseEvent(
        string partnerTenantId,
        string name,
        string resource,
        string? resourceUri,
        TimeSpan delay = default,
        string? flaw = null,
        int copies = 1
    )
    {
        // A path as bodies have it lacks the version; an event's has it.
        if (resourceUri is not null && resourceUri.StartsWith("/customers/", StringComparison.Ordinal))
            resourceUri = "/v1" + resourceUri;
        var any = World.Change(() =>
        {
            var raised = false;
            for (var i = 0; i < Math.Clamp(copies, 1, 100); i++)
                raised |= _core.Outbox.Enqueue(partnerTenantId, name, resource, resourceUri, delay, flaw) is not null;
            return raised;
        });
        _core.Outbox.Signal();
        return any;
    }

    /// <summary>
    /// The newest events on their way, delivered, or given up: with what each attempt was answered (C §24.10).
    /// </summary>
    public IReadOnlyList<SimulatedDelivery> Deliveries(int most = int.MaxValue) =>
        World.Read(() =>
            World
                .Deliveries.Newest(Math.Max(0, most))
                .Select(d => new SimulatedDelivery
                {
                    Id = d.Id,
                    Partner = d.Partner,
                    Event = d.Event,
                    ResourceUri = d.ResourceUri,
                    State =
                        d.IsDone ? "delivered"
                        : d.IsDead ? "dead"
                        : "open",
                    DueAt = d.DueAt,
                    Attempts = [.. d.Attempts.Select(a => new SimulatedAttempt(a.At, a.Status, a.Error))],
                })
                .ToArray()
        );

    /// <summary>Tries all events that are due, now; answers how many were tried.</summary>
    public Task<int> DeliverDueEvents(CancellationToken cancellation = default) =>
        _core.Outbox.DeliverDue(cancellation);

    /// <summary>Moves the domain's time; the injected clock goes on beneath.</summary>
    public void StepClock(TimeSpan by) => Clock(c => c.Step(by));

    /// <summary>Holds the domain's time, so that only steps move it.</summary>
    public void StopClock() => Clock(c => c.Stop());

    /// <summary>Back to the injected clock.</summary>
    public void FollowClock() => Clock(c => c.Follow());

    /// <summary>All availability ids anew (C §14).</summary>
    public void RenewCatalog() =>
        World.Change(() =>
        {
            Catalog.CatalogIds.IssueAnew(World);
            return true;
        });

    /// <summary>
    /// Forgets everything: tenants, ledger, replays, faults, journal, steps of the clock; partners are as at the start.
    /// </summary>
    public void Reset() => _core.Reset();

    private void Clock(Action<SimulatedClock> change)
    {
        World.Change(() =>
        {
            change(_core.Clock);
            return true;
        });
        _core.Outbox.Signal();
    }

    private void Customer(string id, Func<CustomerTenant, CustomerTenant> change) =>
        World.Change(() =>
        {
            World.Customers.Put(change(World.Customers.Find(id) ?? throw Missing("customer", id)));
            return true;
        });

    private void TakeName(string domain)
    {
        if (!NameRules.IsDomain(domain))
            throw new ControlException($"'{domain}' is not a domain.");
        if (World.Domains.Find(domain) is not null)
            throw new ControlException($"The domain {domain} is taken already.");
    }

    private static ControlException Missing(string what, string id) =>
        new($"There is no {what} {id}.", isMissing: true);
}
