using Onboarding.Approvals;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Validation;
using PartnerCenter;

namespace Onboarding.Drafts;

/// <summary>
/// Looks at a draft as the wizard's last page does. Asks Partner Center only what a change since the last review can
/// have altered.
/// </summary>
internal sealed class DraftReviewer(
    RequestRules rules,
    RequestValidator validator,
    PriceQuotes quotes,
    ApprovalRules approvals,
    ApprovalOptions options
)
{
    private static readonly TimeSpan PriceLifetime = TimeSpan.FromHours(1);

    /// <returns>The review, and the draft with what it has learned.</returns>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public async Task<(Draft Draft, DraftReview Review)> Review(
        Draft draft,
        string by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var content = draft.Content;
        var memory = new ValidationCache(draft.Checks, now);
        var findings = (
            await validator.Validate(content, exceptFor: null, batch: null, memory, only: null, cancellationToken)
        ).ForCaller;
        var price = await Price(draft, now, cancellationToken);

        var need = await approvals.Judge(
            new(content, by, () => Task.FromResult(price.Quote), () => Task.FromResult(findings))
        );

        // Looked at twice, a version is compared with the one before it, not with itself.
        var before =
            draft.Reviewed is { } last && last.Version == draft.Version ? draft.ReviewedBefore : draft.Reviewed;
        var review = new DraftReview
        {
            Version = draft.Version,
            ReviewedAt = now,
            Accepted = findings.All(finding => finding.Severity != FindingSeverity.Error),
            Findings = findings,
            ToAcknowledge = ReviewFindings.Codes(ReviewFindings.Held(findings, content, options)),
            Price = price.Quote,
            Approval = need.Approvers > 0 ? need : null,
            Permanent = rules.FindPartner(content.Partner) is { } partner
                ? PermanentEffects.Of(content, partner, findings, price.Quote)
                : [],
            ComparedWith = before?.Version,
            Differences = before is null ? null : Differences.Between(before.Content, content),
        };
        return (
            draft with
            {
                Reviewed = new(draft.Version, content, now, by),
                ReviewedBefore = before,
                Checks = memory.Used,
                Price = price,
            },
            review
        );
    }

    private async Task<RememberedQuote> Price(Draft draft, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var content = draft.Content;
        var inputs = ValidationCache.HashOf(
            (string?[])
                [
                    content.Partner,
                    content.Customer.Address?.Country,
                    content.Customer.TenantId?.ToString(),
                    ValidationCache.HashOf(content.Subscriptions),
                ]
        );
        if (draft.Price is { Quote.Unknown: null } known && known.Inputs == inputs && now - known.At < PriceLifetime)
            return known;
        return new(inputs, now, await quotes.For(content, cancellationToken));
    }
}
