using Onboarding.Messages;

namespace Onboarding.Requests;

/// <summary>
/// The effect of a finding: an error refuses the request, a review needs a person, a warning is only reported.
/// </summary>
public enum FindingSeverity
{
    Error,
    Warning,
    Review,
}

/// <summary>One thing that is wrong, or worth a look, in a request.</summary>
/// <param name="Code">A code of the error catalogue.</param>
/// <param name="Path">JSON pointer into the request (RFC 6901).</param>
/// <param name="Severity">The effect of the finding.</param>
/// <param name="Message">For people; says what was expected; never repeats personal data.</param>
/// <param name="Suggestion">The right value, if it is known.</param>
public sealed record Finding(
    string Code,
    string Path,
    FindingSeverity Severity,
    Message Message,
    string? Suggestion = null
);
