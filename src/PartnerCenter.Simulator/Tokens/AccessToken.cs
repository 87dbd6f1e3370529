namespace PartnerCenter.Simulator.Tokens;

/// <summary>The claims of a verified bearer token.</summary>
internal sealed record AccessToken
{
    internal required string TenantId { get; init; }
    internal required string Audience { get; init; }
    internal required string ApplicationId { get; init; }
    internal required bool IsUser { get; init; }
    internal required bool HasMfa { get; init; }
    internal string? UserId { get; init; }
    internal string? UserName { get; init; }
    internal required DateTimeOffset ExpiresAt { get; init; }
}
