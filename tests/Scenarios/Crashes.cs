using Onboarding;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Theory]
    [InlineData("customers.create")]
    [InlineData("customers.validationStatus")]
    [InlineData("agreements.create")]
    [InlineData("relationships.ofCustomer")]
    [InlineData("carts.create")]
    [InlineData("carts.checkout")]
    [InlineData("orders.get")]
    [InlineData("subscriptions.get")]
    public async Task Killed_in_a_step_it_goes_on_and_does_everything_once(string operation)
    {
        await Host.Start();
        // The effect is made, and its answer finds nobody.
        LoseAnswers(operation);
        var id = await Accepted(Requests.Indirect());
        await Host.UntilCalled(operation);

        await Host.KillEngine();
        Simulator.Faults.Clear();
        await Host.StartEngine();
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task Killed_while_undoing_it_undoes_the_rest()
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, 800066);
        LoseAnswers("subscriptions.update", times: 2);
        var id = await Accepted(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );
        await Host.UntilCalled("subscriptions.update");

        await Host.KillEngine();
        await Host.StartEngine();
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.RolledBack>(record.Outcome);
        Assert.All(Simulator.Ledger.Subscriptions, subscription => Assert.Equal("deleted", subscription.Status));
        Assert.Equal(0, Effects("relationshipRemoved"));
        Assert.True(record.Exists.Relationship);
    }
}
