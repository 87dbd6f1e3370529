using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

/// <summary>
/// What onboarding does, host not named: each host derives this suite and starts itself. The simulator's ledger says
/// what happened at Microsoft.
/// </summary>
public abstract partial class OnboardingScenarios : IAsyncLifetime
{
    protected abstract ScenarioHost Host { get; }

    // False where a scenario has removed what the ledger knows of.
    private bool _isLedgerKnown = true;

    private SimulatorHost Simulator => Host.Simulator;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Ends the scenario: whatever it was about, the records say what the ledger says.</summary>
    public async Task DisposeAsync()
    {
        try
        {
            if (Host.IsRunning && _isLedgerKnown)
                await LedgerCheck.Assert(Host.Records, Host.OpenTasks, Simulator.Ledger);
        }
        finally
        {
            await Host.DisposeAsync();
        }
    }

    /// <summary>Starts a host whose partner's new customers are reviewed by Microsoft for so long.</summary>
    private Task StartWithAccountReview(TimeSpan delay) =>
        Host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner => partner with { AccountReview = AccountReviewMode.Review, AccountReviewDelay = delay }
            )
        );

    /// <summary>Has the calls of an operation refused; <paramref name="times"/> null: all of them.</summary>
    private void Refuse(string operation, int status, int code, int? times = null) =>
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = operation,
                Kind = FaultKind.Refuse,
                Status = status,
                Code = code,
                Count = times,
            }
        );

    /// <summary>Has the order of a product refused at checkout, while other orders of the cart go on.</summary>
    private void RefuseOrder(string product, int code, int? times = null) =>
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.OrderError,
                Product = product,
                Code = code,
                Count = times,
            }
        );

    /// <summary>Cuts the connection after an operation has had its effect.</summary>
    private void LoseAnswers(string operation, int? times = null) =>
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = operation,
                Kind = FaultKind.TimeoutAfterCommit,
                Count = times,
            }
        );

    private int Effects(string kind) => Simulator.Ledger.Effects.Count(effect => effect.Kind == kind);

    private int Calls(string operation) => Simulator.Requests.Find(operation).Count;

    /// <summary>One tenant, one agreement, and every cart ordered at most once.</summary>
    private void AssertEverythingOnce(int tenants = 1)
    {
        Assert.Equal(tenants, Simulator.Ledger.Tenants.Count);
        Assert.Equal(tenants, Simulator.Ledger.Tenants.Select(tenant => tenant.Domain).Distinct().Count());
        Assert.Equal(tenants, Simulator.Ledger.Agreements.Count);
        Assert.Equal(
            Simulator.Ledger.Orders.Count,
            Simulator.Ledger.Orders.Select(order => order.CartId).Distinct().Count()
        );
        Assert.Equal(tenants, Simulator.Ledger.Orders.Count);
    }
}
