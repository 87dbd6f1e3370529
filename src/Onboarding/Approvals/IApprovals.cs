namespace Onboarding.Approvals;

/// <summary>The store of approvals. Every call is durable when it returns.</summary>
public interface IApprovals
{
    /// <summary>
    /// Writes a new approval, or returns the one that stands under its onboarding already; of two at once exactly one
    /// is written.
    /// </summary>
    Task<Approval> Add(Approval approval, CancellationToken cancellationToken);

    Task<Approval?> Get(OnboardingId onboarding, CancellationToken cancellationToken);

    /// <summary>Replaces it.</summary>
    /// <returns>
    /// As it is stored, with its new ETag. Null: another write came between (the ETag differs), or it is not there.
    /// </returns>
    Task<Approval?> Update(Approval approval, CancellationToken cancellationToken);

    /// <summary>Removes it. False: another write came between (the ETag differs), or it is not there.</summary>
    Task<bool> Remove(Approval approval, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    Task<ApprovalPage> List(ApprovalState? state, int limit, string? continuation, CancellationToken cancellationToken);

    /// <summary>
    /// Lists approvals whose log the onboarding has not read yet (<see cref="Approval.HasUnreadEntries"/>), at most
    /// so many.
    /// </summary>
    Task<IReadOnlyList<Approval>> WithUnreadEntries(int most, CancellationToken cancellationToken);
}

public sealed record ApprovalPage(IReadOnlyList<Approval> Items, string? Continuation);
