namespace PartnerCenter.Simulator;

internal static partial class Log
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Operation {Operation} failed in the simulator itself; it was answered 500 and changed nothing"
    )]
    internal static partial void OperationFailed(this ILogger log, string operation, Exception fault);

    [LoggerMessage(2, LogLevel.Error, "Webhook events are no longer delivered until the simulator is started again")]
    internal static partial void DeliveryEnded(this ILogger log, Exception fault);
}
