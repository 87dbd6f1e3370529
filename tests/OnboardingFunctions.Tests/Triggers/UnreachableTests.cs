using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Onboarding.Azure.Tables;
using Onboarding.Customers;
using OnboardingFunctions.ServiceBus;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Triggers;

/// <summary>
/// Storage, vault or engine cannot be used: callers are told to come again, and the host that the app takes no work.
/// </summary>
public sealed class UnreachableTests
{
    // Nobody listens there.
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/devstoreaccount1");

    [Theory]
    [InlineData("SearchOnboardings")]
    [InlineData("ListObligations")]
    [InlineData("HealthReady")]
    public async Task Call_WhileStorageIsUnreachable_IsAskedToComeAgain(string function)
    {
        await using var app = new TestApp([], UnreachableStore());
        AssertComeAgain(await app.Call(function, "GET"));
    }

    [Fact]
    public async Task HealthReady_WhileTheVaultRefuses_IsNotReady()
    {
        await using var app = new TestApp([], vault: new RefusingVault());
        AssertComeAgain(await app.Call("HealthReady", "GET"));
    }

    [Fact]
    public async Task HealthReady_WhileTheEngineIsUnreachable_IsNotReady()
    {
        using var hub = new ReplayingTaskHub(new FunctionTable(new NoServices()), TimeProvider.System);
        await using var app = new TestApp([], client: new UnreachableClient(hub));
        AssertComeAgain(await app.Call("HealthReady", "GET"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Enqueue_WhileServiceBusIsUnreachableOrSilent_IsAskedToComeAgainWithinThreeSeconds(bool isSilent)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        if (!isSilent)
            silent.Stop();
        await using var app = new TestApp(
            new()
            {
                [ServiceBusOptions.Section] =
                    $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=k;SharedAccessKey=a2V5;UseDevelopmentEmulator=true",
            }
        );
        // The first call compiles what the second is measured by.
        AssertComeAgain(await app.Call("EnqueueOnboarding", "POST", "{}"));
        var watch = Stopwatch.StartNew();
        AssertComeAgain(await app.Call("EnqueueOnboarding", "POST", "{}"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, true)]
    [InlineData(StatusCode.DeadlineExceeded, true)]
    [InlineData(StatusCode.Internal, true)]
    [InlineData(StatusCode.ResourceExhausted, true)]
    [InlineData(StatusCode.Cancelled, true)]
    [InlineData(StatusCode.Unknown, false)]
    [InlineData(StatusCode.FailedPrecondition, false)]
    [InlineData(StatusCode.InvalidArgument, false)]
    public void IsUnreachable_StatusOfTheEngine_SaysWhetherItComesBack(StatusCode status, bool isUnreachable) =>
        Assert.Equal(isUnreachable, FunctionAppServices.IsUnreachable(new RpcException(new Status(status, "said so"))));

    [Fact]
    public void IsUnreachable_Queue_IsAndAMistakeIsNot()
    {
        Assert.True(
            FunctionAppServices.IsUnreachable(new ServiceBusException("busy", ServiceBusFailureReason.ServiceBusy))
        );
        Assert.False(FunctionAppServices.IsUnreachable(new ArgumentException("ours")));
    }

    private static void AssertComeAgain(HttpContext answered)
    {
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, answered.Response.StatusCode);
        Assert.NotEmpty(answered.Response.Headers.RetryAfter.ToString());
    }

    private static TableStore UnreachableStore()
    {
        var key = new TableSharedKeyCredential("devstoreaccount1", Convert.ToBase64String(new byte[64]));
        var once = new TableClientOptions();
        once.Retry.MaxRetries = 0;
        return new(new TableServiceClient(Nowhere, key, once), new BlobServiceClient(Nowhere));
    }

    private sealed class RefusingVault : ISecretVault
    {
        public Task<string?> Find(string name, CancellationToken cancellationToken) => throw Refused();

        public Task Set(string name, string value, CancellationToken cancellationToken) => throw Refused();

        public Task Delete(string name, CancellationToken cancellationToken) => throw Refused();

        private static RequestFailedException Refused() => new(403, "Caller is not authorized");
    }

    private sealed class UnreachableClient(ReplayingTaskHub hub) : HubClient(hub)
    {
        public override Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId,
            bool getInputsAndOutputs = false,
            CancellationToken cancellation = default
        ) => throw new RpcException(new Status(StatusCode.Unavailable, "failed to connect"));
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
