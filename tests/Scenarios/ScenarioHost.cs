using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Onboarding;
using Onboarding.Customers;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using PartnerCenter;
using PartnerCenter.Simulator;

namespace Scenarios;

/// <summary>
/// One host under test: the product as it runs there, against the simulator over real HTTP, on a clock that stands
/// until nothing is left to do and then jumps to the next timer.
/// </summary>
public abstract class ScenarioHost : IAsyncDisposable
{
    internal const string CredentialName = "partner-credential";

    private SimulatorHost? _simulator;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Called before every request to Partner Center: what others do between two of them.</summary>
    public Action<HttpRequestMessage>? BeforeCall { get; set; }

    public SimulatorHost Simulator => _simulator ?? throw new InvalidOperationException("Not started.");

    public IOnboardingRecords Records => Services.GetRequiredService<IOnboardingRecords>();

    public IOpenTasks OpenTasks => Services.GetRequiredService<IOpenTasks>();

    /// <summary>The services of the engine that runs now.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Configuration of one scenario; set before the start.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>Starts the simulator and the engine.</summary>
    public async Task Start(Func<SimulatorOptions, SimulatorOptions>? simulator = null)
    {
        var options = new SimulatorOptions
        {
            Clock = Clock,
            FaultSeed = 7,
            Partners = ScenarioPartners.All,
        };
        _simulator = await SimulatorHost.StartAsync(simulator?.Invoke(options) ?? options);
        await StartEngine();
        var vault = Services.GetRequiredService<ISecretVault>();
        await vault.Set(CredentialName, "a client secret", default);
        await vault.Set($"{CredentialName}-refresh-token", "a refresh token", default);
    }

    /// <summary>Whether an engine runs that can be asked.</summary>
    public abstract bool IsRunning { get; }

    /// <summary>Starts an engine on what is stored, as after a kill or a restart.</summary>
    public abstract Task StartEngine();

    /// <summary>Stops the engine as a kill does: nothing is flushed, nothing is told.</summary>
    public abstract Task KillEngine();

    /// <summary>
    /// Lets the engine do all it can do now, then moves the clock to its next timer. False: it has nothing left, not
    /// even a timer.
    /// </summary>
    protected abstract Task<bool> Step();

    /// <summary>Lets the engine do all it can do now, and moves the clock to its next timer.</summary>
    public Task<bool> StepOnce() => Step();

    /// <summary>The name of whoever submits by <see cref="Submit"/>.</summary>
    protected const string Submitter = "gena";

    /// <summary>Submits as every edge does.</summary>
    public virtual Task<SubmissionResult> Submit(OnboardingRequest request, string? key = null) =>
        Services.GetRequiredService<OnboardingSubmission>().Submit(request, key, Submitter, default);

    /// <summary>Submits and steps the clock until the onboarding has its outcome.</summary>
    public async Task<OnboardingRecord> Onboard(OnboardingRequest request)
    {
        var result = await Submit(request);
        var accepted = Assert.IsType<SubmissionResult.Accepted>(result);
        return await UntilEnded(accepted.Record.Id);
    }

    public Task<OnboardingRecord> UntilEnded(OnboardingId id) => Until(id, record => record.Outcome is not null);

    public async Task<OnboardingRecord> Until(OnboardingId id, Func<OnboardingRecord, bool> condition)
    {
        for (var step = 0; step < 5000; step++)
        {
            var goesOn = await Step();
            var record = await Records.Get(id, default);
            if (record is not null && condition(record))
                return record;
            if (goesOn)
                continue;

            var state = await Services.GetRequiredService<IOrchestrationClient>().Get(id.Value, default);
            Assert.Fail(
                $"Onboarding {id} stands at '{record?.Stage}' and nothing is left to do; the engine says "
                    + $"{state?.Status} {state?.Failure}."
            );
        }

        throw new TimeoutException($"Onboarding {id} is not where it should be after 5000 steps.");
    }

    /// <summary>Steps until Partner Center has met a call of that operation.</summary>
    public async Task UntilCalled(string operation)
    {
        for (var step = 0; Simulator.Requests.Find(operation).Count == 0; step++)
        {
            Assert.True(step < 1000 && await Step(), $"{operation} was not called.");
        }
    }

    /// <summary>Steps at least once, until the condition holds.</summary>
    public async Task StepUntil(Func<Task<bool>> condition)
    {
        for (var step = 0; step < 5000; step++)
        {
            var goesOn = await Step();
            if (await condition())
                return;
            Assert.True(goesOn, "Nothing is left to do, and what was waited for has not come.");
        }

        throw new TimeoutException("What was waited for has not come after 5000 steps.");
    }

    /// <summary>Steps until the engine has nothing left to do at all.</summary>
    public async Task UntilQuiet()
    {
        for (var step = 0; step < 5000 && await Step(); step++) { }
    }

    public Task Cancel(OnboardingId id, bool removeRelationship = false) =>
        Raise(id, OnboardingNames.Cancel, new Cancellation("otto", removeRelationship));

    public Task Resume(OnboardingId id) => Raise(id, OnboardingNames.Resume, "otto");

    public virtual Task RetryOpenTask(string id) =>
        Services.GetRequiredService<OpenTaskService>().Retry(id, "otto", default);

