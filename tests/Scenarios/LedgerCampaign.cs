using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using PartnerCenter;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

/// <summary>
/// Many onboardings at once while calls fail at any operation, operators and customers act at random and the engine is
/// killed. When all has come to rest, records and ledger are compared. The same seed makes the same choices.
/// </summary>
public sealed class LedgerCampaign(ScenarioHost host, int seed)
{
    private const string Partner = "direct";

    private static readonly (string Operation, int Code)[] NotFound =
    [
        ("customers.*", 60003),
        ("agreements.*", 60003),
        ("carts.get", 800008),
        ("carts.checkout", 800008),
        ("orders.*", 20000),
        ("subscriptions.*", 20003),
    ];

    private readonly Random _random = new(seed);
    private readonly List<OnboardingId> _accepted = [];
    private readonly List<string> _tenants = [];

    /// <summary>How many onboardings there are.</summary>
    public int Onboardings { get; init; } = 25;

    /// <summary>The share of calls that fail, from 0 to 1.</summary>
    public double Faults { get; init; } = 0.2;

    /// <summary>How often the engine is killed and started again.</summary>
    public int Kills { get; init; } = 2;

    /// <exception cref="Xunit.Sdk.XunitException">Records and ledger differ.</exception>
    public async Task Run()
    {
        await host.Start(options =>
            options.With(
                SimulatedPartners.DirectBillTenantId,
                partner =>
                    partner with
                    {
                        OrderListLag = TimeSpan.FromMinutes(5),
                        OrderCompletionDelay = TimeSpan.FromMinutes(2),
                        AccountReview = AccountReviewMode.Review,
                        AccountReviewDelay = TimeSpan.FromHours(3),
                    }
            )
        );
        Arm();
        var kills = Enumerable.Range(0, Kills).Select(_ => _random.Next(Onboardings * 40)).ToHashSet();
        for (var (turn, submitted) = (0, 0); turn < Onboardings * 40; turn++)
        {
            if (submitted < Onboardings && turn % 8 == 0 && await Submit(submitted))
                submitted++;
            if (kills.Contains(turn))
            {
                await host.KillEngine();
                await host.StartEngine();
            }

            if (_random.Next(4) == 0)
                await Act();
            await host.StepOnce();
        }

        host.Simulator.Faults.Clear();
        await UntilAtRest();
        Assert.NotEmpty(_accepted);
        await LedgerCheck.Assert(host.Records, host.OpenTasks, host.Simulator.Ledger);
    }

    private void Arm()
    {
        Add("*", FaultKind.TimeoutAfterCommit, 0.3);
        Add("*", FaultKind.TimeoutBeforeCommit, 0.15);
        Add("*", FaultKind.BadGateway, 0.1);
        Add("*", FaultKind.Throttle, 0.1);
        Add("*", FaultKind.Refuse, 0.15, 3000, 400);
        Add("*", FaultKind.Refuse, 0.05, 900308, 403);
        // "Not found" of what is there.
        Add("*", FaultKind.Refuse, 0.1, 60003, 404);
        foreach (var (operation, code) in NotFound)
            Add(operation, FaultKind.Refuse, 0.3, code, 404);
        Add("carts.checkout", FaultKind.OrderError, 0.3, 800066);
        Add("carts.checkout", FaultKind.OrderError, 0.2, 800069);
        Add("subscriptions.update", FaultKind.Refuse, 0.5, 900278, 409);
    }

