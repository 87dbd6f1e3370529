using Onboarding.Durability;
using PartnerCenter;

namespace Onboarding.Effects;

/// <summary>A fault of Partner Center as it crosses the durable boundary.</summary>
internal static class VendorFailure
{
    public static DurableFailureException From(PartnerCenterException exception) => new(exception.Fault switch
    {
        Fault.Throttled => new FailureDetails(ErrorCodes.Throttled, exception.Message, Retryable: true, exception.RetryAfter),
        Fault.Transient => new FailureDetails(ErrorCodes.Unavailable, exception.Message, Retryable: true, exception.RetryAfter),
        Fault.Unknown => new FailureDetails(ErrorCodes.NoAnswer, exception.Message, Retryable: true, exception.RetryAfter),
        Fault.Unauthorized => new FailureDetails(ErrorCodes.Unauthorized, exception.Message, Retryable: false),
        _ => new FailureDetails(Code(exception), exception.Message, Retryable: false),
    }, exception);

    /// <summary>The vendor's code as ours, or the status where the vendor gave no code.</summary>
    public static string Code(PartnerCenterException exception) => $"partner-center.{exception.Code ?? $"status-{exception.Status}"}";
}
