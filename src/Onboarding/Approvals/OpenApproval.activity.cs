using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding.Effects;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Approvals;

/// <param name="Onboarding">The onboarding whose request needs the approval.</param>
/// <param name="Holds">The validation found something that a person has to look at.</param>
internal sealed record OpenApprovalInput(OnboardingId Onboarding, bool Holds = false) : StepInput;

/// <summary>The approval that the onboarding waits for. With 0 <paramref name="Needed"/> it needs none.</summary>
internal sealed record OpenApprovalResult(
    int Needed,
    string Rule,
    IReadOnlyList<Message> Reasons,
    IReadOnlyList<string> People
);

/// <summary>
/// Applies the rules and writes down what has to be approved; an approval that stands already stays as it is.
/// </summary>
[Idempotent]
internal sealed class OpenApprovalActivity(
    IOnboardingRecords records,
    IApprovals approvals,
    ApprovalRules rules,
    ApproverDirectory people,
    RequestValidator validator,
    PriceQuotes quotes,
    IOptions<ApprovalOptions> options,
    TimeProvider time
) : PartnerCenterActivity<OpenApprovalInput, OpenApprovalResult>(records)
{
    public static ActivityName<OpenApprovalInput, OpenApprovalResult> StoredName { get; } = new("approvals-open");

    protected override async Task<OpenApprovalResult> Call(
        TaskActivityContext context,
        OpenApprovalInput input,
        CancellationToken cancellationToken
    )
    {
        var approval = await approvals.Get(input.Onboarding, cancellationToken);
        if (approval is null)
        {
            var record = await Need(input.Onboarding, cancellationToken);
            var price = new Lazy<Task<Quote>>(() => quotes.For(record.Request, cancellationToken));
            var findings = new Lazy<Task<IReadOnlyList<Finding>>>(() => Findings(record, cancellationToken));
            var need = await rules.Judge(
                new(record.Request, record.SubmittedBy, () => price.Value, () => findings.Value)
                {
                    MayHold = input.Holds,
                }
            );
            if (need.Approvers == 0)
                return new OpenApprovalResult(0, "", [], []);
            approval = await approvals.Add(
                New(record, need, await price.Value, await findings.Value),
                cancellationToken
            );
        }

        return new OpenApprovalResult(approval.Needed, approval.Rule, approval.Reasons, people.Told(approval.By));
    }

    // The approvers are not chosen on a part of the findings: repeated until all questions are answered.
    private async Task<IReadOnlyList<Finding>> Findings(OnboardingRecord record, CancellationToken cancellationToken)
    {
        var validation = await validator.Validate(record.Request, record.Id, record.Batch, cancellationToken);
        return validation.Open is [var unanswered, ..] ? throw unanswered.Cause : validation.Findings;
    }

    private Approval New(OnboardingRecord record, ApprovalNeed need, Quote price, IReadOnlyList<Finding> findings)
    {
        var now = time.GetUtcNow();
        var escalateTo = ApproverLists.Split(options.Value.EscalateTo);
        var shown = findings.Where(finding => finding.Severity != FindingSeverity.Error).ToArray();
        return new()
        {
            Onboarding = record.Id,
            Partner = record.Request.Partner,
            Reference = record.Request.Reference,
            Version = ValidationCache.HashOf(
                (string[])
                    [
                        record.RequestHash,
                        ValidationCache.HashOf(price),
                        ValidationCache.HashOf(shown),
                        ValidationCache.HashOf(need),
                    ]
            )[..16],
            RequestedAt = now,
            SubmittedBy = record.SubmittedBy,
            Rule = need.Rule,
            Reasons = need.Reasons,
            Needed = need.Approvers,
            By = need.By,
            EscalateTo = escalateTo,
            FourEyes = options.Value.FourEyes,
            Price = price,
            Findings = shown,
            RemindAt = now + options.Value.RemindAfter,
            EscalateAt = escalateTo.Count > 0 ? now + options.Value.EscalateAfter : null,
            ExpiresAt = now + options.Value.ExpireAfter,
        };
    }
}
