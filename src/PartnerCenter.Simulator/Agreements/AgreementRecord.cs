using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Agreements;

/// <summary>
/// A partner's statement that a customer accepted the agreement; it is never changed nor removed (C §9.3).
/// </summary>
internal sealed record AgreementRecord : Document
{
    public required string Id { get; init; }
    public required string CustomerId { get; init; }
    public required string Partner { get; init; }
    public required string TemplateId { get; init; }
    public required string UserId { get; init; }
    public required DateTimeOffset DateAgreed { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public string? PhoneNumber { get; init; }

    /// <summary>Null for the legacy way (C §9.0).</summary>
    public string? AttestationId { get; init; }
    public required string RequestId { get; init; }
    public required DateTimeOffset At { get; init; }

    internal override string Key => Id;

    /// <summary>The contact compared as the vendor compares it: trimmed, in any case (C §24.7).</summary>
    internal bool HasContact(string firstName, string lastName, string email, string? phone) =>
        Same(FirstName, firstName)
        && Same(LastName, lastName)
        && Same(Email, email)
        && Same(PhoneNumber ?? "", phone ?? "");

    private static bool Same(string left, string right) =>
        left.Trim().Equals(right.Trim(), StringComparison.OrdinalIgnoreCase);
}
