using System.Globalization;

namespace PartnerCenter.Simulator;

/// <summary>
/// The command line: <c>--urls URL</c>, <c>--state FILE</c>, <c>--certificate FILE</c>, <c>--as-of DAY</c>.
/// </summary>
internal sealed record SimulatorArguments(SimulatorOptions Options, string Urls, string? Error)
{
    private const string Usage =
        "usage: PartnerCenter.Simulator [--urls http://127.0.0.1:7072] [--state FILE] [--certificate FILE] [--as-of "
        + "2026-11-30]";

    internal static SimulatorArguments Parse(string[] args)
    {
        var urls = "http://127.0.0.1:7072";
        string? state = null,
            certificate = null;
        DateOnly? asOf = null;
        for (var i = 0; i < args.Length; i++)
        {
            var (name, inline) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (name is not ("--urls" or "--state" or "--certificate" or "--as-of"))
                return Wrong($"unknown argument '{args[i]}'");
            var value = inline ?? (++i < args.Length ? args[i] : null);
            if (string.IsNullOrWhiteSpace(value))
                return Wrong($"{name} needs a value");
            if (name == "--urls")
                urls = value;
            else if (name == "--state")
                state = value;
            else if (name == "--certificate")
                certificate = value;
            else if (
                DateOnly.TryParseExact(
                    value,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
            )
                asOf = day;
            else
                return Wrong($"--as-of takes a day such as 2026-11-30, not '{value}'");
        }

        return new SimulatorArguments(
            new SimulatorOptions
            {
                StateFile = state,
                CertificateFile = certificate,
                AsOf = asOf,
            },
            urls,
            null
        );

        static SimulatorArguments Wrong(string what) =>
            new(new SimulatorOptions(), "", $"{what}{Environment.NewLine}{Usage}");
    }
}
