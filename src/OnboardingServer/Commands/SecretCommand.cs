using DurableTask.Sqlite;
using Microsoft.Extensions.Options;
using Onboarding.Customers;
using Onboarding.Webhooks;
using OnboardingServer.Hosting;

namespace OnboardingServer.Commands;

/// <summary>
/// Puts a partner's credential into the vault. It is read from stdin, so that it is in no history of commands and no
/// list of processes.
/// </summary>
internal static class SecretCommand
{
    public static Task<int> Run(ServerSettings settings, string name, TextReader input) =>
        Terminal.Guard(async () =>
        {
            if (name.Length is 0 or > 120 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                throw new StartException(
                    $"'{name}' is no name for a secret; expected 1 to 120 letters, digits and hyphens."
                );
            var value = (await input.ReadToEndAsync()).TrimEnd('\r', '\n');
            if (value.Length == 0)
                throw new StartException("Nothing came on stdin; expected the secret.");

            await using var host = ServerHost.Build(settings);
            if (
                host
                    .Services.GetRequiredService<IOptions<WebhookOptions>>()
                    .Value.SecretProblems(name, value)
                    .ToArray() is
                { Length: > 0 } problems
            )
                throw new StartException([.. problems, "Nothing was stored."]);
            host.Services.GetRequiredService<JournalFile>().Open();
            await host.Services.GetRequiredService<ISecretVault>().Set(name, value, CancellationToken.None);
            Console.WriteLine($"Stored under {name} in {host.DataDirectory}.");
            return ExitCodes.Completed;
        });
}
