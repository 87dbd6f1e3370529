using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Progress;

namespace Onboarding.Submission;

/// <summary>
/// Starts what was kept and not started, because the process ended between the two. For the start of a host and for a
/// timer.
/// </summary>
public sealed class PendingStarts(
    IOnboardingRecords records,
    IOrchestrationClient orchestrations,
    IOptions<WaitsOptions> waits,
    IOptions<ApprovalOptions> approvals
)
{
    /// <returns>The number of onboardings that it started.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        var started = 0;
        string? continuation = null;
        do
        {
            var page = await records.Search(
                new()
                {
                    State = Stage.Submitted,
                    Limit = 200,
                    Continuation = continuation,
                },
                cancellationToken
            );
            foreach (var record in page.Items)
            {
                if (await orchestrations.Get(record.Id.Value, cancellationToken) is not null)
                    continue;
                if (
                    await orchestrations.Start(
                        OnboardingNames.Onboarding,
                        record.Id.Value,
                        OnboardingPlan.Of(record, waits.Value, approvals.Value),
                        cancellationToken
                    ) == StartResult.Started
                )
                    started++;
            }

            continuation = page.Continuation;
        } while (continuation is not null);
        return started;
    }
}
