using System.Text.Json;
using DurableTask.Sqlite;
using Onboarding.Progress;
using OnboardingServer.Storage;
using PartnerCenter;

namespace OnboardingServer.Hosting;

/// <summary>
/// Keeps in <c>partners.json</c> the Partner Center of each partner of this data directory. An onboarding that began at
/// one Partner Center and went on at another, or at the simulator, would end with an outcome that is true of neither.
/// </summary>
internal sealed class PartnerAddresses(JournalFile file, IOnboardingRecords records, PartnerCenterClients partners)
{
    private const string FileName = "partners.json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="inProcess">The partners that the simulator of this process serves.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StartException">A partner with open onboardings is now somebody else.</exception>
    public async Task Check(IReadOnlyCollection<string> inProcess, CancellationToken cancellationToken)
    {
        var path = Path.Combine(file.Directory, FileName);
        var known = await Known(path, cancellationToken);
        var now = new Dictionary<string, string>(known, StringComparer.OrdinalIgnoreCase);
        foreach (var name in partners.Names)
        {
            var address = AddressOf(partners.For(name).Partner, inProcess.Contains(name));
            if (now.TryGetValue(name, out var before) && before != address && await HasOpen(name, cancellationToken))
                throw new StartException(
                    $"Partner {name} has onboardings under way in {file.Directory} that began at {before}; it is now "
                        + $"configured as {address}. Configure Partners:{name} as before, or choose another directory "
                        + "with Server:DataDirectory (--data)."
                );
            now[name] = address;
        }

        if (!now.OrderBy(entry => entry.Key).SequenceEqual(known.OrderBy(entry => entry.Key)))
            DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(now, Indented));
    }

    private static async Task<Dictionary<string, string>> Known(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(
                    await File.ReadAllBytesAsync(path, cancellationToken)
                ) ?? [];
        }
        catch (JsonException damaged)
        {
            throw new StartException(
                $"{path} is damaged: {damaged.Message} It says at which Partner Center each partner's onboardings "
                    + "began. Put it in place from a backup; or remove it, when no partner has been configured "
                    + "otherwise since the last start."
            );
        }
    }

    // The port of a simulator on this machine is a matter of chance.
    private static string AddressOf(PartnerProfile partner, bool inProcess) =>
        inProcess
            ? "the simulator of this process"
            : $"{(partner.BaseAddress is { IsLoopback: true } ? "a simulator on this machine" : partner.BaseAddress!.Authority)}, tenant {partner.TenantId}";

    private async Task<bool> HasOpen(string partner, CancellationToken cancellationToken) => (
            await records.Search(
                new()
                {
                    State = "open",
                    Partner = partner,
                    Limit = 1,
                },
                cancellationToken
            )
        ).Items.Count > 0;
}
