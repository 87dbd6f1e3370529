using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Customers;
using Onboarding.Progress;
using Onboarding.Requests;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>
/// One server for the tests of a class, on which something is in every state that a call can be about.
/// </summary>
public sealed class BusyServer : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server!;

    /// <summary>Waits for a yes or no.</summary>
    public string Pending { get; private set; } = "";

    /// <summary>What a decision about <see cref="Pending"/> names.</summary>
    public string PendingVersion { get; private set; } = "";

    /// <summary>Waits for its customer, with a deadline.</summary>
    public string Waiting { get; private set; } = "";

    /// <summary>Has ended.</summary>
    public string Ended { get; private set; } = "";

    /// <summary>An open task that only a person can do.</summary>
    public const string OpenTask = "task-by-hand";

    /// <summary>Was settled.</summary>
    public const string Settled = "task-settled";

    /// <summary>A batch that has ended.</summary>
    public string Batch { get; private set; } = "";

    /// <summary>A message that has done its work.</summary>
    public string Taken { get; private set; } = "";

    /// <summary>A dead letter.</summary>
    public string Dead { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(
            ("Approvals:FourEyes", "false"),
            ("Webhooks:Sources:crm:KeyName", "webhook-key"),
            ("Webhooks:Sources:shop:KeyName", "webhook-key"),
            ("Webhooks:Sources:shop:Items", "/lines"),
            ("Webhooks:Sources:shop:Map:partner", "=direct"),
            ("Webhooks:Sources:shop:Map:customer.companyName", "/company/name"),
            ("Webhooks:Sources:shop:Map:customer.domainPrefix", "/company/domain"),
            ("Webhooks:Sources:shop:Map:customer.address.line1", "/company/street"),
            ("Webhooks:Sources:shop:Map:customer.address.city", "/company/city"),
            ("Webhooks:Sources:shop:Map:customer.address.postalCode", "/company/zip"),
            ("Webhooks:Sources:shop:Map:customer.address.country", "/company/country"),
            ("Webhooks:Sources:shop:Map:contact.firstName", "/buyer/first"),
            ("Webhooks:Sources:shop:Map:contact.lastName", "/buyer/last"),
            ("Webhooks:Sources:shop:Map:contact.email", "/buyer/mail"),
            ("Webhooks:Sources:shop:Map:agreement.mode", "=direct"),
            ("Webhooks:Sources:shop:Map:subscriptions.product", "/product"),
            ("Webhooks:Sources:shop:Map:subscriptions.sku", "/sku"),
            ("Webhooks:Sources:shop:Map:subscriptions.quantity", "/seats"),
            ("Webhooks:Sources:shop:Map:subscriptions.term", "=P1Y"),
            ("Webhooks:Sources:shop:Map:subscriptions.billing", "=monthly")
        );
        await Server.Services.GetRequiredService<ISecretVault>().Set("webhook-key", SignedWebhook.Key, default);

        Server.Simulator.Control.AddTenant("busy.example", "Busy Traders GmbH", "DE");
        Server.Simulator.Control.AddTenant("corpus.example", "Corpus Works GmbH", "DE");
        Waiting = await Server.Accepted(Requests.Existing(domain: "busy.example", name: "Busy Traders GmbH"));
        Pending = await Server.Accepted(Requests.Direct("Pending Works") with { Approval = ApprovalDemand.Required });
        Ended = await Server.Accepted(Requests.Direct("Ended Works"));
        await AddTask(OpenTask, OpenTaskState.Open);
        await AddTask(Settled, OpenTaskState.Settled);
        var content = new StringContent(
            BatchFiles.Csv(BatchFiles.Row(8000, ("subscriptions.term", "P9Y"))),
            System.Text.Encoding.UTF8,
            "text/csv"
        );
        Batch = (await Server.Send(new HttpRequestMessage(HttpMethod.Post, "batches") { Content = content })).Text(
            "id"
        );
        Taken = (await Server.Post("queue", DurableJson.Write(Requests.Direct("Taken Works")))).Text("key");
        Dead = (await Server.Post("queue", "{}")).Text("key");

        await Server.UntilEnded(Ended);
        await Server.Until(
            Waiting,
            onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance"
        );
        await Server.Until(Pending, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-approval");
        PendingVersion = (await Server.Get($"approvals/{Pending}")).Text("version");
        await Until($"batches/{Batch}", batch => batch["ended"]!.GetValue<bool>());
        await UntilTaken(Taken);
        await UntilTaken(Dead);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>A new draft, without content.</summary>
    public async Task<string> Draft() => (await Server.Post("drafts", "{}")).Text("id");

    /// <summary>What became of a message that was kept.</summary>
    public Task<JsonObject> UntilTaken(string key) =>
        Until($"inbox/{key}", message => message["state"]!.GetValue<string>() != "waiting");

    /// <summary>Asks as a client does until the answer is as it should be.</summary>
    public async Task<JsonObject> Until(string path, Func<JsonObject, bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (true)
        {
            var answer = await Server.Get(path);
            Assert.Equal(200, answer.Status);
            if (condition(answer.Body))
                return answer.Body;
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private Task AddTask(string id, OpenTaskState state) =>
        Server
            .Services.GetRequiredService<IOpenTasks>()
            .Add(
                new OpenTask
                {
                    Id = id,
                    Onboarding = new("ob-busy"),
                    Partner = "direct",
                    What = $"Something that only a person can do.",
                    Why = $"It was never done.",
                    Who = Actor.Operator,
                    Since = TimeProvider.System.GetUtcNow(),
                    ErrorCode = Onboarding.ErrorCodes.CannotBeUndone,
                    State = state,
                },
                default
            );
}
