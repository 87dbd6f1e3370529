using System.Text;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Options;
using Onboarding.Customers;
using Onboarding.Effects;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Webhooks;

/// <param name="Key">Of the message.</param>
/// <param name="Round">The number of times that it was sent again; a newer one has a run of its own.</param>
/// <param name="IsLast">Nobody comes again: what cannot be taken now is dead.</param>
internal sealed record ProcessMessageInput(string Key, int Round, bool IsLast);

/// <summary>
/// Does a message's work: a request is submitted, an event is told to those who wait for it. A repeat finds the
/// onboarding of the first, and an event only makes look.
/// </summary>
[Idempotent]
internal sealed class ProcessMessageActivity(
    IInbox inbox,
    InboxService service,
    IOptions<WebhookOptions> options,
    QueuedRequests requests,
    WaitingOnboardingNotifier waiting,
    PartnerCenterClients partners
) : StepActivity<ProcessMessageInput, Nothing>
{
    public static ActivityName<ProcessMessageInput, Nothing> StoredName { get; } = new("inbox-take");

    protected override async Task<Nothing> Run(
        TaskActivityContext context,
        ProcessMessageInput input,
        CancellationToken cancellationToken
    )
    {
        if (
            await inbox.Get(input.Key, cancellationToken) is not { State: InboxState.Waiting } message
            || message.Round != input.Round
        )
            return default;
        InboxMessage? taken;
        try
        {
            taken = await Take(message, cancellationToken);
        }
        catch (Exception unforeseen) when (input.IsLast && unforeseen is not OperationCanceledException)
        {
            taken = Dead(message, ErrorCodes.Unexpected, StepFailure.Of(unforeseen).Message);
        }

        if (taken is null && !input.IsLast)
            throw new StepFailedException(
                new(ErrorCodes.Unavailable, "Partner Center could not be asked.", Retryable: true)
            );
        // Refused only by a write of this very activity that came before.
        await inbox.Update(
            taken
                ?? message with
                {
                    State = InboxState.Dead,
                    Code = ErrorCodes.NoAnswer,
                    Reason = "Partner Center could not be asked for two days.",
                },
            cancellationToken
        );
        return default;
    }

    /// <returns>Null: Partner Center is unreachable.</returns>
    private async Task<InboxMessage?> Take(InboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Source == InboxMessage.PartnerCenter)
            return await Tell(message, cancellationToken);
        if (Parts(message) is { } parts)
        {
            await service.ReceiveParts(
                message.Source,
                message.Id,
                parts,
                message.By ?? message.Source,
                cancellationToken
            );
            return message with
            {
                State = InboxState.Taken,
                Reason = InboxService.PartsReason(message.Id, parts.Count),
            };
        }

        return Body(message) switch
        {
            null => Dead(
                message,
                ErrorCodes.WebhookUnmapped,
                $"The body is no JSON, holds no list where Webhooks:Sources:{message.Source}:Items says, or the "
                    + "source is not configured any more."
            ),
            var body => await requests.Take(body, message.By ?? message.Source, cancellationToken) switch
            {
                QueuedResult.Taken taken => message with { State = InboxState.Taken, Onboardings = [taken.Id] },
                QueuedResult.Poison poison => Dead(message, poison.Reason, poison.Description),
                _ => null,
            },
        };
    }

    private static InboxMessage Dead(InboxMessage message, string code, string reason) =>
        message with
        {
            State = InboxState.Dead,
            Code = code,
            Reason = reason,
        };

    // A source whose map begins at an element of the list means the list as a whole.
    private IReadOnlyList<string>? Parts(InboxMessage message) =>
        message.Source == InboxMessage.Queue
        || options.Value.Sources.TryGetValue(message.Source, out var source)
            && !source.Map.Values.Append(source.Items).Any(from => from is ['/', >= '0' and <= '9', ..])
            ? RequestParts.Of(message.Body)
            : null;

    private byte[]? Body(InboxMessage message)
    {
        if (message.Source == InboxMessage.Queue)
            return Encoding.UTF8.GetBytes(message.Body);
        if (!options.Value.Sources.TryGetValue(message.Source, out var source))
            return null;
        try
        {
            return Encoding.UTF8.GetBytes(
                source.Map.Count == 0
                    ? message.Body
                    : WebhookMapping.Apply(source, message.Id, message.Body)?.ToJsonString() ?? "null"
            );
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The event came to the account of one partner, and does not say to which; who does not wait for it is not told.
    private async Task<InboxMessage?> Tell(InboxMessage message, CancellationToken cancellationToken)
    {
        var happened = DurableJson.Read<PartnerCenterEvent>(message.Body);
        var told = new List<OnboardingId>();
        try
        {
            foreach (var partner in partners.Names)
                told.AddRange(await waiting.Tell(partner, happened.EventName, happened.ResourceUri, cancellationToken));
        }
        catch (PartnerCenterException unreachable)
            when (unreachable.Fault is Fault.Throttled or Fault.Transient or Fault.Unknown or Fault.Unauthorized)
        {
            return null;
        }

        return message with
        {
            State = told.Count > 0 ? InboxState.Taken : InboxState.Unmatched,
            Onboardings = [.. told.Distinct()],
        };
    }
}
