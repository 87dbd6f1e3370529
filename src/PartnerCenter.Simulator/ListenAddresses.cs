using System.Net;

namespace PartnerCenter.Simulator;

/// <summary>
/// Looks at addresses before the server does: it takes a host name it cannot resolve for "every address of this
/// machine", and a slip in <c>127.0.0.1</c> would open the simulator to the network.
/// </summary>
internal static class ListenAddresses
{
    internal static void Check(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Problem(url) is { } problem)
                throw new ArgumentException($"'{url}' cannot be listened on: {problem}.");
        }
    }

    private static string? Problem(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return "it is not of the form http://host:port";
        }

        if (address.Scheme is not ("http" or "https"))
            return "only http and https are spoken";
        if (address.Port is < 0 or > IPEndPoint.MaxPort)
            return $"a port is 0 to {IPEndPoint.MaxPort}";
        if (address.PathBase.Length > 0)
            return "it has a path";
        return address.Host is "localhost" or "*" or "+" || IPAddress.TryParse(address.Host.Trim('[', ']'), out _)
            ? null
            : "its host is neither localhost nor an IP address nor * for all addresses";
    }
}
