using System.Net;
using System.Net.Sockets;

namespace Onboarding.Notifications;

/// <summary>
/// Checks the addresses that an outgoing webhook may reach. The check is made on the address that is connected to, not
/// on the name, so that a name that resolves differently the second time gains nothing.
/// </summary>
internal static class PublicAddresses
{
    // IANA special-purpose address registries (RFC 6890 and updates), and what is out of use but may still be routed
    // inside of a network: IPv4-compatible (::/96), IPv4-translated (::ffff:0:0:0/96), site-local (fec0::/10).
    private static readonly IPNetwork[] _special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "::ffff:0:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "100:0:0:1::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "2620:4f:8000::/48",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8",
        }.Select(range => IPNetwork.Parse(range)),
    ];

    public static bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !_special.Any(range => range.Contains(plain));
    }

    /// <summary>Connects to the first address of the host that may be reached.</summary>
    /// <exception cref="AddressRefusedException">None may.</exception>
    public static async ValueTask<Stream> Connect(
        DnsEndPoint endPoint,
        bool allowPrivate,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken);
        var allowed = addresses.Where(address => allowPrivate || Contains(address)).ToArray();
        if (allowed.Length == 0)
            throw new AddressRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The host of a webhook has no address that may be reached.</summary>
internal sealed class AddressRefusedException() : IOException("The address is loopback, private or otherwise special.");
