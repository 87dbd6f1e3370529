using Microsoft.AspNetCore.Http;

namespace Onboarding.Http.Gate;

/// <summary>Who calls, as it is written into records and the audit log.</summary>
public sealed record Caller(string Name, IReadOnlyList<string> Roles)
{
    /// <summary>What it belongs to besides, by which approval rules name approvers.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whoever sits at this machine.</summary>
    public static Caller Local { get; } = new("local", [Gate.Roles.GlobalAdmin]);

    /// <summary>Set by the gate before a handler runs.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The call did not come through the gate.");
}
