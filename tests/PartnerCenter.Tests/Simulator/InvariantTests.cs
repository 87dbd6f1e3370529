using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Control;
using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.Simulator;

/// <summary>
/// The invariants of C §24.12 under random sequences of operations with faults in them, in production and in the
/// sandbox.
/// </summary>
public sealed class InvariantTests : IAsyncDisposable
{
    /// <summary>Two sequences run at once, each in a simulator of its own that the next one takes over.</summary>
    private readonly ConcurrentBag<Lab> _labs = [];

    /// <summary>One move of a sequence; the number picks among what exists.</summary>
    public enum Move
    {
        Create,
        Repeat,
        Attest,
        Cart,
        Checkout,
        CheckoutAgain,
        Cancel,
        Suspend,
        Reactivate,
        Remove,
        Delete,
        Review,
        Share,
        Step,
        LoseNext,
        ThrottleNext,
        FailNext,
        FailGroup,
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lab in _labs)
            await lab.DisposeAsync();
    }

    [Property(MaxTest = 2000, Parallelism = 2)]
    public Property What_must_hold_holds_after_any_sequence() =>
        Prop.ForAll(Arb.From(Sequence.Any.Resize(40), Sequence.Shorter), Holds);

    private bool Holds(Sequence sequence) =>
        Play(sequence).GetAwaiter().GetResult() is { } broken ? throw new Xunit.Sdk.XunitException(broken) : true;

    private async Task<string?> Play(Sequence sequence)
    {
        var lab = _labs.TryTake(out var idle) ? idle : await Lab.Start();
        try
        {
            lab.Host.Control.Reset();
            if (sequence.IsSandbox)
                lab.Switch(p => p with { Environment = SimulatedEnvironment.Sandbox });
            var run = new Run(lab, sequence.IsSandbox);
            foreach (var (move, pick) in sequence.Moves)
            {
                await run.Make(move, pick);
                if (await run.Broken(move) is { } broken)
                    return $"after {move}: {broken}";
            }
            return await run.UndoEverything();
        }
        finally
        {
            _labs.Add(lab);
        }
    }

    /// <summary>Moves in one environment. A failure prints them, with as few as show it.</summary>
    private sealed record Sequence(bool IsSandbox, IReadOnlyList<(Move Move, int Pick)> Moves)
    {
        internal static Gen<Sequence> Any =>
            from isSandbox in Gen.Elements(true, false)
            from moves in Gen.ListOf(
                from move in Gen.Frequency([
                    .. Enum.GetValues<Move>()
                        .Select(m =>
                            (m is Move.Create or Move.Attest or Move.Cart or Move.Checkout ? 4 : 1, Gen.Constant(m))
                        ),
                ])
                from pick in Gen.Choose(0, 1000)
                select (move, pick)
            )
            select new Sequence(isSandbox, [.. moves]);

        internal static IEnumerable<Sequence> Shorter(Sequence whole)
        {
            for (var length = whole.Moves.Count / 2; length > 0; length /= 2)
            {
                for (var from = 0; from + length <= whole.Moves.Count; from += length)
                    yield return whole with
                    {
                        Moves = [.. whole.Moves.Take(from), .. whole.Moves.Skip(from + length)],
                    };
            }
        }

        public override string ToString() =>
            $"{(IsSandbox ? "sandbox" : "production")}: {string.Join(", ", Moves.Select(m => $"{m.Move} {m.Pick}"))}";
    }

    private sealed class Run(Lab lab, bool isSandbox)
    {
        private const string Published = "DZH318Z0F1QJ";
        private readonly List<(string RequestId, object Body, string Domain)> _creations = [];
        private readonly List<string> _carts = [];
        private readonly List<string> _credentials = [];
        private readonly HashSet<string> _everTaken = [];
        private int _othersSubscriptions;

        private static TimeSpan Retention => new SimulatorOptions().ReplayRetention;

        internal async Task Make(Move move, int pick)
        {
            var customers = Ours().Select(r => r.CustomerId).ToList();
            var subscriptions = lab.Host.Ledger.Subscriptions.Where(s => s.Partner == Lab.Direct).ToList();
            switch (move)
            {
                case Move.Create:
                    var domain = lab.NewDomain();
                    _creations.Add((Guid.NewGuid().ToString(), Lab.Newcomer(domain), domain));
                    await Create(_creations[^1]);
                    break;
                case Move.Repeat when _creations.Count > 0:
                    await Create(_creations[pick % _creations.Count]);
                    break;
                case Move.Attest when customers.Count > 0:
                    await Quietly(() => lab.Attest(customers[pick % customers.Count]));
                    break;
                case Move.Cart when customers.Count > 0:
                    var owner = customers[pick % customers.Count];
                    if (
                        await Quietly(() => lab.Get("/v1/products/CFQ7TTC0LH18/skus/0001/availabilities?country=US"))
                        is not { Status: 200 } offered
                    )
                        break;
                    var seats = new
                    {
                        catalogItemId = offered.Body!["items"]![0]!["catalogItemId"]!.GetValue<string>(),
                        quantity = 5,
                        billingCycle = "monthly",
                        termDuration = "P1Y",
                    };
                    // A publisher's line is an order of its own (C §24.9), so such a cart becomes two.
                    var lines =
                        pick % 2 == 0
                        && await Quietly(() => lab.Get($"/v1/products/{Published}/skus/0001/availabilities?country=US"))
                            is { Status: 200 } published
                            ?
                            [
                                seats,
                                seats with
                                {
                                    catalogItemId = published.Body!["items"]![0]!["catalogItemId"]!.GetValue<string>(),
                                    quantity = 1,
                                    termDuration = "P1M",
                                },
                            ]
                            : new[] { seats };
                    if (
                        await Quietly(() =>
                            lab.Send("POST", $"/v1/customers/{owner}/carts", new { lineItems = lines })
                        ) is
                        { Status: 201 } cart
                    )
                        _carts.Add($"{owner}/carts/{cart.Text("id")}");
                    break;
                case Move.Checkout or Move.CheckoutAgain when _carts.Count > 0:
                    await Quietly(() =>
                        lab.Send(
                            "POST",
                            $"/v1/customers/{_carts[move == Move.Checkout ? ^1 : pick % _carts.Count]}/checkout"
                        )
                    );
                    break;
                case Move.Cancel or Move.Suspend or Move.Reactivate when subscriptions.Count > 0:
                    var s = subscriptions[pick % subscriptions.Count];
                    var status = move switch
                    {
                        Move.Cancel => "deleted",
                        Move.Suspend => "suspended",
                        _ => "active",
                    };
                    await Quietly(() =>
                        lab.Send("PATCH", $"/v1/customers/{s.CustomerId}/subscriptions/{s.Id}", new { status })
                    );
                    break;
                case Move.Remove when customers.Count > 0:
                    await Quietly(() =>
                        lab.Send(
                            "PATCH",
                            $"/v1/customers/{customers[pick % customers.Count]}",
                            new { relationshipToPartner = "none" }
                        )
                    );
                    break;
                case Move.Delete when customers.Count > 0:
                    await Quietly(() => lab.Send("DELETE", $"/v1/customers/{customers[pick % customers.Count]}"));
                    break;
                case Move.Review when customers.Count > 0:
                    var reviewed = customers[pick % customers.Count];
                    if (pick % 2 == 0)
                        lab.Host.Control.FinishAccountReview(reviewed, allowed: true);
                    else if (subscriptions.All(x => x.CustomerId != reviewed))
                        lab.Host.Control.FinishAccountReview(reviewed, allowed: false);
                    break;
                case Move.Share when customers.Count > 0 && !isSandbox:
                    await Share(customers[pick % customers.Count]);
                    break;
                case Move.Step:
                    lab.Host.Control.StepClock(TimeSpan.FromMinutes(pick));
                    break;
                case Move.LoseNext:
                    Fault(FaultKind.TimeoutAfterCommit);
                    break;
                case Move.ThrottleNext:
                    Fault(FaultKind.Throttle);
                    break;
                case Move.FailNext:
                    Fault(FaultKind.TimeoutBeforeCommit);
                    break;
                case Move.FailGroup:
                    lab.Host.Faults.Add(
                        new()
                        {
                            Operation = "carts.checkout",
                            Kind = FaultKind.OrderError,
                            Count = 1,
                            Code = 800069,
                            Product = Published,
                            Partner = Lab.Direct,
                        }
                    );
                    break;
            }
        }

        internal async Task<string?> Broken(Move move)
        {
            var ledger = lab.Host.Ledger;
            var (tenants, orders) = (ledger.Tenants, ledger.Orders);
            // After its retention a request id is new again, and the name of a tenant deleted in the sandbox is free:
            // then it makes another, as at the vendor.
            if (
                ledger
                    .Effects.Where(e => e.Kind == "tenant")
                    .GroupBy(e => e.RequestId)
                    .Any(g => g.Zip(g.Skip(1)).Any(p => p.Second.At - p.First.At < Retention))
            )
                return "a request id made two tenants while it was known";
            if (tenants.GroupBy(t => t.RequestId).Any(g => g.Count() > 1))
                return "a request id made two tenants that stand side by side";
            if (
                orders
                    .Where(o => o.CartId is not null)
                    .SelectMany(o => o.LineItems.Select(l => (o.CartId, l.CatalogItemId)))
                    .GroupBy(line => line)
                    .Any(g => g.Count() > 1)
            )
                return "a line of a cart was ordered twice";
            if (orders.GroupBy(o => o.CartId).Any(g => g.Count() > 2))
                return "a cart became more orders than it has groups";
            if (ledger.Subscriptions.GroupBy(s => s.Id).Any(g => g.Count() > 1))
                return "a subscription stands twice";
            foreach (var subscription in ledger.Subscriptions.Where(s => s.Status == "active"))
            {
                if (
                    !ledger.Relationships.Any(r =>
                        r.CustomerId == subscription.CustomerId && r.Partner == subscription.Partner && r.Active
                    )
                )
                    return "a subscription is active without a relationship";
                if (ledger.Agreements.All(a => a.CustomerId != subscription.CustomerId))
                    return "a subscription is active without an agreement";
                if (tenants.All(t => t.Id != subscription.CustomerId))
                    return "a subscription is active without a tenant";
            }
            if (
                ledger.Subscriptions.Count(s => s.Partner != Lab.Direct && s.Status == "active") != _othersSubscriptions
            )
                return "a subscription of another partner was touched";
            if (move is Move.Review or Move.Checkout or Move.CheckoutAgain or Move.Step)
            {
                foreach (
                    var customer in ledger
                        .Subscriptions.Where(s => s.Status == "active" && s.Partner == Lab.Direct)
                        .Select(s => s.CustomerId)
                        .Distinct()
                )
                {
                    var review = await lab.Get($"/v1/customers/{customer}/validationStatus?type=account");
                    if (review.Code != 600074 && review.Text("status") != "Allowed")
                        return $"a subscription is active while the account is {review.Content}";
                }
            }
            if (_credentials.Count != _credentials.Distinct().Count())
                return "credentials were made twice";
            if (move is Move.Create or Move.Repeat && Ours() is [.., var last])
            {
                foreach (
                    var path in new[]
                    {
                        "/v1/customers",
                        $"/v1/customers/{last.CustomerId}",
                        $"/v1/customers/{last.CustomerId}/profiles/company",
                        "/v1/auditrecords",
                    }
                )
                {
                    var read = await lab.Get(path);
                    if (
                        read.Content.Contains("userCredentials", StringComparison.OrdinalIgnoreCase)
                        || _credentials.Exists(c => read.Content.Contains(c, StringComparison.Ordinal))
                    )
                        return $"{path} tells credentials";
                }
            }
            _everTaken.UnionWith(tenants.Select(t => t.Domain));
            if (!isSandbox && move is Move.Remove or Move.Delete or Move.Step or Move.Repeat)
            {
                foreach (var domain in _everTaken)
                {
                    if (
                        tenants.All(t => t.Domain != domain)
                        || (await Quietly(() => lab.Send("HEAD", $"/v1/domains/{domain}"))) is { Status: 404 }
                    )
                        return $"{domain} is free again";
                }
            }
            return null;
        }

        /// <summary>Rows (6), (7) and (8): the whole way back.</summary>
        internal async Task<string?> UndoEverything()
        {
            lab.Host.Faults.Clear();
            lab.Host.Control.StepClock(TimeSpan.FromSeconds(2));
            // A relationship may have been left with a subscription suspended; that one is out of reach, as at the
            // vendor.
            var ours = Ours().Select(r => r.CustomerId).ToHashSet();
            foreach (
                var s in lab
                    .Host.Ledger.Subscriptions.Where(s =>
                        s.Partner == Lab.Direct && s.Status is "active" or "suspended" && ours.Contains(s.CustomerId)
                    )
                    .ToList()
            )
            {
                var path = $"/v1/customers/{s.CustomerId}/subscriptions/{s.Id}";
                if (
                    (await lab.Send("PATCH", path, new { status = "deleted" })).Status != 200
                    && (await lab.Send("PATCH", path, new { status = "suspended", autoRenewEnabled = false })).Status
                        != 200
                )
                    return "a subscription could be neither cancelled nor suspended";
            }
            foreach (var r in Ours())
            {
                var undone = isSandbox
                    ? await lab.Send("DELETE", $"/v1/customers/{r.CustomerId}")
                    : await lab.Send("PATCH", $"/v1/customers/{r.CustomerId}", new { relationshipToPartner = "none" });
                if (undone.Status is not (200 or 204))
                    return $"a customer could not be left: {undone.Status} {undone.Content}";
            }
            var ledger = lab.Host.Ledger;
            if (ledger.Subscriptions.Any(s => s.Partner == Lab.Direct && s.Status == "active"))
                return "a subscription is active after the undo";
            if (
                ledger.Subscriptions.Count(s => s.Partner != Lab.Direct && s.Status == "active") != _othersSubscriptions
            )
                return "the undo touched another partner's subscription";
            if (Ours().Count > 0)
                return "a relationship is active after the undo";
            if (isSandbox ? ledger.Tenants.Count > 0 : ledger.Tenants.Count != _everTaken.Count)
                return "the tenants left are not those that must be";
            return ledger
                .Effects.Where(e => e.Kind == "agreement")
                .All(e => ledger.Agreements.Any(a => a.Id == e.ObjectId))
                ? null
                : "an agreement went away";
        }

        private List<LedgerRelationship> Ours() =>
            [.. lab.Host.Ledger.Relationships.Where(r => r.Active && r.Partner == Lab.Direct)];

        /// <summary>Another partner sells to the same customer.</summary>
        private async Task Share(string customer)
        {
            lab.Host.Control.AcceptInvitation(customer, Lab.Provider);
            lab.Partner = Lab.Provider;
            await lab.Attest(customer);
            var cart = await lab.Cart(customer, reseller: SimulatedPartners.WellKnown[1].Resellers[0].MpnId);
            if ((await lab.Checkout(customer, cart.Text("id"))).Status == 201)
                _othersSubscriptions++;
            lab.Host.Control.StepClock(TimeSpan.FromSeconds(1));
            lab.Partner = Lab.Direct;
        }

        /// <summary>Where it can do harm: a read that met it would have spent it for nothing.</summary>
        private void Fault(FaultKind kind) =>
            lab.Host.Faults.Add(
                new()
                {
                    Operation = "*",
                    Kind = kind,
                    Count = 1,
                    Methods = ["POST", "PATCH", "DELETE"],
                    Partner = Lab.Direct,
                }
            );

        private async Task Create((string RequestId, object Body, string Domain) creation)
        {
            var before = lab.Host.Ledger.Tenants.Count;
            var reply = await Quietly(() => lab.Send("POST", "/v1/customers", creation.Body, creation.RequestId));
            if (reply is { Status: 201 } && lab.Host.Ledger.Tenants.Count > before)
                _credentials.Add(reply.Body!["userCredentials"]!["password"]!.GetValue<string>());
        }

        /// <summary>Null when the connection was cut.</summary>
        private static async Task<Reply?> Quietly(Func<Task<Reply>> call)
        {
            try
            {
                return await call();
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }
    }
}
