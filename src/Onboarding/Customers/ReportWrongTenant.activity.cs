using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Customers;

internal sealed record ReportWrongTenantInput(
    OnboardingId Onboarding,
    CustomerRoute Expected,
    Guid Tenant,
    DateTimeOffset Since
) : StepInput
{
    [JsonPropertyName("obligation")]
    public string OpenTask => $"{Onboarding}-wrong-tenant-{Tenant}";
}

/// <summary>
/// Writes down, with both names, that another tenant accepted than the invited one; the open task's id makes a repeat
/// harmless. The names come from here and stay out of the history.
/// </summary>
[Idempotent]
internal sealed class ReportWrongTenantActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    IOpenTasks openTasks
) : PartnerCenterActivity<ReportWrongTenantInput, Nothing>(records)
{
    public static ActivityName<ReportWrongTenantInput, Nothing> StoredName { get; } = new("customers-wrong-tenant");

    protected override async Task<Nothing> Call(
        TaskActivityContext context,
        ReportWrongTenantInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var accepting = (
            await CustomerLookup.Own(
                clients.For(record.Request.Partner, record.Batch),
                new(input.Tenant),
                cancellationToken
            )
        )?.CompanyProfile;
        var (came, meant) = (
            Named(accepting?.CompanyName, input.Tenant, accepting?.Domain),
            Named(record.Request.Customer.CompanyName, input.Expected.Tenant, input.Expected.Domain)
        );
        await openTasks.Add(
            new OpenTask
            {
                Id = input.OpenTask,
                Onboarding = input.Onboarding,
                Partner = record.Request.Partner,
                What =
                    $"{came} accepted the relationship request that was meant for {meant}: find out who that is and "
                    + $"end the relationship if it is not wanted.",
                Why =
                    $"The link for relationship requests is the partner's and the same for every customer, so whoever "
                    + $"has it can accept.",
                Who = Actor.Operator,
                Since = input.Since,
                ErrorCode = ErrorCodes.WrongTenant,
            },
            cancellationToken
        );
        return default;
    }

    private static string Named(string? name, Guid? tenant, string? domain) =>
        $"{name ?? "a company without a name"} "
        + $"({string.Join(", ", new[] { domain, tenant is { } id ? $"tenant {id}" : null }.OfType<string>())})";
}