    private void Add(string operation, FaultKind kind, double share, int? code = null, int? status = null) =>
        host.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = operation,
                Kind = kind,
                Probability = share * Faults,
                Code = code,
                Status = status,
                RetryAfterSeconds = kind == FaultKind.Throttle ? 2 : null,
            }
        );

    private async Task<bool> Submit(int number)
    {
        try
        {
            var result = await host.Submit(NewRequest(number));
            if (result is SubmissionResult.Accepted accepted)
                _accepted.Add(accepted.Record.Id);
            return result is not SubmissionResult.Refused;
        }
        catch (PartnerCenterException)
        {
            // The checks of a submission meet the faults too; whoever submitted it tries again.
            return false;
        }
    }

    private OnboardingRequest NewRequest(int number)
    {
        var name = $"Northwind Traders {number + 100}";
        var domain = $"northwind{number}.example";
        var request = Requests.Direct(name, Partner) with
        {
            Reference = $"CAMPAIGN-{seed}-{number}",
            Subscriptions = Lines(),
        };
        switch (_random.Next(6))
        {
            case 0:
                if (!_tenants.Contains(domain))
                    host.Simulator.Control.AddTenant(domain, $"{name} GmbH", "DE");
                _tenants.Add(domain);
                return request with
                {
                    Customer = new CustomerSection
                    {
                        Kind = CustomerKind.Existing,
                        Domain = domain,
                        CompanyName = $"{name} GmbH",
                    },
                };
            case 1:
                return request with { Agreement = new AgreementSection(AgreementMode.Direct, null, null) };
            default:
                return request;
        }
    }

    private IReadOnlyList<SubscriptionLine> Lines() =>
        _random.Next(4) switch
        {
            0 => [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
            1 => [Requests.Line(Requests.BusinessBasic, 5), Requests.TeamsPhone()],
            2 => [Requests.Software(), Requests.Line(Requests.BusinessStandard, 2)],
            _ => [Requests.Line(Requests.BusinessBasic, _random.Next(1, 50))],
        };

    private async Task Act()
    {
        if (_accepted.Count == 0)
            return;
        var id = _accepted[_random.Next(_accepted.Count)];
        var record = (await host.Records.Get(id, default))!;
        switch (_random.Next(10))
        {
            case 0 when record.Outcome is null:
                await host.Cancel(id, removeRelationship: _random.Next(3) == 0);
                break;
            case < 4 when record.Stage == Stage.AwaitingOperator:
                await host.Resume(id);
                break;
            case < 6 when record.Exists.Invitation is { } invitation:
                Accept(record, invitation);
                break;
            default:
                await ActOnOpenTask(id);
                break;
        }
    }

    private void Accept(OnboardingRecord record, InvitationOnRecord invitation)
    {
        var control = host.Simulator.Control;
        var tenant =
            record.Exists.TenantId?.ToString()
            ?? host.Simulator.Ledger.Tenants.Single(one => one.Domain == invitation.Domain).Id;
        if (invitation.To == InvitationOnRecord.Agreement)
            control.AcceptAgreement(tenant);
        else
            control.AcceptInvitation(tenant, SimulatedPartners.DirectBillTenantId);
    }

    private async Task ActOnOpenTask(OnboardingId id)
    {
        var open = (await host.OpenTasks.List(OpenTaskState.Open, id, 10, null, default)).Items;
        if (open.Count == 0)
            return;
        var openTask = open[_random.Next(open.Count)];
        if (openTask.Call is not null)
            await host.RetryOpenTask(openTask.Id);
        else if (_random.Next(3) == 0)
            await host.SettleOpenTask(openTask.Id, "Dealt with by hand.");
    }

    private async Task UntilAtRest()
    {
        await host.Services.GetRequiredService<PendingStarts>().Run(default);
        await host.UntilQuiet();
        foreach (var id in _accepted)
        {
            foreach (
                var openTask in (await host.OpenTasks.List(OpenTaskState.Open, id, 10, null, default)).Items.Where(
                    one => one.Call is not null && _random.Next(2) == 0
                )
            )
                await host.RetryOpenTask(openTask.Id);
        }

        await host.UntilQuiet();
        foreach (var id in _accepted)
        {
            var record = (await host.Records.Get(id, default))!;
            Assert.True(
                record.Outcome is not null,
                $"Onboarding {id} stands at '{record.Stage}' and nothing is left to do."
            );
        }
    }
}
