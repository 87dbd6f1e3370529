using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Scenarios;

/// <summary>A webhook as a shop or a CRM sends it.</summary>
public sealed record SignedWebhook(string Id, string Timestamp, string Signature, byte[] Body)
{
    public const string Key = "whsec_c2hvcC1rZXktc2hvcC1rZXktc2hvcC1rZXk=";
    public const string NextKey = "whsec_bmV4dC1rZXktbmV4dC1rZXktbmV4dC1rZXk=";

    public static SignedWebhook Of(string id, string body, DateTimeOffset at, string key = Key) =>
        Of(id, Encoding.UTF8.GetBytes(body), at, key);

    public static SignedWebhook Of(string id, byte[] bytes, DateTimeOffset at, string key = Key)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. bytes];
        var mac = HMACSHA256.HashData(Convert.FromBase64String(key["whsec_".Length..]), signed);
        return new(id, timestamp, $"v1,{Convert.ToBase64String(mac)}", bytes);
    }
}
