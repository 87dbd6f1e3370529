namespace OnboardingServer.Hosting;

/// <summary>The settings of the command line; everything else is configuration.</summary>
/// <param name="DataDirectory">Null: <c>Server:DataDirectory</c> of the configuration, or <c>./data</c>.</param>
/// <param name="Urls">Addresses to listen on, with semicolons.</param>
/// <param name="Settings">Configuration keys given as arguments, the strongest of all sources.</param>
public sealed record ServerSettings(string? DataDirectory, string Urls, IReadOnlyDictionary<string, string?> Settings)
{
    public const string DefaultUrls = "http://127.0.0.1:7071";

    /// <summary>A free port of this machine.</summary>
    public const string AnyPort = "http://127.0.0.1:0";

    /// <summary>True to log errors only.</summary>
    public bool Quiet { get; init; }

    /// <summary>
    /// The time after which simulated customers accept what they are asked for, if <c>Simulation:CustomersAnswer</c> is
    /// not set; null: never by themselves.
    /// </summary>
    public TimeSpan? CustomersAnswer { get; init; }
}
