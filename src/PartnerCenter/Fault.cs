namespace PartnerCenter;

/// <summary>The classes of failed calls, by the action that the caller takes. Source: C §3.7, C §4.</summary>
public enum Fault
{
    /// <summary>
    /// 429, or the governor holds calls back. Nothing happened; <see cref="PartnerCenterException.RetryAfter"/> says
    /// when to come again.
    /// </summary>
    Throttled,

    /// <summary>
    /// Failed, surely without an effect: connection refused, or a read that failed. The same call may be repeated.
    /// </summary>
    Transient,

    /// <summary>Token, role, MFA or audience; the message says what the operator must do.</summary>
    Unauthorized,

    /// <summary>The addressed resource does not exist, or is not visible yet.</summary>
    NotFound,

    /// <summary>
    /// Another request or a newer version is in the way (409, 412, 417, 2055, 800060, 800064, 800082, 900278): read
    /// again before repeating.
    /// </summary>
    Conflict,

    /// <summary>Partner Center says no. Repeating the same request changes nothing.</summary>
    Refused,

    /// <summary>
    /// A call with an effect was sent and no usable answer came: the effect may exist. Look before repeating.
    /// </summary>
    Unknown,
}
