using Onboarding;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    /// <summary>What Microsoft refuses the partner itself, by the code that people see.</summary>
    public static TheoryData<string, string> PartnerTroubles =>
        new()
        {
            { "credit", ErrorCodes.CreditLimit },
            { "new credit code", ErrorCodes.CreditLimit },
            { "risk", ErrorCodes.RiskRefused },
            { "risk of one group", ErrorCodes.RiskRefused },
            { "own agreement", ErrorCodes.PartnerAgreementMissing },
            { "own agreement at checkout", ErrorCodes.PartnerAgreementMissing },
            { "programme", ErrorCodes.PartnerProgrammeInactive },
            { "country", ErrorCodes.PartnerNotInCountry },
            { "may not create", ErrorCodes.PartnerNotInCountry },
            { "country at create", ErrorCodes.PartnerNotInCountry },
            { "role", ErrorCodes.Unauthorized },
            { "reseller at checkout", ErrorCodes.ResellerNotAuthorized },
        };

    [Theory]
    [MemberData(nameof(PartnerTroubles))]
    public async Task The_partners_own_trouble_waits_for_a_person_and_costs_the_customer_nothing(
        string trouble,
        string code
    )
    {
        await Host.Start(options =>
            options.With(SimulatedPartners.DirectBillTenantId, partner => Troubled(partner, trouble))
        );
        if (FaultOf(trouble) is { } fault)
            Simulator.Faults.Add(fault);
        var id = await Accepted(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );

        var stopped = await Host.Until(id, record => record.Stage == "awaiting-operator");
        Assert.Equal(code, stopped.ErrorCode);
        if (trouble is "own agreement" or "may not create" or "country at create")
            Assert.Empty(Simulator.Ledger.Tenants);

        Simulator.Faults.Clear();
        Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner =>
                partner with
                {
                    CreditLimit = null,
                    MpaSigned = true,
                    ProgramActive = true,
                    SellsIn = null,
                    MayCreateCustomers = true,
                }
        );
        await Host.Resume(id);
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.Equal(0, Effects("relationshipRemoved"));
        Assert.Single(Simulator.Ledger.Tenants);
        Assert.Equal(["active", "active"], Simulator.Ledger.Subscriptions.Select(subscription => subscription.Status));
    }

    [Fact]
    public async Task A_partners_trouble_that_is_put_right_goes_on_by_itself_within_a_day()
    {
        await Host.Start(options =>
            options.With(SimulatedPartners.DirectBillTenantId, partner => partner with { CreditLimit = 10 })
        );
        var id = await Accepted(Requests.Direct());
        await Host.Until(id, record => record.Stage == "awaiting-operator");

        Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { CreditLimit = null }
        );
        var putRight = Host.Clock.GetUtcNow();
        var record = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        var wentOn = (await Host.Records.Timeline(id, default)).First(change => change.At > putRight);
        Assert.True(wentOn.At - putRight < TimeSpan.FromHours(25), $"It went on at {wentOn.At}: {wentOn.Text}");
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_partners_trouble_that_nobody_puts_right_takes_the_orders_back_and_keeps_the_customer()
    {
        await Host.Start();
        RefuseOrder(Requests.MarketplaceBackup, 800069);

        var record = await Host.Onboard(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            }
        );

        // The first order's window has closed by then.
        var needs = Assert.IsType<OnboardingOutcome.NeedsAttention>(record.Outcome);
        Assert.Contains(
            "Cancel at end of term",
            (await Host.OpenTasks.Get(Assert.Single(needs.OpenTasks), default))!.What.ToString(),
            StringComparison.Ordinal
        );
        Assert.True(record.Exists.Relationship);
        Assert.Equal(0, Effects("relationshipRemoved"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reseller_that_is_not_authorised_is_waited_for_before_anything_permanent_and_before_the_order(
        bool fromTheStart
    )
    {
        await Host.Start(options =>
            options.With(
                SimulatedPartners.IndirectProviderTenantId,
                partner =>
                    partner with
                    {
                        AccountReview = AccountReviewMode.Review,
                        AccountReviewDelay = TimeSpan.FromDays(2),
                    }
            )
        );
        if (fromTheStart)
            Authorize(false);
        var id = await Accepted(Requests.Indirect());
        if (!fromTheStart)
        {
            await Host.Until(id, record => record.Stage == "under-microsoft-review");
            Authorize(false);
        }

        var stopped = await Host.Until(id, record => record.Stage == "awaiting-operator");
        Assert.Equal(ErrorCodes.ResellerNotAuthorized, stopped.ErrorCode);
        Assert.Equal(fromTheStart ? 0 : 1, Simulator.Ledger.Tenants.Count);
        Assert.Empty(Simulator.Ledger.Orders);

        Authorize(true);
        await Host.Resume(id);
        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(id)).Outcome);
        AssertEverythingOnce();
    }

    private void Authorize(bool isAuthorized) =>
        Simulator.Control.SetPartner(
            SimulatedPartners.IndirectProviderTenantId,
            partner =>
                partner with
                {
                    Resellers = [.. partner.Resellers.Select(reseller => reseller with { Authorized = isAuthorized })],
                }
        );

    private static SimulatedPartner Troubled(SimulatedPartner partner, string trouble) =>
        trouble switch
        {
            "credit" => partner with { CreditLimit = 10 },
            "new credit code" => partner with { CreditLimit = 10, NewCreditCode = true },
            "own agreement" => partner with { MpaSigned = false },
            "programme" => partner with { ProgramActive = false },
            "country" => partner with { SellsIn = ["US"] },
            "may not create" => partner with { MayCreateCustomers = false },
            _ => partner,
        };

    private static SimulatedFault? FaultOf(string trouble) =>
        trouble switch
        {
            "risk" => new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Refuse,
                Code = 800069,
                Status = 403,
            },
            "risk of one group" => new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.OrderError,
                Code = 800069,
                Product = Requests.MarketplaceBackup,
            },
            "own agreement at checkout" => new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Refuse,
                Code = 900124,
                Status = 403,
            },
            "country at create" => new()
            {
                Operation = "customers.create",
                Kind = FaultKind.Refuse,
                Code = 20000,
                Status = 404,
            },
            "role" => new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Refuse,
                Code = 900308,
                Status = 403,
            },
            "reseller at checkout" => new()
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Refuse,
                Code = 800016,
                Status = 400,
            },
            _ => null,
        };
}
