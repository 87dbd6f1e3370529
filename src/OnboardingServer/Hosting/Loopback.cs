using Onboarding.Http.Access;

namespace OnboardingServer.Hosting;

/// <summary>Makes sure that the server listens to this machine only when there is no authentication.</summary>
internal static class Loopback
{
    /// <exception cref="StartException">An address is reachable from elsewhere, or the mode is none.</exception>
    public static void Demand(IConfiguration configuration, string urls)
    {
        var text = configuration["Authentication:Mode"] ?? nameof(AuthenticationMode.None);
        if (!Enum.GetNames<AuthenticationMode>().Contains(text, StringComparer.OrdinalIgnoreCase))
            throw new StartException(
                $"Authentication:Mode is '{text}'; expected {string.Join(", ", Enum.GetNames<AuthenticationMode>())}."
            );
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
            throw new StartException(
                "Kestrel:Endpoints is not a known key; expected the addresses to listen on with --urls."
            );
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = Parse(url);
            if (
                Enum.Parse<AuthenticationMode>(text, ignoreCase: true) == AuthenticationMode.None
                && !LocalOnly.IsLocal(address.Host)
            )
                throw new StartException(
                    $"Authentication:Mode is None, and {url} can be reached from other machines. Listen on a "
                        + $"loopback address (--urls {ServerSettings.DefaultUrls}), or set Authentication:Mode to "
                        + "ApiKey or EntraId."
                );
        }
    }

    /// <summary>
    /// Gets the addresses over which callers' keys and tokens go unencrypted, and beyond this machine.
    /// </summary>
    public static IReadOnlyList<string> Unencrypted(IConfiguration configuration, IEnumerable<string> addresses) =>
        (configuration["Authentication:Mode"] ?? nameof(AuthenticationMode.None)).Equals(
            nameof(AuthenticationMode.None),
            StringComparison.OrdinalIgnoreCase
        )
            ? []
            :
            [
                .. addresses.Where(address =>
                    Parse(address) is var parsed
                    && parsed.Scheme == Uri.UriSchemeHttp
                    && !LocalOnly.IsLocal(parsed.Host)
                ),
            ];

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new StartException(
                $"--urls names '{url}'; expected an address such as {ServerSettings.DefaultUrls}."
            );
        }
    }
}
