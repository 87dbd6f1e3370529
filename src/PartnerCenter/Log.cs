using Microsoft.Extensions.Logging;

namespace PartnerCenter;

internal static partial class Log
{
    [LoggerMessage(
        4001,
        LogLevel.Warning,
        "{Operation} of partner {Partner} failed: {Fault}, status {Status}, code {Code}, correlation {CorrelationId}"
    )]
    public static partial void CallFailed(
        this ILogger logger,
        string operation,
        string partner,
        Fault fault,
        int? status,
        string? code,
        Guid correlationId
    );

    [LoggerMessage(4002, LogLevel.Warning, "Partner {Partner} is throttled at {Operation} for {Penalty}")]
    public static partial void Throttled(this ILogger logger, string partner, string operation, TimeSpan penalty);

    [LoggerMessage(4003, LogLevel.Debug, "A new {Kind} token for partner {Partner}, valid for {Lifetime}")]
    public static partial void TokenRenewed(
        this ILogger logger,
        Wire.TokenKind kind,
        string partner,
        TimeSpan lifetime
    );

    [LoggerMessage(
        4004,
        LogLevel.Error,
        "The rotated refresh token of partner {Partner} could not be stored under {Name}; the old one keeps working "
            + "until it expires"
    )]
    public static partial void RefreshTokenNotStored(
        this ILogger logger,
        Exception exception,
        string partner,
        string name
    );

    [LoggerMessage(
        4005,
        LogLevel.Debug,
        "{Operation} of partner {Partner} found nothing: status {Status}, code {Code}, correlation {CorrelationId}"
    )]
    public static partial void NothingFound(
        this ILogger logger,
        string operation,
        string partner,
        int? status,
        string? code,
        Guid correlationId
    );
}
