using System.Diagnostics;
using System.Text.RegularExpressions;
using OnboardingServer.Hosting;

namespace OnboardingServer.Tests.Documents;

/// <summary>Runs the commands that the documents show, in their order, against a real server.</summary>
public sealed partial class DocumentCommandTests : IDisposable
{
    /// <summary>
    /// What the shell is told first: a failed call fails the script; the server's own commands run as built. Exit code
    /// 2 of a batch is expected, because the sample has rows that are refused.
    /// </summary>
    private const string Prelude = """
        set -euo pipefail
        curl() { command curl --fail-with-body --silent --show-error "$@"; }
        dotnet() {
          [ "${1-} ${2-} ${3-}" = "run --project src/OnboardingServer" ] || return 0
          shift 3; [ "${1-}" = -- ] && shift
          case "${1-}" in
            batch) command dotnet "$SERVER" "$@" --data "$1" || [ $? -eq 2 ];;
            onboard) command dotnet "$SERVER" "$@" --data "$1";;
            secret) command dotnet "$SERVER" "$@";;
          esac
        }

        """;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("documents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/api.md")]
    [InlineData("docs/approvals.md")]
    [InlineData("docs/batches.md")]
    [InlineData("docs/operations.md")]
    [InlineData("docs/webhooks-and-queue.md")]
    public async Task The_commands_of_a_document_run(string document)
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder, "samples"), Path.Combine(Repository.Root, "samples"));
        File.Copy(
            Path.Combine(Repository.Root, "samples", "new-customer-direct.json"),
            Path.Combine(_folder, "order.json")
        );
        var blocks = Commands(document);
        var start = blocks.FindIndex(block => ServerStart().IsMatch(block));
        await Run(start < 0 ? [] : blocks[..start], address: null);

        var settings = (start < 0 ? [] : Setting().Matches(blocks[start]).ToList()).ToDictionary(
            match => match.Groups["key"].Value,
            match => (string?)match.Groups["value"].Value
        );
        await using var host = ServerHost.Build(
            new ServerSettings(Path.Combine(_folder, "data"), ServerSettings.AnyPort, settings) { Quiet = true }
        );
        await host.Start(default);
        await Run(blocks[(start + 1)..], host.Address);
    }

    [Fact]
    public void The_commands_of_every_document_are_run()
    {
        var documents = Directory
            .GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(document => Commands(document).Count > 0);

        var run = typeof(DocumentCommandTests)
            .GetMethod(nameof(The_commands_of_a_document_run))!
            .GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute =>
                ((IEnumerable<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)
                    .Single()
                    .Value!
            );
        Assert.Equal(documents.Order(StringComparer.Ordinal), run.Cast<string>().Order(StringComparer.Ordinal));
    }

    private static List<string> Commands(string document) =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
                .Select(match => match.Groups["text"].Value),
        ];

    private async Task Run(IReadOnlyList<string> blocks, Uri? address)
    {
        if (blocks.Count == 0)
            return;
        var script = Prelude + string.Concat(blocks);
        if (address is not null)
            script = script.Replace(
                ServerSettings.DefaultUrls,
                address.ToString().TrimEnd('/'),
                StringComparison.Ordinal
            );
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SERVER"] = typeof(ServerHost).Assembly.Location;
        using var shell = Process.Start(start)!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(LongestWait, TimeProvider.System);
        await shell.WaitForExitAsync(deadline.Token);
        Assert.True(shell.ExitCode == 0, $"{script}\n\n{await output}\n{await errors}");
    }

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>Finds the command that runs the server itself: no command of the program follows.</summary>
    [GeneratedRegex(@"^dotnet run --project src/OnboardingServer( -- (\\\n *)?--\w|$)", RegexOptions.Multiline)]
    private static partial Regex ServerStart();

    [GeneratedRegex(@"--(?<key>[\w:.]+)=(?<value>\S+)")]
    private static partial Regex Setting();
}
