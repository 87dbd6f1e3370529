using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Onboarding.Agreements;
using Onboarding.Approvals;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Submission;
using PartnerCenter;
using PartnerCenter.Simulator;

namespace Onboarding.Tests.Validation;

/// <summary>The partners and the good request that the tests start from.</summary>
internal static class TestRequests
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The request of the design, member by member, with the agreement on the partner's word, which has the most
    /// members.
    /// </summary>
    public static JsonObject Good()
    {
        var request = JsonNode
            .Parse(File.ReadAllBytes(Path.Combine(Samples.Folder, "new-customer-indirect.json")))!
            .AsObject();
        Change(request, "/agreement/mode", "\"attestation\"");
        Change(request, "/agreement/acceptedOn", "\"2026-11-20\"");
        return request;
    }

    /// <summary>
    /// The good request with every member that a request may leave out, and one of an existing customer.
    /// </summary>
    public static IReadOnlyList<JsonObject> Full() =>
        [
            With(
                (
                    "/customer/qualification",
                    """{ "kind": "education", "segment": "k12", "website": "https://school.example", "validationCode": null }"""
                ),
                (
                    "/agreement/evidence",
                    """{ "documentSha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "source": "203.0.113.7" }"""
                ),
                ("/subscriptions/0/promotion", "\"39NFJQT1PJQB:0001:39NFJQT1Q5KN\""),
                ("/subscriptions/0/endsOn", "\"2027-03-31\""),
                ("/subscriptions/0/attestationAccepted", "true"),
                ("/ordering", "\"keepWhatWorked\"")
            ),
            With(
                (
                    "/customer",
                    """{ "kind": "existing", "tenantId": "0f9d5c0a-7d9c-4a7f-8f55-1f6f5f1d2a3b", "domain": "contoso.com", "companyName": "Contoso Ltd.", "address": { "country": "DE" } }"""
                ),
                ("/agreement", """{ "mode": "direct" }""")
            ),
        ];

    /// <summary>
    /// The good request with members replaced, each by JSON pointer and JSON text; <c>-</c> takes the member away.
    /// </summary>
    public static JsonObject With(params ReadOnlySpan<(string Pointer, string Json)> changes)
    {
        var request = Good();
        foreach (var (pointer, json) in changes)
            Change(request, pointer, json);
        return request;
    }

    public static void Change(JsonObject request, string pointer, string json)
    {
        var steps = pointer.Split('/')[1..];
        JsonNode parent = request;
        foreach (var step in steps[..^1])
            parent = parent is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : parent[step]!;
        if (json == "-")
            parent.AsObject().Remove(steps[^1]);
        else if (parent is JsonArray entries)
            entries[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        else
            parent[steps[^1]] = JsonNode.Parse(json);
    }

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    /// <summary>
    /// Intake with stores in memory and the partners <c>default</c>, <c>direct</c>, <c>government</c>, <c>china</c> and
    /// <c>sandbox</c>.
    /// </summary>
    /// <param name="address">Of a simulator; null: nobody answers.</param>
    /// <param name="time">The clock; null: one that stands at <see cref="Now"/>.</param>
    public static ServiceProvider Services(Uri? address = null, TimeProvider? time = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                .. Partner("default", "IndirectProvider"),
                .. Partner("direct", "DirectBill"),
                .. Partner("government", "IndirectProvider", "UsGovernment"),
                .. Partner("china", "IndirectProvider", "China"),
                .. Partner("sandbox", "DirectBill", "Public", "Sandbox"),
            ])
            .Build();
        var services = new ServiceCollection()
            .AddSingleton(time ?? new FakeTimeProvider(Now))
            .AddPartnerCenter(configuration)
            .AddSingleton<ICredentialSource>(new AnyCredentials())
            .AddSingleton<MemoryRecords>()
            .AddSingleton<IOnboardingRecords>(provider => provider.GetRequiredService<MemoryRecords>())
            .AddSingleton<IStoreKeys, MemoryKeys>()
            .AddSingleton<MemoryAudit>()
            .AddSingleton<IAuditLog>(provider => provider.GetRequiredService<MemoryAudit>())
            .AddSingleton<MemoryOrchestrations>()
            .AddSingleton<IOrchestrationClient>(provider => provider.GetRequiredService<MemoryOrchestrations>())
            .AddSingleton<IApprovals, MemoryApprovals>()
            .AddSingleton<ApprovalService>()
            .AddSubmission();
        services.AddOptions<WaitsOptions>();
        services.Configure<NotificationOptions>(notifications =>
            (notifications.AllowPrivateAddresses, notifications.Smtp.Host) = (true, "mail.example")
        );
        services.Configure<EnhancedAttestationOptions>(attestation =>
            (
                attestation.IdMember,
                attestation.AgreementMember,
                attestation.StatusMember,
                attestation.StatusPath,
                attestation.UrlTemplate
            ) = (
                "attestationId",
                "attestationId",
                "status",
                "/v1/attestations/enhanced/{attestationId}",
                "https://accept.example/{attestationId}"
            )
        );
        return services.BuildServiceProvider();

        IEnumerable<KeyValuePair<string, string?>> Partner(
            string name,
            string kind,
            string cloud = "Public",
            string environment = "Production"
        ) =>
            new Dictionary<string, string?>
            {
                [$"Partners:{name}:BaseAddress"] = address?.ToString() ?? "http://127.0.0.1:9",
                [$"Partners:{name}:Authority"] = address?.ToString() ?? "http://127.0.0.1:9",
                [$"Partners:{name}:TenantId"] =
                    kind == "DirectBill"
                        ? SimulatedPartners.DirectBillTenantId
                        : SimulatedPartners.IndirectProviderTenantId,
                [$"Partners:{name}:Kind"] = kind,
                [$"Partners:{name}:Cloud"] = cloud,
                [$"Partners:{name}:Environment"] = environment,
                [$"Partners:{name}:MailDomains:0"] = "provider.example",
                // Other clouds have none (C §1); the key is then one that nobody reads.
                [cloud == "Public" ? $"Partners:{name}:Agreements" : $"none:{name}"] = "Attestation, Direct, Enhanced",
                [$"Partners:{name}:ClientId"] = "client",
                [$"Partners:{name}:CredentialName"] = "credential",
            }.Where(setting => setting.Value is not null);
    }

    private sealed class AnyCredentials : ICredentialSource
    {
        public ValueTask<string> Get(string name, CancellationToken cancellation) => ValueTask.FromResult("secret");

        public ValueTask Set(string name, string value, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}

/// <summary>The requests of the folder samples.</summary>
internal static class Samples
{
    public static string Folder { get; } = Find();

    public static IEnumerable<string> Good =>
        Directory
            .GetFiles(Folder, "*.json")
            .Select(path => Path.GetFileName(path))
            .Where(name => name != "refused.json")
            .Order(StringComparer.Ordinal);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OnboardingFunctions.sln")))
                return Path.Combine(folder.FullName, "samples");
        }

        throw new DirectoryNotFoundException("The tests run inside the repository.");
    }
}