    public virtual Task SettleOpenTask(string id, string? note = null) =>
        Services.GetRequiredService<OpenTaskService>().Settle(id, "otto", note, default);

    protected virtual Task Raise<T>(OnboardingId id, EventName<T> name, T payload) =>
        Services.GetRequiredService<IOrchestrationClient>().RaiseEvent(id.Value, name, payload, default);

    /// <summary>
    /// What both hosts register, with the simulator as Partner Center; the derived host adds its engine and stores.
    /// </summary>
    protected IServiceCollection NewServices(out IConfiguration configuration)
    {
        configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                .. PartnerKeys("default", "IndirectProvider", SimulatedPartners.IndirectProviderTenantId),
                .. PartnerKeys("direct", "DirectBill", SimulatedPartners.DirectBillTenantId),
                .. PartnerKeys("sandbox", "DirectBill", ScenarioPartners.SandboxTenantId, "Sandbox"),
                .. PartnerKeys("plain", "DirectBill", ScenarioPartners.PlainTenantId),
                new("Partners:default:Agreements", "Attestation, Direct"),
                new("Partners:sandbox:Agreements", "Attestation, Direct"),
                new("Partners:direct:Agreements", "Attestation, Direct, Enhanced"),
                new("Agreements:Enhanced:IdMember", "attestationId"),
                new("Agreements:Enhanced:UrlTemplate", $"{Simulator.Address}attestation/{{attestationId}}"),
                new("Agreements:Enhanced:StatusPath", "/v1/attestations/enhanced/{attestationId}"),
                new("Agreements:Enhanced:StatusMember", "status"),
                new("Agreements:Enhanced:AgreementMember", "attestationId"),
                new("Agreements:Enhanced:EmailMember", "signatoryEmail"),
                new("Notifications:AllowPrivateAddresses", "true"),
                new("Webhooks:Sources:crm:KeyName", "webhook-key"),
                .. ShopKeys(),
                .. HostKeys(),
            ])
            .AddInMemoryCollection(Settings)
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddPartnerCenter(configuration);
        services.AddHttpClient("PartnerCenter").AddHttpMessageHandler(() => new Meanwhile(this));
        services.AddOnboarding(configuration);
        services.AddSubmission();
        return services;
    }

    /// <summary>Configuration of the derived host.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> HostKeys() => [];

    public async ValueTask DisposeAsync()
    {
        await DisposeEngine();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask DisposeEngine();

    private IEnumerable<KeyValuePair<string, string?>> PartnerKeys(
        string name,
        string kind,
        string tenant,
        string environment = "Production"
    ) =>
        [
            new($"Partners:{name}:BaseAddress", Simulator.Address.ToString()),
            new($"Partners:{name}:Authority", Simulator.Address.ToString()),
            new($"Partners:{name}:TenantId", tenant),
            new($"Partners:{name}:Kind", kind),
            new($"Partners:{name}:Cloud", "Public"),
            new($"Partners:{name}:Environment", environment),
            new($"Partners:{name}:ClientId", "6f3a1c55-0000-4000-8000-00000000c11e"),
            new($"Partners:{name}:CredentialName", CredentialName),
            new($"Partners:{name}:RequestTimeout", "00:00:20"),
        ];

    private sealed class Meanwhile(ScenarioHost host) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            host.BeforeCall?.Invoke(request);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> ShopKeys() =>
        new Dictionary<string, string?>
        {
            ["KeyName"] = "webhook-key",
            ["SecondKeyName"] = "webhook-next-key",
            ["Items"] = "/order/lines",
            ["Map:partner"] = "=direct",
            ["Map:customer.companyName"] = "/company/name",
            ["Map:customer.domainPrefix"] = "/company/subdomain",
            ["Map:customer.address.line1"] = "/company/street",
            ["Map:customer.address.city"] = "/company/town",
            ["Map:customer.address.state"] = "/company/land",
            ["Map:customer.address.postalCode"] = "/company/zip",
            ["Map:customer.address.country"] = "=DE",
            ["Map:customer.culture"] = "=de-DE",
            ["Map:customer.language"] = "=de",
            ["Map:contact.firstName"] = "/person/0/first",
            ["Map:contact.lastName"] = "/person/0/last",
            ["Map:contact.email"] = "/person/0/mail",
            ["Map:contact.phone"] = "/person/0/phone",
            ["Map:agreement.mode"] = "=attestation",
            ["Map:agreement.acceptedOn"] = "/agreedOn",
            ["Map:agreement.acceptedBy.firstName"] = "/person/0/first",
            ["Map:agreement.acceptedBy.lastName"] = "/person/0/last",
            ["Map:agreement.acceptedBy.email"] = "/person/0/mail",
            ["Map:subscriptions.product"] = "/sku/product",
            ["Map:subscriptions.sku"] = "/sku/no",
            ["Map:subscriptions.quantity"] = "/count",
            ["Map:subscriptions.term"] = "=P1Y",
            ["Map:subscriptions.billing"] = "=monthly",
        }.Select(entry => new KeyValuePair<string, string?>($"Webhooks:Sources:shop:{entry.Key}", entry.Value));
}
