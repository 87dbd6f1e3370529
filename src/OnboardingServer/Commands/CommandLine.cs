using System.CommandLine;
using OnboardingServer.Hosting;

namespace OnboardingServer.Commands;

/// <summary>
/// The commands of the terminal. Configuration keys are arguments too: <c>--Waits:Operator=7.00:00:00</c>.
/// </summary>
internal static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        if (SettingArguments.Split(args) is not { } split)
            return ExitCodes.Else;
        var data = new Option<string?>("--data")
        {
            Description = "Folder of everything that is kept. Default: Server:DataDirectory, ./data",
            Recursive = true,
            HelpName = "DIR",
        };
        var urls = new Option<string?>("--urls")
        {
            Description =
                $"Addresses to listen on. Default: {ServerSettings.DefaultUrls}; a free port for onboard and batch",
            Recursive = true,
            HelpName = "URL",
        };
        var asOf = new Option<string?>("--as-of")
        {
            Description = "The day whose rules of Microsoft hold in the simulation, such as 2027-03-01. Default: today",
            Recursive = true,
            HelpName = "DAY",
        };
        asOf.Validators.Add(result =>
        {
            if (!DateOnly.TryParseExact(result.GetValueOrDefault<string?>(), "yyyy-MM-dd", out _))
                result.AddError("--as-of takes a day such as 2027-03-01.");
        });
        ServerSettings Settings(ParseResult parsed, string defaultUrls) =>
            new(
                parsed.GetValue(data),
                parsed.GetValue(urls) ?? defaultUrls,
                parsed.GetValue(asOf) is { } day
                    ? new Dictionary<string, string?>(split.Settings, StringComparer.OrdinalIgnoreCase)
                    {
                        [$"{SimulationModeOptions.Section}:{nameof(SimulationModeOptions.AsOf)}"] = day,
                    }
                    : split.Settings
            );

        var server = new Option<string?>("--server")
        {
            Description =
                "Address of a server that runs, instead of the data folder. The key comes from the environment: "
                + $"{ServerClient.KeyVariable}, or {ServerClient.TokenVariable}",
            HelpName = "URL",
        };
        Task<int> There(
            ParseResult parsed,
            Func<ServerClient, CancellationToken, Task<int>> there,
            Func<Task<int>> here
        )
        {
            if (parsed.GetValue(server) is not { } address)
                return here();
            // What stands for the data folder or for its host would be taken for the server's.
            if (parsed.GetValue(data) is null && parsed.GetValue(urls) is null && split.Settings.Count == 0)
                return Terminal.Remote(address, there);
            Console.Error.WriteLine("--server takes no --data, --urls or configuration keys: the server has its own.");
            return Task.FromResult(ExitCodes.Else);
        }

        var file = new Argument<FileInfo>("FILE") { Description = "A request as JSON" };
        var json = new Option<bool>("--json")
        {
            Description = "Prints the final resource of GET /api/onboardings/{id}, and nothing else, on stdout",
        };
        var acknowledge = new Option<bool>("--acknowledge")
        {
            Description =
                "You have looked at what is found in the request, and it is right: the onboarding does not wait for "
                + "an approval because of it",
        };
        var onboard = new Command("onboard", "Carries one request out to its end") { file, json, acknowledge, server };
        onboard.SetAction(parsed =>
            There(
                parsed,
                (client, stop) =>
                    RemoteOnboard.Run(
                        client,
                        OnboardCommand.Read(parsed.GetValue(file)!),
                        parsed.GetValue(json),
                        parsed.GetValue(acknowledge),
                        stop
                    ),
                () =>
                    OnboardCommand.Run(
                        Settings(parsed, ServerSettings.AnyPort) with
                        {
                            Quiet = true,
                            CustomersAnswer = TimeSpan.FromSeconds(2),
                        },
                        parsed.GetValue(file)!,
                        parsed.GetValue(json),
                        parsed.GetValue(acknowledge)
                    )
            )
        );

        var many = new Argument<FileInfo>("FILE")
        {
            Description = "Many requests: CSV with a header row, or a request per line (.ndjson, .jsonl)",
        };
        var manyJson = new Option<bool>("--json")
        {
            Description = "Prints the final resource of GET /api/batches/{id}, and nothing else, on stdout",
        };
        var results = new Option<FileInfo?>("--results")
        {
            Description = "Where the file is written with what became of each row",
            HelpName = "FILE",
        };
        var batch = new Command("batch", "Carries out a file of many requests to its end")
        {
            many,
            results,
            manyJson,
            server,
        };
        batch.SetAction(parsed =>
            There(
                parsed,
                (client, stop) =>
                    RemoteBatch.Run(
                        client,
                        parsed.GetValue(many)!,
                        parsed.GetValue(results),
                        parsed.GetValue(manyJson),
                        stop
                    ),
                () =>
                    BatchCommand.Run(
                        Settings(parsed, ServerSettings.AnyPort) with
                        {
                            Quiet = true,
                            CustomersAnswer = TimeSpan.FromSeconds(2),
                        },
                        parsed.GetValue(many)!,
                        parsed.GetValue(results),
                        parsed.GetValue(manyJson)
                    )
            )
        );

        var name = new Argument<string>("NAME")
        {
            Description = "Such as the CredentialName of a partner, or the same with -refresh-token",
        };
        var secret = new Command("secret", "Stores what is read from stdin in the vault, under a name") { name };
        secret.SetAction(parsed =>
            SecretCommand.Run(
                Settings(parsed, ServerSettings.AnyPort) with
                {
                    Quiet = true,
                },
                parsed.GetValue(name)!,
                Console.In
            )
        );

        var openApi = new Command("openapi", "Prints the description of the API, generated from its endpoints");
        openApi.SetAction(parsed =>
            OpenApiCommand.Run(Settings(parsed, ServerSettings.AnyPort) with { Quiet = true }, Console.Out)
        );

        var instance = new Argument<string>("ID") { Description = "The instance's id, such as an onboarding's" };
        var all = new Option<bool>("--all") { Description = "Shows every row of the history" };
        var whole = new Option<bool>("--whole") { Description = "The same, with long payloads in full" };
        var history = new Command("history", "Prints what an instance has lived through, also while the server runs")
        {
            instance,
            all,
            whole,
            server,
        };
        history.SetAction(parsed =>
            There(
                parsed,
                (client, stop) => RemoteControl.History(client, parsed.GetValue(instance)!, stop),
                () =>
                    HistoryCommand.Run(
                        Settings(parsed, ServerSettings.AnyPort) with
                        {
                            Quiet = true,
                        },
                        parsed.GetValue(instance)!,
                        parsed.GetValue(all),
                        parsed.GetValue(whole)
                    )
            )
        );

        var target = new Argument<FileInfo>("FILE")
        {
            Description = "Where the backup is written; it must not be there",
        };
        var backup = new Command("backup", "Writes a backup of the data folder, also while the server runs") { target };
        backup.SetAction(parsed =>
            BackupCommand.Run(Settings(parsed, ServerSettings.AnyPort) with { Quiet = true }, parsed.GetValue(target)!)
        );

        var source = new Argument<FileInfo>("FILE") { Description = "A backup" };
        var restore = new Command(
            "restore",
            "Puts a backup in the place of what is in the data folder; the server is stopped"
        )
        {
            source,
        };
        restore.SetAction(parsed =>
            RestoreCommand.Run(Settings(parsed, ServerSettings.AnyPort) with { Quiet = true }, parsed.GetValue(source)!)
        );

        var version = new Option<string?>("--version")
        {
            Description = "The version of its orchestration to go on with",
            HelpName = "VERSION",
        };
        var resume = new Command("resume", "Resumes a halted instance at the next start of the server")
        {
            instance,
            version,
            server,
        };
        resume.SetAction(parsed =>
            There(
                parsed,
                (client, stop) => RemoteControl.Resume(client, parsed.GetValue(instance)!, stop),
                () =>
                    ResumeCommand.Run(
                        Settings(parsed, ServerSettings.AnyPort) with
                        {
                            Quiet = true,
                        },
                        parsed.GetValue(instance)!,
                        parsed.GetValue(version)
                    )
            )
        );

        var cancel = new Command("cancel", "Stops an onboarding or a batch on a server (--server)")
        {
            instance,
            server,
        };
        cancel.SetAction(parsed =>
            There(
                parsed,
                (client, stop) => RemoteControl.Cancel(client, parsed.GetValue(instance)!, stop),
                () =>
                {
                    Console.Error.WriteLine("cancel needs the address of the server that runs: --server URL.");
                    return Task.FromResult(ExitCodes.Else);
                }
            )
        );

        var root = new RootCommand(
            "Onboards customers at Microsoft Partner Center. Without a command: the server with its page."
        )
        {
            onboard,
            batch,
            secret,
            history,
            resume,
            cancel,
            backup,
            restore,
            openApi,
        };
        root.Options.Add(data);
        root.Options.Add(urls);
        root.Options.Add(asOf);
        root.SetAction(parsed => ServeCommand.Run(Settings(parsed, ServerSettings.DefaultUrls)));

        // Signals are the host's: it ends what runs in order.
        return await root.Parse(split.Rest)
            .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }
}
