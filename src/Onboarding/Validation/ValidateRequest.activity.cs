using System.Runtime.ExceptionServices;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <param name="Onboarding">The onboarding whose request is checked.</param>
/// <param name="Only">The questions for Partner Center that are still open; null: everything.</param>
internal sealed record ValidateRequestInput(OnboardingId Onboarding, IReadOnlyList<VendorCheck>? Only) : StepInput;

/// <param name="Errors">The errors of the request.</param>
/// <param name="Open">Questions that got no answer, to be asked again.</param>
/// <param name="Holds">There are findings that a person has to look at, and nobody has acknowledged them.</param>
internal sealed record ValidateRequestResult(
    IReadOnlyList<Finding> Errors,
    IReadOnlyList<VendorCheck> Open,
    bool Holds = false
);

/// <summary>
/// Applies every rule again, right before the first step that cannot be undone: days may have passed since the
/// submission. An answer once given is kept, so that under throttling every attempt gets further; it fails when not one
/// of the open questions was answered.
/// </summary>
[Idempotent]
internal sealed class ValidateRequestActivity(
    IOnboardingRecords records,
    RequestValidator validator,
    IOptions<ApprovalOptions> approvals
) : PartnerCenterActivity<ValidateRequestInput, ValidateRequestResult>(records)
{
    public static ActivityName<ValidateRequestInput, ValidateRequestResult> StoredName { get; } =
        new("intake-validate");

    protected override async Task<ValidateRequestResult> Call(
        TaskActivityContext context,
        ValidateRequestInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var validation = await validator.Validate(
            record.Request,
            record.Id,
            record.Batch,
            ValidationCache.None,
            input.Only,
            cancellationToken
        );
        var open = validation.Open.Select(question => question.Check).Distinct().ToArray();
        if (open.Length > 0 && open.Length == input.Only?.Count)
            ExceptionDispatchInfo.Throw(validation.Open[0].Cause);

        // The rest was told at submission; suggestions, which may hold an address, have no place in a history.
        return new(
            [
                .. validation
                    .Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                    .Select(finding => finding with { Suggestion = null }),
            ],
            open,
            ReviewFindings.Held(validation.Findings, record.Request, approvals.Value).Count > 0
        );
    }
}
