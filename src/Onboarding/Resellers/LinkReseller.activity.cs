using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Resellers;

internal sealed record LinkResellerInput(string Partner, Guid Customer, Guid Reseller, string? Batch) : StepInput;

/// <summary>
/// Reads back that the customer hangs under its reseller (C §10.2). The link itself was made with the customer and goes
/// with it.
/// </summary>
[Idempotent]
internal sealed class LinkResellerActivity(PartnerCenterClients clients, IOnboardingRecords records)
    : PartnerCenterActivity<LinkResellerInput, Nothing>(records)
{
    public static ActivityName<LinkResellerInput, Nothing> StoredName { get; } = new("resellers-link");

    protected override async Task<Nothing> Call(
        TaskActivityContext context,
        LinkResellerInput input,
        CancellationToken cancellationToken
    )
    {
        var resellers = await clients
            .For(input.Partner, input.Batch)
            .Relationships.OfCustomer(new CustomerId(input.Customer), cancellationToken);
        if (resellers.Any(reseller => reseller.Id.Value == input.Reseller))
            return default;
        throw resellers.Count == 0
            ? new StepFailedException(
                new StepFailure(
                    ErrorCodes.NotVisibleYet,
                    "The customer's reseller does not show yet.",
                    Retryable: false
                )
            )
            : new StepFailedException(
                new StepFailure(
                    ErrorCodes.ResellerNotLinked,
                    $"The customer hangs under another reseller than {input.Reseller}.",
                    Retryable: false
                )
            );
    }
}
