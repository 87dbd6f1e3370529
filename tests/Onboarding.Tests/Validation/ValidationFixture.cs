using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter.Simulator;

namespace Onboarding.Tests.Validation;

/// <summary>Validation whose partners call a simulator of its own, both on one stopped clock.</summary>
public abstract class ValidationFixture : IAsyncLifetime
{
    protected FakeTimeProvider Clock { get; } = new(TestRequests.Now);

    protected SimulatorHost Simulator { get; private set; } = null!;

    private protected ServiceProvider Services { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Clock = Clock });
        Services = TestRequests.Services(Simulator.Address, Clock);
    }

    public async Task DisposeAsync()
    {
        await Services.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    private protected T The<T>()
        where T : notnull => Services.GetRequiredService<T>();

    private protected OnboardingRequest Read(JsonObject body) =>
        Assert.IsType<RequestReading.Understood>(The<RequestReader>().Read(TestRequests.Bytes(body))).Request;

    private protected OnboardingRequest Request(params ReadOnlySpan<(string At, string Json)> changes) =>
        Read(TestRequests.With(changes));

    private protected Task<IReadOnlyList<Finding>> Validate(params ReadOnlySpan<(string At, string Json)> changes) =>
        Validate(Request(changes));

    private protected async Task<IReadOnlyList<Finding>> Validate(
        OnboardingRequest request,
        OnboardingId? exceptFor = null
    ) => (await The<RequestValidator>().Validate(request, exceptFor, batch: null, CancellationToken.None)).ForCaller;

    protected void SetProvider(Func<SimulatedPartner, SimulatedPartner> change) =>
        Simulator.Control.SetPartner(SimulatedPartners.IndirectProviderTenantId, change);
}
