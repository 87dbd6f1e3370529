using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Tokens;

/// <summary>
/// Signs and verifies the tokens (RS256). The key is made at the first need and kept with the state, so tokens survive
/// a restart.
/// </summary>
internal sealed class TokenIssuer(SimulatorCore core)
{
    internal const string KeySetting = "token.key";
    internal const string KeyId = "partner-center-simulator";
    private readonly ConcurrentDictionary<string, AccessToken> _verified = new();

    /// <summary>Making a key takes longer than starting a simulator; those of one process share it.</summary>
    private static readonly Lazy<byte[]> Fresh = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKey();
    });

    private RSA? _key;

    /// <summary>The caller holds the world's gate and commits.</summary>
    internal string Sign(JsonObject claims)
    {
        var head = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($$"""{"typ":"JWT","alg":"RS256","kid":"{{KeyId}}"}""")
        );
        var payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        var signature = Key()
            .SignData(
                Encoding.ASCII.GetBytes($"{head}.{payload}"),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            );
        return $"{head}.{payload}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>
    /// The token's content, or null when it is not ours or has expired. Expiry is the client's time, steps of the
    /// domain do not reach it.
    /// </summary>
    internal AccessToken? Verify(string token)
    {
        if (!_verified.TryGetValue(token, out var known))
        {
            known = Decode(token);
            if (known is null)
                return null;
            if (_verified.Count > 5000)
                _verified.Clear();
            _verified[token] = known;
        }

        return known.ExpiresAt > core.Clock.Unstepped ? known : null;
    }

    internal JsonObject PublicKeys()
    {
        var parameters = Key().ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["kid"] = KeyId,
                    ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                    ["e"] = Base64Url.EncodeToString(parameters.Exponent),
                }
            ),
        };
    }

    private AccessToken? Decode(string token)
    {
        try
        {
            if (
                !HasKey()
                || token.Split('.') is not [var head, var payload, var signature]
                || !Key()
                    .VerifyData(
                        Encoding.ASCII.GetBytes($"{head}.{payload}"),
                        Base64Url.DecodeFromChars(signature),
                        HashAlgorithmName.SHA256,
                        RSASignaturePadding.Pkcs1
                    )
            )
                return null;
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var claims = json.RootElement;
            string? Claim(string name) =>
                claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                    ? value.GetString()
                    : null;
            return new AccessToken
            {
                TenantId = Claim("tid") ?? "",
                Audience = Claim("aud") ?? "",
                ApplicationId = Claim("appid") ?? "",
                IsUser = claims.TryGetProperty("scp", out _),
                HasMfa =
                    claims.TryGetProperty("amr", out var amr) && amr.EnumerateArray().Any(a => a.GetString() == "mfa"),
                UserId = Claim("oid"),
                UserName = Claim("upn"),
                ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()),
            };
        }
        catch (Exception malformed)
            when (malformed
                    is FormatException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or CryptographicException
            )
        {
            return null;
        }
    }

    /// <summary>
    /// A token cannot be ours before there was a key; verifying must not make one, for it does not commit.
    /// </summary>
    private bool HasKey()
    {
        lock (core.World.Gate)
            return _key is not null || core.World.Settings.Find(KeySetting) is not null;
    }

    private RSA Key()
    {
        lock (core.World.Gate)
        {
            if (_key is not null)
                return _key;
            var key = RSA.Create();
            if (core.World.Settings.Find(KeySetting) is { } stored)
            {
                key.ImportPkcs8PrivateKey(Convert.FromBase64String(stored.Value), out _);
            }
            else
            {
                key.ImportPkcs8PrivateKey(Fresh.Value, out _);
                core.World.Settings.Put(new Setting(KeySetting, Convert.ToBase64String(Fresh.Value)));
            }
            return _key = key;
        }
    }
}
