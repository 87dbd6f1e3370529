using Microsoft.Extensions.Logging;

namespace OnboardingFunctions;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 3010,
        Level = LogLevel.Information,
        Message = "Message {Message} became onboarding {Onboarding}"
    )]
    public static partial void QueuedTaken(ILogger logger, string message, string onboarding);

    [LoggerMessage(
        EventId = 3011,
        Level = LogLevel.Warning,
        Message = "Message {Message} can never be taken, {Reason}: it lies among the dead letters"
    )]
    public static partial void QueuedPoison(ILogger logger, string message, string reason);

    [LoggerMessage(
        EventId = 3012,
        Level = LogLevel.Warning,
        Message = "Message {Message} cannot be taken now, attempt {Attempt}: it comes again in {Wait}"
    )]
    public static partial void QueuedLater(ILogger logger, string message, int attempt, TimeSpan wait);

    [LoggerMessage(
        EventId = 3013,
        Level = LogLevel.Error,
        Message = "Taking message {Message} failed in a way that was not foreseen"
    )]
    public static partial void QueuedCrashed(ILogger logger, string message, Exception exception);

    [LoggerMessage(
        EventId = 3014,
        Level = LogLevel.Warning,
        Message = "The lock of message {Message} could not be renewed: {Reason}"
    )]
    public static partial void QueuedLockLost(ILogger logger, string message, string reason);

    [LoggerMessage(
        EventId = 3015,
        Level = LogLevel.Warning,
        Message = "Message {Message} could not be settled; it comes again when its lock is over"
    )]
    public static partial void QueuedNotSettled(ILogger logger, string message, Exception exception);

    [LoggerMessage(
        EventId = 3016,
        Level = LogLevel.Warning,
        Message = "The queue could not be read; it is read again with the next minute"
    )]
    public static partial void QueueUnreachable(ILogger logger, Exception exception);

    [LoggerMessage(
        EventId = 3017,
        Level = LogLevel.Information,
        Message = "The queue is not read until the next minute: a service it needs is unreachable or throttles"
    )]
    public static partial void QueueHeld(ILogger logger);

    [LoggerMessage(
        EventId = 3020,
        Level = LogLevel.Warning,
        Message = "{Started} onboardings were kept and not started; they are now"
    )]
    public static partial void PendingStarted(ILogger logger, int started);

    [LoggerMessage(
        EventId = 3024,
        Level = LogLevel.Warning,
        Message = "{Told} onboardings had not been told of their approval; they are now"
    )]
    public static partial void ApprovalsTold(ILogger logger, int told);

    // The alert of infra/modules/alerts.bicep reads this line by its first words and the number.
    [LoggerMessage(EventId = 3021, Level = LogLevel.Information, Message = "Open tasks: {Open}")]
    public static partial void OpenTasksCounted(ILogger logger, int open);

    [LoggerMessage(
        EventId = 3022,
        Level = LogLevel.Information,
        Message = "Removed because they were kept long enough: {Drafts} drafts, {Batches} batches, {Messages} "
            + "messages that came in, {Onboardings} onboardings"
    )]
    public static partial void ExpiredRemoved(ILogger logger, int drafts, int batches, int messages, int onboardings);

    [LoggerMessage(
        EventId = 3027,
        Level = LogLevel.Information,
        Message = "{Removed} instances that ended long ago were removed with their histories"
    )]
    public static partial void InstancesPurged(ILogger logger, int removed);

    [LoggerMessage(
        EventId = 3032,
        Level = LogLevel.Information,
        Message = "Removed {Removed} entries of the audit that were kept long enough"
    )]
    public static partial void AuditRemoved(ILogger logger, int removed);

    [LoggerMessage(
        EventId = 3023,
        Level = LogLevel.Warning,
        Message = "{Started} batches were received and not started; they are now"
    )]
    public static partial void BatchesStarted(ILogger logger, int started);

    [LoggerMessage(
        EventId = 3026,
        Level = LogLevel.Warning,
        Message = "{Started} messages were kept and not started; they are now"
    )]
    public static partial void MessagesStarted(ILogger logger, int started);

    [LoggerMessage(
        EventId = 3025,
        Level = LogLevel.Information,
        Message = "Partner Center sends the events of partner {Partner} to this app"
    )]
    public static partial void WebhookRegistered(ILogger logger, string partner);

    [LoggerMessage(
        EventId = 3030,
        Level = LogLevel.Error,
        Message = "{Count} onboardings are stuck; each has an open task with the reason"
    )]
    public static partial void OnboardingsStuck(ILogger logger, int count);

    [LoggerMessage(
        EventId = 3031,
        Level = LogLevel.Warning,
        Message = "The sign-in of partner {Partner} needs attention: {Problem}"
    )]
    public static partial void CredentialWarning(ILogger logger, string partner, string problem);

    [LoggerMessage(
        EventId = 3033,
        Level = LogLevel.Information,
        Message = "Filled in what {Filled} onboardings are searched and sorted by"
    )]
    public static partial void SearchColumnsFilled(ILogger logger, int filled);
}
