using PartnerCenter;

namespace Onboarding.Effects;

/// <summary>A fault of Partner Center as it crosses the durable boundary.</summary>
internal static class VendorFailure
{
    public static StepFailedException From(PartnerCenterException exception) =>
        new(
            exception.Fault switch
            {
                Fault.Throttled => new StepFailure(
                    ErrorCodes.Throttled,
                    exception.Message,
                    Retryable: true,
                    exception.RetryAfter
                ),
                Fault.Transient => new StepFailure(
                    ErrorCodes.Unavailable,
                    exception.Message,
                    Retryable: true,
                    exception.RetryAfter
                ),
                Fault.Unknown => new StepFailure(
                    ErrorCodes.NoAnswer,
                    exception.Message,
                    Retryable: true,
                    exception.RetryAfter
                ),
                Fault.Unauthorized => new StepFailure(ErrorCodes.Unauthorized, exception.Message, Retryable: false),
                _ => new StepFailure(Code(exception), exception.Message, Retryable: false),
            },
            exception
        );

    /// <summary>The vendor's code as ours, or the status where the vendor gave no code.</summary>
    public static string Code(PartnerCenterException exception) =>
        $"partner-center.{exception.Code ?? $"status-{exception.Status}"}";
}
