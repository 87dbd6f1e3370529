using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Onboarding.Requests;

namespace Onboarding.Validation;

/// <summary>
/// The answer of Partner Center to one check. <paramref name="Inputs"/> is a hash of all that the answer depends on.
/// </summary>
public sealed record RememberedCheck(string Inputs, DateTimeOffset At, IReadOnlyList<Finding> Findings);

/// <summary>
/// The checks of an earlier validation of the same draft: one whose inputs have not changed since is not asked again.
/// Answers age, since the world moves on without the draft.
/// </summary>
internal sealed class ValidationCache(IReadOnlyDictionary<string, RememberedCheck> known, DateTimeOffset now)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, RememberedCheck> _used = new(StringComparer.Ordinal);

    /// <summary>Gets an empty cache, which stores nothing.</summary>
    public static ValidationCache None => new(new Dictionary<string, RememberedCheck>(), default);

    /// <summary>Gets the answers that this validation has used, for the next one.</summary>
    public IReadOnlyDictionary<string, RememberedCheck> Used =>
        _used.ToDictionary(check => check.Key, check => check.Value, StringComparer.Ordinal);

    /// <param name="name">Of the check, with its position where there are several of a kind.</param>
    /// <param name="inputs">All that its answer depends on.</param>
    /// <param name="ask">Asks Partner Center.</param>
    public async Task<IReadOnlyList<Finding>> Get<T>(string name, T inputs, Func<Task<IReadOnlyList<Finding>>> ask)
    {
        var hash = HashOf(inputs);
        if (known.TryGetValue(name, out var before) && before.Inputs == hash && now - before.At < Lifetime)
        {
            _used[name] = before;
            return before.Findings;
        }

        var findings = await ask();
        _used[name] = new(hash, now, findings);
        return findings;
    }

    public static string HashOf<T>(T inputs) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DurableJson.Write(inputs))));
}
