using Microsoft.Extensions.Options;
using Onboarding.Customers;
using Onboarding.Webhooks;

namespace OnboardingServer.Hosting;

/// <summary>
/// Refuses to start with a stored secret that no sender can prove itself with: otherwise each webhook would be refused,
/// and only the log would say why. One that is not stored yet may come while the server runs.
/// </summary>
internal sealed class CheckWebhookSecrets(IOptions<WebhookOptions> options, ISecretVault vault) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var names = options.Value.Sources.Values.SelectMany(source => new[] { source.KeyName, source.SecondKeyName });
        foreach (var name in names.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await vault.Find(name, cancellationToken) is { } secret)
                problems.AddRange(options.Value.SecretProblems(name, secret));
        }

        if (problems.Count > 0)
            throw new StartException([.. problems]);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
