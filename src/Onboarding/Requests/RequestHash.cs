using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Requests;

/// <summary>Tells whether two requests ask for the same, however they were written.</summary>
internal static class RequestHash
{
    /// <summary>
    /// SHA-256, lower-case hex, over the stored JSON: members in their declared order, absent ones left out. A new
    /// member of the request must be null when absent, or every repeat of a request from before it would be a conflict.
    /// What was acknowledged does not count: sent again with it, the request still asks for the same.
    /// </summary>
    public static string Of(OnboardingRequest request) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(DurableJson.Write(request with { Acknowledged = null })))
        );
}
