using Onboarding.Messages;
using Onboarding.Progress;

namespace Onboarding.Customers;

/// <summary>
/// Education, government: the customer qualifies before anything of its segment is ordered. Replayed code.
/// </summary>
internal static class QualificationSteps
{
    public static async Task QualifyCustomer(this OnboardingRun onboarding)
    {
        if (!onboarding.Plan.Qualifies)
            return;
        var asked = false;
        var look = await onboarding.LookAtQualification();
        if (look.Vetting is Vetting.NotAskedFor or Vetting.Denied)
        {
            // One that was denied before may be asked for anew, once.
            await onboarding.CallStep(
                "qualification",
                QualifyCustomerActivity.StoredName,
                epoch => new QualifyCustomerInput(onboarding.Plan.Id, onboarding.Tenant, epoch)
            );
            asked = true;
        }

        if (look.Vetting == Vetting.Approved)
            return;
        var waiting = new Waiting(
            Stage.AwaitingQualification,
            Actor.Microsoft,
            $"Microsoft's vetting of the customer's qualification",
            asked
                ? (Message)$"The customer's qualification was asked for; Microsoft vets it, which takes days."
                : $"Microsoft vets the customer's qualification, which takes days.",
            onboarding.Plan.Waits.Qualification
        );
        look = await onboarding.WaitUntil(
            waiting,
            async _ =>
                await onboarding.LookAtQualification() is { Vetting: Vetting.Approved or Vetting.Denied } decided
                    ? decided
                    : null
        );
        if (look.Vetting == Vetting.Denied)
        {
            throw new OnboardingStopped.Refused(
                "qualification",
                new StepFailure(
                    ErrorCodes.QualificationDenied,
                    $"Microsoft denied the customer's qualification{(look.Reason is { } reason ? $": {reason}" : ".")}",
                    Retryable: false
                )
            );
        }

        await onboarding.AddTimelineEntry($"The customer qualifies.");
    }

    private static Task<CheckQualificationResult> LookAtQualification(this OnboardingRun onboarding) =>
        onboarding.CallStep(
            "qualification",
            CheckQualificationActivity.StoredName,
            _ => new CheckQualificationInput(onboarding.Plan.Id, onboarding.Tenant)
        );
}
