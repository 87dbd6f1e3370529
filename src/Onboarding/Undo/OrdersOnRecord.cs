using Onboarding.Progress;

namespace Onboarding.Undo;

/// <summary>The orders of a customer whose onboarding is known.</summary>
internal static class OrdersOnRecord
{
    /// <summary>
    /// Gets the ids of this onboarding's known orders and of those of the customer's other onboardings.
    /// </summary>
    /// <param name="records">The records.</param>
    /// <param name="input">The input of the undo.</param>
    /// <param name="exists">The resources that are known to exist by now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlySet<string>> Find(
        IOnboardingRecords records,
        UndoInput input,
        ProvisionedResources exists,
        CancellationToken cancellationToken
    )
    {
        var others = await records.FindSameCustomer(
            new(input.Partner, exists.Domain),
            input.Onboarding,
            cancellationToken
        );
        return others
            .SelectMany(other => other.Exists.Orders)
            .Concat(exists.Orders)
            .Select(order => order.Id)
            .ToHashSet();
    }
}
