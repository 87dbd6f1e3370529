using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Onboarding.Effects;

namespace Onboarding.Progress;

/// <param name="OpenTask">The id of the task that was settled.</param>
/// <param name="Onboarding">The onboarding it belongs to.</param>
/// <param name="By">The person who settled it.</param>
internal sealed record SettledOpenTaskInput(
    [property: JsonPropertyName("obligation")] string OpenTask,
    OnboardingId Onboarding,
    string By
);

/// <summary>
/// Writes into an onboarding's record what has become of it once a person settled one of its open tasks. Replayed code.
/// </summary>
internal sealed class SettledOpenTaskOrchestration : TaskOrchestrator<SettledOpenTaskInput, Nothing>
{
    // Some three hours: longer than a settled task can fall between an onboarding's last look and its outcome.
    private const int MostLooks = 20;

    public static OrchestrationName<SettledOpenTaskInput, Nothing> StoredName { get; } = new("obligations-settled");

    public override async Task<Nothing> RunAsync(TaskOrchestrationContext context, SettledOpenTaskInput input)
    {
        // One that goes on reads by itself, when it ends, what is still open.
        var seen = await context.CallStep(
            ReadRecordActivity.StoredName,
            new ReadRecordInput(input.Onboarding),
            Retries.OurStore
        );
        for (var look = 1; !seen.HasEnded; look++)
        {
            if (look > MostLooks)
                return default;
            await context.CreateTimer(Retries.PollDelay(look, TimeSpan.FromMinutes(15)), CancellationToken.None);
            seen = await context.CallStep(
                ReadRecordActivity.StoredName,
                new ReadRecordInput(input.Onboarding),
                Retries.OurStore
            );
        }

        // The work that the person did elsewhere shows at Microsoft.
        var after = await context.ReadBack(seen.UndoInput(input.Onboarding), input.OpenTask);
        await context.AmendRecord(
            new AmendRecordInput
            {
                Onboarding = input.Onboarding,
                Key = $"{input.OpenTask}-settled",
                Text = $"An open task was settled by {input.By}.",
                Before = seen.Exists,
                After = after,
            }
        );
        return default;
    }
}
