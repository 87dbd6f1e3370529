namespace Onboarding.Requests;

/// <summary>
/// How much a finding weighs: an error refuses the request, a review asks a person, a warning is told.
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
/// <param name="Severity">What follows from it.</param>
/// <param name="Message">For people; says what was expected; never repeats personal data.</param>
/// <param name="Suggestion">What would be right, where that is known.</param>
public sealed record Finding(
    string Code,
    string Path,
    FindingSeverity Severity,
    string Message,
    string? Suggestion = null
);
