using Microsoft.Extensions.Options;
using Onboarding;
using Onboarding.Progress;
using PartnerCenter;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Control;

namespace OnboardingServer.Hosting;

/// <summary>
/// The options of the simulation mode: whether the customers are simulated too, and the day whose rules hold. Section
/// <c>Simulation</c>.
/// </summary>
public sealed class SimulationModeOptions
{
    public const string Section = "Simulation";

    /// <summary>The name of the section before 0.2, which is read where the present one does not set a key.</summary>
    public const string FormerSection = "Rehearsal";

    /// <summary>
    /// The time after which customers accept agreements and invitations, and purchase orders are uploaded. Absent:
    /// never by itself; <c>/control</c> of the simulator does it.
    /// </summary>
    public TimeSpan? CustomersAnswer { get; set; }

    /// <summary>
    /// The day whose rules of Microsoft hold in the simulator of this process, such as one of next quarter. Absent:
    /// today's.
    /// </summary>
    public DateOnly? AsOf { get; set; }
}

/// <summary>
/// Simulates the customers, so that an onboarding that waits for one comes to its end: accepts invitations and
/// agreements and uploads purchase orders, on the simulator of this process only.
/// </summary>
internal sealed class SimulatedCustomers(
    SimulationMode simulation,
    IOptions<SimulationModeOptions> options,
    IOnboardingRecords records,
    PartnerCenterClients clients,
    TimeProvider time,
    ILogger<SimulatedCustomers> log
) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(0.5);
    private readonly HashSet<(OnboardingId, string)> _answered = [];

    /// <summary>
    /// Adds the tenant of the sample of an existing customer: one that nobody has cannot be asked. Others are added by
    /// <c>POST /control/tenants</c>.
    /// </summary>
    public static void AddSampleCustomer(SimulatorHost simulator)
    {
        const string domain = "northwind.example";
        if (simulator.Ledger.Tenants.All(tenant => !tenant.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase)))
            simulator.Control.AddTenant(domain, "Northwind Traders GmbH", "DE");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.CustomersAnswer is not { } after || simulation.Simulator is not { } simulator)
            return;
        using var timer = new PeriodicTimer(Glance, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await AnswerAll(simulator, after, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again.
                Log.CustomersNotSimulated(log, exception);
            }
        }
    }

    private async Task AnswerAll(SimulatorHost simulator, TimeSpan after, CancellationToken cancellationToken)
    {
        foreach (var stage in new[] { Stage.AwaitingCustomerAcceptance, Stage.AwaitingPurchaseOrder })
        {
            var page = await records.Search(new() { State = stage, Limit = 200 }, cancellationToken);
            foreach (var record in page.Items.Where(record => time.GetUtcNow() - record.Since >= after))
                Answer(simulator, record);
        }
    }

    private void Answer(SimulatorHost simulator, OnboardingRecord record)
    {
        if (!_answered.Add((record.Id, record.Exists.Invitation?.To ?? record.Stage)))
            return;
        try
        {
            if (record.Stage == Stage.AwaitingPurchaseOrder)
                HandIn(simulator, record);
            else if (record.Exists.Invitation is { To: "relationship" } invitation)
                Join(simulator, record, invitation);
            else if (record.Exists.Invitation is { } agreement)
                Accept(simulator, record, agreement);
        }
        catch (ControlException wrong)
        {
            Log.CustomerNotSimulated(log, record.Id.Value, wrong.Message);
        }
    }

    private void Join(SimulatorHost simulator, OnboardingRecord record, InvitationOnRecord invitation)
    {
        var tenant =
            simulator
                .Ledger.Tenants.FirstOrDefault(known =>
                    invitation.TenantId is { } id
                        ? known.Id == id.ToString()
                        : known.Domain.Equals(invitation.Domain, StringComparison.OrdinalIgnoreCase)
                )
                ?.Id
            ?? simulator.Control.AddTenant(
                invitation.Domain ?? $"{record.Id}.example",
                record.Request.Customer.CompanyName ?? "Simulated customer",
                record.Request.Customer.Address?.Country ?? "US",
                invitation.TenantId?.ToString()
            );
        simulator.Control.AcceptInvitation(
            tenant,
            clients.For(record.Request.Partner).Partner.TenantId.ToString(),
            record.Request.Reseller?.TenantId.ToString()
        );
    }

    private static void Accept(SimulatorHost simulator, OnboardingRecord record, InvitationOnRecord agreement)
    {
        if (Uri.TryCreate(agreement.Url, UriKind.Absolute, out var page) && page.IsLoopback)
            simulator.Control.AcceptAttestation(page.Segments[^1]);
        else
            simulator.Control.AcceptAgreement(record.Exists.TenantId.ToString()!);
    }

    private static void HandIn(SimulatorHost simulator, OnboardingRecord record)
    {
        foreach (var order in record.Exists.Orders)
            simulator.Control.FinishOrder(order.Id, "completed");
    }
}
