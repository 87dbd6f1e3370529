using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

internal sealed record ReadOpenTasksInput(OnboardingId Onboarding);

/// <summary>Reads the ids of what is still open for an onboarding, oldest first.</summary>
[Idempotent]
internal sealed class ReadOpenTasksActivity(IOpenTasks openTasks)
    : StepActivity<ReadOpenTasksInput, IReadOnlyList<string>>
{
    public static ActivityName<ReadOpenTasksInput, IReadOnlyList<string>> StoredName { get; } = new("obligations-open");

    protected override Task<IReadOnlyList<string>> Run(
        TaskActivityContext context,
        ReadOpenTasksInput input,
        CancellationToken cancellationToken
    ) => openTasks.OpenOnes(input.Onboarding, cancellationToken);
}

/// <summary>Reads the open tasks of an onboarding.</summary>
internal static class OpenTaskExtensions
{
    private const int PageSize = 200;

    /// <summary>Gets the ids of the open ones, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> OpenOnes(
        this IOpenTasks openTasks,
        OnboardingId onboarding,
        CancellationToken cancellationToken
    )
    {
        var (open, continuation) = (new List<string>(), (string?)null);
        do
        {
            var page = await openTasks.List(OpenTaskState.Open, onboarding, PageSize, continuation, cancellationToken);
            open.AddRange(page.Items.Select(openTask => openTask.Id));
            continuation = page.Continuation;
        } while (continuation is not null);
        return open;
    }
}
