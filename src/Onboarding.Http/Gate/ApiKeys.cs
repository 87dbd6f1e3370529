using System.Security.Cryptography;
using System.Text;

namespace Onboarding.Http.Gate;

/// <summary>Finds the machine a key belongs to. Every stored hash is compared, in constant time, so that the time taken tells nothing.</summary>
internal static class ApiKeys
{
    public const string Header = "X-Api-Key";

    public static Caller? Find(ApiAuthenticationOptions options, string? key)
    {
        if (string.IsNullOrEmpty(key) || key.Length > 500) return null;
        var sent = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Caller? found = null;
        foreach (var (name, stored) in options.ApiKeys)
        {
            if (CryptographicOperations.FixedTimeEquals(sent, Convert.FromHexString(stored.Hash!)))
                found = new Caller($"key:{name}", stored.RoleNames) { Groups = stored.GroupNames };
        }

        return found;
    }
}
