namespace PartnerCenter.Simulator;

/// <summary>
/// The options of a simulator. Delays and strictness of the vendor are set for each partner: see
/// <see cref="SimulatedPartner"/>.
/// </summary>
public sealed class SimulatorOptions
{
    /// <summary>
    /// The file that keeps everything across restarts and kills; null keeps it in memory only. One process per file.
    /// </summary>
    public string? StateFile { get; init; }

    /// <summary>
    /// The certificate for https addresses, with its private key: a PFX without password, or a PEM file that has both.
    /// Null: the one for development.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>
    /// The clock of the domain: order completion, cart expiry, reviews, windows. Steps of the control surface are added
    /// to it.
    /// </summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The day whose rules hold (<see cref="Calendar.DatedRules"/>) for partners that name none of their own; from the
    /// start on it goes on with the clock. Null: the clock's day.
    /// </summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The partner tenants that exist. Those already in the state file keep the switches they had.</summary>
    public IReadOnlyList<SimulatedPartner> Partners { get; init; } = SimulatedPartners.WellKnown;

    /// <summary>
    /// The time from the request for a qualification to its approval; null: only the control surface decides. C §13.
    /// </summary>
    public TimeSpan? QualificationDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time for which a first answer is kept for a repeat with the same MS-RequestId. C §24.4.</summary>
    public TimeSpan ReplayRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Validity of access tokens.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>
    /// New availability ids every so often; null: only the fault <c>staleCatalog</c> renews them. C §24.5.
    /// </summary>
    public TimeSpan? CatalogRotation { get; init; }

    /// <summary>The number of requests that the journal keeps; the oldest is dropped first.</summary>
    public int JournalCapacity { get; init; } = 20_000;

    /// <summary>Seed of the probabilities of faults; null: different in every run.</summary>
    public int? FaultSeed { get; init; }
}
