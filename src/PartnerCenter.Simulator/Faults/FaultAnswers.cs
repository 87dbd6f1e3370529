using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Faults;

/// <summary>Makes the answers to calls that a fault ends.</summary>
internal static class FaultAnswers
{
    /// <summary>True when the fault ends the call before its effect; without an answer the connection is cut.</summary>
    internal static bool Before(SimulatedFault? fault, out Answer? answer)
    {
        answer = fault switch
        {
            { Kind: FaultKind.Throttle } => Throttled(fault.RetryAfterSeconds ?? 1),
            { Kind: FaultKind.Error500 } => new Answer(
                fault.Status ?? 500,
                VendorErrors.Of(fault.Code ?? 800003, fault.Status ?? 500).ToJson(fault.Description)
            ),
            { Kind: FaultKind.BadGateway } => Gateway(fault.Status ?? 502),
            { Kind: FaultKind.TimeoutBeforeCommit, Status: { } status } => Gateway(status),
            _ => null,
        };
        return answer is not null || fault?.Kind == FaultKind.TimeoutBeforeCommit;
    }

    /// <summary>C §3.8: another body than all other errors, and the header and the text say the same.</summary>
    internal static Answer Throttled(int seconds) =>
        new(
            429,
            new JsonObject
            {
                ["statusCode"] = 429,
                ["message"] = $"Rate limit is exceeded. Try again in {seconds} seconds.",
            }
        )
        {
            Headers = [("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))],
        };

    internal static Answer Gateway(int status) =>
        new(status)
        {
            Content = (
                Encoding.UTF8.GetBytes(
                    $"<html><head><title>{status}</title></head><body><h2>Our services aren't available right "
                        + "now</h2></body></html>"
                ),
                "text/html"
            ),
        };
}
