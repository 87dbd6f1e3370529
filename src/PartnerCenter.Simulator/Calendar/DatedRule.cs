namespace PartnerCenter.Simulator.Calendar;

/// <summary>One of Microsoft's rules that begins on a day.</summary>
/// <param name="Name">Names the rule on the control surface.</param>
/// <param name="From">The first day on which it holds.</param>
/// <param name="Text">Says what holds from then on.</param>
/// <param name="Source">The section of the contract.</param>
public sealed record DatedRule(string Name, DateOnly From, string Text, string Source);

/// <summary>Lists the dated rules.</summary>
public static class DatedRules
{
    public static DatedRule CustomerAgreement { get; } =
        new(
            "customerAgreement",
            new(2019, 10, 1),
            "Orders need the Microsoft Customer Agreement; the Microsoft Cloud Agreement does not suffice any more.",
            "C §9"
        );

    public static DatedRule AcceptanceRepeated { get; } =
        new(
            "acceptanceRepeated",
            new(2023, 4, 1),
            "An acceptance of the agreement before this day has to be repeated.",
            "C §9.0"
        );

    public static DatedRule ResellerOfNewSubscription { get; } =
        new(
            "resellerOfNewSubscription",
            new(2025, 6, 2),
            "An order with the partner id of a reseller who is not authorised is refused.",
            "C §10.5"
        );

    public static DatedRule ResellerOfChange { get; } =
        new(
            "resellerOfChange",
            new(2025, 12, 1),
            "A change of a subscription to the partner id of a reseller who is not authorised, or to more seats "
                + "under one, is refused.",
            "C §10.5"
        );

    public static DatedRule AttestationRetired { get; } =
        new(
            "attestationRetired",
            new(2026, 1, 5),
            "The partner's attestation of the agreement is closed in the public cloud.",
            "C §9.0"
        );

    public static DatedRule SandboxMfa { get; } =
        new("sandboxMfa", new(2026, 3, 1), "In the sandbox a token of a user without MFA is refused.", "C §25 row 26");

    public static DatedRule ExtendedTerm { get; } =
        new(
            "extendedTerm",
            new(2026, 5, 4),
            "A term that ends without renewal and without an instruction to cancel goes on as a paid extended term.",
            "C §19.4"
        );

    public static DatedRule Mfa { get; } =
        new("mfa", new(2026, 6, 8), "In production a token of a user without MFA is refused.", "C §2, C §25 row 26");

    public static IReadOnlyList<DatedRule> All { get; } =
    [
        CustomerAgreement,
        AcceptanceRepeated,
        ResellerOfNewSubscription,
        ResellerOfChange,
        AttestationRetired,
        SandboxMfa,
        ExtendedTerm,
        Mfa,
    ];
}
