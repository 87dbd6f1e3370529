namespace PartnerCenter.Wire;

/// <summary>The one map from an answer to a fault, keyed on status, code and operation. Source: C §4.</summary>
internal static class FaultMap
{
    public static Fault Of(Operation operation, int status, string? code)
    {
        if (status == 429)
            return Fault.Throttled;
        // Says nothing about the effect (C §3.7), whatever code it carries.
        if (status is 408 or >= 500)
            return operation.HasEffect ? Fault.Unknown : Fault.Transient;
        var fault = PartnerCenterErrorCodes.Find(code, status, operation.Name)?.Fault ?? ByStatus(status, code);
        return fault == Fault.Transient && operation.HasEffect ? Fault.Unknown : fault;
    }

    /// <summary>
    /// The code a caller may rely on: a 409 on create customer is a taken domain, with or without its code (C §25 row
    /// 4).
    /// </summary>
    public static string? Code(Operation operation, int status, string? code) =>
        status == 409 && operation.Name == "Customers.Create" ? PartnerCenterErrorCodes.DomainNotAvailable : code;

    /// <summary>
    /// Gets a value that says whether the answer settles the request, so that the next attempt needs a new MS-RequestId
    /// (C §3.7, C §24.4).
    /// </summary>
    public static bool Settles(int status) => status is not (429 or 408 or >= 500);

    private static Fault ByStatus(int status, string? code) =>
        status switch
        {
            401 => Fault.Unauthorized,
            403 when code is null => Fault.Unauthorized,
            404 => Fault.NotFound,
            409 or 412 or 417 => Fault.Conflict,
            _ => Fault.Refused,
        };
}
