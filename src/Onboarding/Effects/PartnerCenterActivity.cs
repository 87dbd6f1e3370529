using Microsoft.DurableTask;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Effects;

/// <summary>
/// A step of an onboarding that calls Partner Center: writes the lines of the timeline that came with its input, then
/// calls, and turns Partner Center's faults into failures in one place.
/// </summary>
internal abstract class PartnerCenterActivity<TInput, TOutput>(IOnboardingRecords records)
    : StepActivity<TInput, TOutput>
    where TInput : StepInput
{
    private OnboardingRecord? _written;

    protected IOnboardingRecords Records => records;

    protected sealed override async Task<TOutput> Run(
        TaskActivityContext context,
        TInput input,
        CancellationToken cancellationToken
    )
    {
        if (input.Progress is { } progress)
            _written = await records.Write(progress, cancellationToken);
        try
        {
            return await Call(context, input, cancellationToken);
        }
        catch (PartnerCenterException exception)
        {
            throw VendorFailure.From(exception);
        }
    }

    /// <summary>Gets the onboarding's record; what has just been written is not read again.</summary>
    /// <exception cref="StepFailedException">There is none.</exception>
    protected async Task<OnboardingRecord> Need(OnboardingId id, CancellationToken cancellationToken) =>
        _written?.Id == id ? _written : await records.Need(id, cancellationToken);

    protected abstract Task<TOutput> Call(
        TaskActivityContext context,
        TInput input,
        CancellationToken cancellationToken
    );
}
