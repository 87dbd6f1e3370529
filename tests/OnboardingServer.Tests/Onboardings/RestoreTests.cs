using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Requests;
using Onboarding.Submission;
using OnboardingServer.Tests.Journal.Crashes;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Control;
using Scenarios;

namespace OnboardingServer.Tests.Onboardings;

/// <summary>
/// A copy of the file that is put back while Microsoft goes on from where it is: nothing is created, agreed or ordered
/// a second time. Copy and restore come at random moments; <c>CRASHES=full</c> takes fifty.
/// </summary>
[Trait("Category", CrashBudget.Category)]
public sealed class RestoreTests
{
    private const int Onboardings = 6;

    public static TheoryData<int, int> Moments
    {
        get
        {
            var moments = new TheoryData<int, int>();
            for (var seed = 1; seed <= CrashBudget.Of(sample: 9, full: 50); seed++)
                moments.Add(
                    seed,
                    (seed % 3) switch
                    {
                        0 => 0,
                        1 => 2,
                        _ => 8,
                    }
                );
            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Copy_PutBackAfterDays_DoesNothingAgain(int seed, int days)
    {
        var random = new Random(seed);
        await using var host = new JournalHost();
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
        var requests = Enumerable.Range(0, Onboardings).Select(n => Request(seed, n, random)).ToList();
        var submitted = 0;
        async Task Go(int turns)
        {
            for (var turn = 0; turn < turns; turn++)
            {
                if (submitted < requests.Count && random.Next(6) == 0)
                    await host.Submit(requests[submitted++]);
                await host.StepOnce();
            }
        }

        await Go(random.Next(90));
        using var copy = host.Copy();
        await Go(random.Next(140));
        await host.KillEngine();
        host.Clock.Advance(TimeSpan.FromDays(days));
        host.PutBack(copy);
        await host.StartEngine();

        // Whoever has sent a request and does not find it sends it again.
        foreach (var request in requests)
            Assert.IsNotType<SubmissionResult.Refused>(await host.Submit(request));
        await host.Services.GetRequiredService<PendingStarts>().Run(default);
        await host.UntilQuiet();

        AssertNothingTwice(host.Simulator.Ledger);
        foreach (var record in (await host.Records.Search(new() { Limit = 200 }, default)).Items)
            Assert.True(
                record.Outcome is OnboardingOutcome.Completed,
                $"{record.Id} {record.Stage} {record.ErrorCode} {record.Outcome}"
            );
        await LedgerCheck.Assert(host.Records, host.OpenTasks, host.Simulator.Ledger);
    }

    private static void AssertNothingTwice(SimulatorLedger ledger)
    {
        List<string> twice =
        [
            .. Twice(ledger.Tenants.Select(tenant => $"tenant {tenant.Domain}")),
            .. Twice(ledger.Agreements.Select(agreement => $"agreement of {agreement.CustomerId}")),
            .. Twice(
                ledger.Orders.SelectMany(order =>
                    order.LineItems.Select(line => $"order of {order.CustomerId}, {ProductOf(line.CatalogItemId)}")
                )
            ),
        ];
        Assert.Empty(twice);
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names) =>
        names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key);

    private static string ProductOf(string item) => string.Join(':', item.Split(':').Take(2));

    private static OnboardingRequest Request(int seed, int number, Random random) =>
        Requests.Direct($"Northwind Traders {number + 100}") with
        {
            Reference = $"RESTORE-{seed}-{number}",
            Subscriptions = random.Next(3) switch
            {
                0 => [Requests.Line(Requests.BusinessBasic, 5), Requests.Marketplace()],
                1 => [Requests.Line(Requests.BusinessBasic, 5), Requests.TeamsPhone()],
                _ => [Requests.Line(Requests.BusinessStandard, random.Next(1, 50))],
            },
        };
}
