using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Agreements;

/// <summary>
/// The newer way to an agreement (C §9.6): created, pending once its page was opened, accepted or refused there,
/// finalised by the agreement, or expired. Field names that nobody has seen are this simulator's guess and marked so in
/// the contract (C §25 row 2).
/// </summary>
internal sealed record Attestation : Document
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public required string Id { get; init; }
    public required string Partner { get; init; }
    public required string Country { get; init; }
    public required string Language { get; init; }
    public required string CompanyName { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public string? PhoneNumber { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? RefusedAt { get; init; }
    public DateTimeOffset? FinalisedAt { get; init; }

    internal override string Key => Id;

    internal string StatusAt(DateTimeOffset now) =>
        this switch
        {
            { FinalisedAt: not null } => "finalised",
            { RefusedAt: not null } => "refused",
            _ when now - CreatedAt >= Lifetime => "expired",
            { AcceptedAt: not null } => "accepted",
            { OpenedAt: not null } => "pending",
            _ => "created",
        };
}
