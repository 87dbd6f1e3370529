using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Requests;

/// <summary>
/// Computes a hash by which two requests that ask for the same are recognised, whatever their notation.
/// </summary>
internal static class RequestHash
{
    /// <summary>
    /// Computes SHA-256, lower-case hex, over the stored JSON: members in their declared order, absent ones left out. A
    /// new member of the request must be null when absent, or every repeat of a request from before it would be a
    /// conflict. Acknowledged findings do not count: sent again with them, the request still asks for the same.
    /// </summary>
    public static string Of(OnboardingRequest request) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(DurableJson.Write(request with { Acknowledged = null })))
        );
}
