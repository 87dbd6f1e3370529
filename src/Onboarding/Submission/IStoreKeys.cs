namespace Onboarding.Submission;

/// <summary>
/// The keys that a store makes for itself. They live as long as its records and are copied with them: another key would
/// give the same request another id, and it would be onboarded twice.
/// </summary>
public interface IStoreKeys
{
    /// <summary>
    /// Gets the key of a name: 32 random bytes, made when it is first asked for; of two at once one is made.
    /// </summary>
    /// <exception cref="Progress.DamagedRowException">It is there and cannot be read. No other one is made.</exception>
    Task<byte[]> GetOrCreate(string name, CancellationToken cancellationToken);
}
