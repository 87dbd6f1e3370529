using Microsoft.Extensions.Logging;
using PartnerCenter;

namespace Onboarding.Http;

internal static partial class Log
{
    [LoggerMessage(
        5001,
        LogLevel.Error,
        "Operation {Operation} failed in a way nobody foresaw; the caller was given trace id {TraceId}"
    )]
    public static partial void Unforeseen(ILogger logger, string operation, string traceId, Exception exception);

    [LoggerMessage(
        5002,
        LogLevel.Warning,
        "Operation {Operation} could not be answered: Partner Center is unreachable ({Fault} at {Call})"
    )]
    public static partial void PartnerCenterUnreachable(ILogger logger, string operation, Fault fault, string call);

    [LoggerMessage(
        5003,
        LogLevel.Warning,
        "Operation {Operation} could not be answered: Partner Center refused ({Fault} at {Call}, code {Code})"
    )]
    public static partial void PartnerCenterRefused(
        ILogger logger,
        string operation,
        Fault fault,
        string call,
        string? code
    );

    [LoggerMessage(5004, LogLevel.Information, "Credentials of onboarding {Onboarding} were handed over to {Who}")]
    public static partial void CredentialsHandedOver(ILogger logger, OnboardingId onboarding, string who);

    [LoggerMessage(5005, LogLevel.Error, "Not ready: {Part} does not answer")]
    public static partial void NotReady(ILogger logger, string part, Exception exception);

    [LoggerMessage(
        5007,
        LogLevel.Error,
        "Operation {Operation} could not be answered: the {Kind} {Id} is damaged on disk"
    )]
    public static partial void Damaged(ILogger logger, string operation, string kind, string id);

    [LoggerMessage(
        5008,
        LogLevel.Warning,
        "Nobody can sign in on the page: the issuer {Issuer} names no endpoints of its own origin for it"
    )]
    public static partial void NoSignInEndpoints(ILogger logger, Uri issuer);

    [LoggerMessage(
        5006,
        LogLevel.Error,
        "A webhook was refused: the secret {Secret} of Webhooks:Sources:{Source} cannot be used: {Why}"
    )]
    public static partial void NoWebhookKey(ILogger logger, string source, string secret, string why);
}
