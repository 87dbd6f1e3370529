using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;

namespace Onboarding.Notifications;

/// <param name="Onboarding">The onboarding.</param>
/// <param name="Sequence">Number of the change that is to be told.</param>
/// <param name="Reminder">Nothing has changed: only who is waited for is told again.</param>
internal sealed record AnnounceChangeInput(OnboardingId Onboarding, int Sequence, bool Reminder) : StepInput;

/// <summary>
/// Puts into the outbox what is to be told of a change, and starts each delivery on its own: nobody who is down holds
/// up the onboarding, or another one.
/// </summary>
[Idempotent]
internal sealed class AnnounceChangeActivity(IOnboardingRecords records, Outbox outbox)
    : StepActivity<AnnounceChangeInput, Nothing>
{
    public static ActivityName<AnnounceChangeInput, Nothing> StoredName { get; } = new("notifications-announce");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        AnnounceChangeInput input,
        CancellationToken cancellationToken
    )
    {
        if (input.Progress is { } progress)
            await records.Write(progress, cancellationToken);
        var record = await records.Need(input.Onboarding, cancellationToken);
        var change = (await records.Timeline(input.Onboarding, cancellationToken)).Single(told =>
            told.Sequence == input.Sequence
        );
        await outbox.Announce(record, change, input.Reminder, cancellationToken);
        return default;
    }
}
