namespace Onboarding.Progress;

/// <summary>
/// Fills in what onboardings are searched and sorted by, where a version that did not have it yet has written them.
/// Until then such an onboarding is not found by e-mail address or tenant.
/// </summary>
public interface ISearchColumns
{
    /// <summary>Fills all that are left, or as many as one call should; the next call goes on.</summary>
    /// <returns>The number of onboardings filled.</returns>
    Task<int> FillMissing(CancellationToken cancellationToken);
}
