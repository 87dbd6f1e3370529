using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding.Effects;
using Onboarding.Notifications;

namespace Onboarding.Approvals;

internal enum ApprovalMessage
{
    Requested,
    Reminder,
    Escalated,
}

internal sealed record NotifyApproverInput(OnboardingId Onboarding, string Person, ApprovalMessage Message);

/// <summary>
/// Tells one approver, by webhook, by mail or by both, with a link that is good for this person alone.
/// </summary>
[SideEffect(
    Repeat = "The same id every time, by which the receiver drops repeats; a mail may come twice.",
    NotUndone = "What was told cannot be untold; a link to what is decided decides nothing."
)]
internal sealed class NotifyApproverActivity(
    IApprovals approvals,
    ApproverDirectory people,
    ApprovalLinks links,
    WebhookSender webhooks,
    MailSender mails,
    IOptions<ApprovalOptions> options
) : StepActivity<NotifyApproverInput, Nothing>
{
    public static ActivityName<NotifyApproverInput, Nothing> StoredName { get; } = new("approvals-tell");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        NotifyApproverInput input,
        CancellationToken cancellationToken
    )
    {
        if (await approvals.Get(input.Onboarding, cancellationToken) is not { State: ApprovalState.Pending } approval)
            return default;
        if (people.Find(input.Person) is not { IsTold: true } person)
            return default;

        var message = input.Message.ToString().ToLowerInvariant();
        var id =
            $"{input.Onboarding}-approval-{message}-{approval.Log.Count(entry => entry.Kind == ApprovalEntryKind.Reminded)}-{input.Person}";
        var link = options.Value.PublicAddress is { } address
            ? await links.Issue(address, approval, input.Person, cancellationToken)
            : null;
        if (person.NotifyUrl is { } url)
            await webhooks.Send(url, id, Event(id, message, approval, link), cancellationToken);
        if (person.NotifyEmail is { } to)
            await mails.Send(Mail(id, input.Message, approval, to, link), cancellationToken);
        return default;
    }

    private static ReadOnlyMemory<byte> Event(string id, string message, Approval approval, Uri? link) =>
        OnboardingEvent.Encode(
            id,
            $"onboarding.approval-{message}",
            $"/api/approvals/{approval.Onboarding}",
            approval.Reference,
            approval.RequestedAt,
            new
            {
                id = approval.Onboarding.Value,
                reference = approval.Reference,
                partner = approval.Partner,
                version = approval.Version,
                reasons = approval.Reasons,
                totals = approval.Price.Totals,
                expiresAt = approval.ExpiresAt,
                link,
            }
        );

    // The page behind the link shows what is to be approved and asks again: whatever opens links in mails decides
    // nothing.
    private static MailText Mail(string id, ApprovalMessage message, Approval approval, string to, Uri? link) =>
        new(
            id,
            to,
            message == ApprovalMessage.Requested
                ? $"To be approved: {approval.Reference}"
                : $"{message}: {approval.Reference} still waits to be approved",
            $"""
            The onboarding {approval.Reference} waits for an approval ({approval.Rule}).

            {string.Join("\n", approval.Reasons)}

            {string.Join("\n", approval.Price.Totals.Select(total => $"Total: {total.Amount:0.00} {total.Currency}"))}

            {(
                link is null
                    ? $"Approval {approval.Onboarding}"
                    : $"Look at it and decide, on a page that is yours alone:\n{link}"
            )}

            It ends undecided at {approval.ExpiresAt:yyyy-MM-dd HH:mm} UTC.
            """
        );
}
