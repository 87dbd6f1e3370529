namespace OnboardingServer;

/// <summary>Everything this project logs. The task hub has 1000 to 1099, hosting 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Warning, "{Count} onboardings were kept and not started; they are started now")]
    public static partial void PendingStarted(ILogger logger, int count);

    [LoggerMessage(1101, LogLevel.Error, "{What} failed; it is done again in {Every}")]
    public static partial void BackgroundTaskFailed(ILogger logger, Exception exception, string what, TimeSpan every);

    [LoggerMessage(1120, LogLevel.Warning, "The customer of {Onboarding} cannot be simulated: {Reason}")]
    public static partial void CustomerNotSimulated(ILogger logger, string onboarding, string reason);

    [LoggerMessage(1121, LogLevel.Error, "Simulating the customers failed; it is tried again at once")]
    public static partial void CustomersNotSimulated(ILogger logger, Exception exception);

    [LoggerMessage(1102, LogLevel.Warning, "{Count} batches were received and not started; they are started now")]
    public static partial void BatchesStarted(ILogger logger, int count);

    [LoggerMessage(1103, LogLevel.Warning, "{Count} onboardings had not been told of their approval; they are now")]
    public static partial void ApprovalsTold(ILogger logger, int count);

    [LoggerMessage(1104, LogLevel.Warning, "{Count} messages were kept and not started; they are started now")]
    public static partial void MessagesStarted(ILogger logger, int count);

    [LoggerMessage(1105, LogLevel.Information, "Partner Center sends the events of partner {Partner} to this server")]
    public static partial void WebhookRegistered(ILogger logger, string partner);

    [LoggerMessage(
        1110,
        LogLevel.Information,
        "Removed because they were kept long enough: {Drafts} drafts, {Batches} batches, {Messages} messages that "
            + "came in, {Onboardings} onboardings"
    )]
    public static partial void ExpiredRemoved(ILogger logger, int drafts, int batches, int messages, int onboardings);

    [LoggerMessage(1118, LogLevel.Information, "Removed {Removed} entries of the audit that were kept long enough")]
    public static partial void AuditRemoved(ILogger logger, int removed);

    [LoggerMessage(1119, LogLevel.Information, "Filled in what {Filled} onboardings are searched and sorted by")]
    public static partial void SearchColumnsFilled(ILogger logger, int filled);

    [LoggerMessage(1112, LogLevel.Error, "{Count} onboardings are stuck; each has an open task with the reason")]
    public static partial void OnboardingsStuck(ILogger logger, int count);

    [LoggerMessage(1114, LogLevel.Critical, "{Path} is damaged: {What}")]
    public static partial void FileDamaged(ILogger logger, string path, string what);

    [LoggerMessage(
        1115,
        LogLevel.Error,
        "The {Kind} {Key} cannot be read: the disk has changed it. An open task says so"
    )]
    public static partial void RowDamaged(ILogger logger, string kind, string key);

    [LoggerMessage(1116, LogLevel.Error, "The open task {Task} could not be written")]
    public static partial void TaskNotRecorded(ILogger logger, Exception exception, string task);

    [LoggerMessage(1113, LogLevel.Warning, "The sign-in of partner {Partner} needs attention: {Problem}")]
    public static partial void CredentialWarning(ILogger logger, string partner, string problem);
}
