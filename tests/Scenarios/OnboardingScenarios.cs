using PartnerCenter.Simulator;

namespace Scenarios;

/// <summary>
/// What onboarding does, host not named: each host derives this suite and starts itself. The simulator's ledger says
/// what happened at Microsoft.
/// </summary>
public abstract partial class OnboardingScenarios : IAsyncLifetime
{
    protected abstract ScenarioHost Host { get; }

    private SimulatorHost Simulator => Host.Simulator;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Ends the scenario: whatever it was about, the records say what the ledger says.</summary>
    public async Task DisposeAsync()
    {
        try
        {
            if (Host.IsRunning)
                await LedgerCheck.Assert(Host.Records, Host.OpenTasks, Simulator.Ledger);
        }
        finally
        {
            await Host.DisposeAsync();
        }
    }

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
