using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

internal sealed record ReadOpenObligationsInput(OnboardingId Onboarding);

/// <summary>Reads the ids of what is still open for an onboarding, oldest first.</summary>
[Idempotent]
internal sealed class ReadOpenObligationsActivity(IObligations obligations)
    : StepActivity<ReadOpenObligationsInput, IReadOnlyList<string>>
{
    public static ActivityName<ReadOpenObligationsInput, IReadOnlyList<string>> StoredName { get; } =
        new("obligations-open");

    protected override Task<IReadOnlyList<string>> Run(
        TaskActivityContext context,
        ReadOpenObligationsInput input,
        CancellationToken cancellationToken
    ) => obligations.OpenOnes(input.Onboarding, cancellationToken);
}

/// <summary>How obligations are read by onboarding.</summary>
internal static class ObligationExtensions
{
    private const int PageSize = 200;

    /// <summary>Gets the ids of the open ones, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> OpenOnes(
        this IObligations obligations,
        OnboardingId onboarding,
        CancellationToken cancellationToken
    )
    {
        var (open, continuation) = (new List<string>(), (string?)null);
        do
        {
            var page = await obligations.List(
                ObligationState.Open,
                onboarding,
                PageSize,
                continuation,
                cancellationToken
            );
            open.AddRange(page.Items.Select(obligation => obligation.Id));
            continuation = page.Continuation;
        } while (continuation is not null);
        return open;
    }
}
