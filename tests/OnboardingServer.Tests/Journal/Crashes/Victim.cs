using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Onboarding;
using Onboarding.Effects;
using OnboardingServer.Journal;
using static OnboardingServer.Tests.Journal.Names;

namespace OnboardingServer.Tests.Journal.Crashes;

/// <summary>
/// A process with an engine that carries some instances to their end, and writes a line into <c>log</c> before every
/// effect and after everything that was acknowledged. It dies when it is killed from outside, or kills itself at a
/// commit. Arguments: the folder, how many instances, then <c>before N</c> or <c>after N</c> for the commit it dies at,
/// or <c>limit BYTES</c> for how large its files may get.
/// </summary>
internal static partial class Victim
{
    private const int FileSizeLimit = 1;
    private const int FileSizeSignal = 25;

    public static async Task<int> Run(string[] args)
    {
        var (folder, instances) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
        var (kind, number) = args.Length > 2 ? (args[2], long.Parse(args[3], CultureInfo.InvariantCulture)) : ("", 0);
        using var log = new VictimLog(folder);
        await using var services = new ServiceCollection()
            .AddSingleton(log)
            .AddScoped<ActivityLifetime>()
            .BuildServiceProvider();
        var options = Microsoft.Extensions.Options.Options.Create(new JournalOptions { DataDirectory = folder });
        var registry = new TaskCatalog()
            .Add(Main, new Story<string, string>(VictimStory.Run))
            .Add(Child, new Story<string, string>(VictimStory.RunChild))
            .Add<Effect, string, string>(Echo);
        using var file = options.Value.NewFile(TimeProvider.System, NullLogger.Instance);
        file.Hook = (moment, commit) =>
        {
            if (kind == (moment == CommitMoment.Before ? "before" : "after") && commit == number)
                Process.GetCurrentProcess().Kill();
        };
        using var engine = new JournalEngine(
            registry,
            services.GetRequiredService<IServiceScopeFactory>(),
            file,
            options,
            TimeProvider.System,
            NullLogger<JournalEngine>.Instance
        );
        await engine.StartAsync(default);
        if (kind == "limit")
            LimitFiles(number);
        Console.WriteLine("ready");
        var lift =
            kind == "limit"
                ? Task.Run(() => Console.In.ReadLine()).ContinueWith(_ => LimitFiles(null), TaskScheduler.Default)
                : Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, instances).Select(number => Carry(engine, $"i{number}", log)));
        await lift;
        await engine.StopAsync(default);
        return 0;
    }

    private static async Task Carry(JournalEngine engine, string id, VictimLog log)
    {
        await Insist(async () =>
        {
            await engine.Start(Main, id, "", default);
            log.Add($"started {id}");
        });
        for (var run = 1; run <= 2; run++)
        {
            var name = $"go{run}";
            await Insist(async () =>
            {
                // A second of one name finds nobody; false after the end.
                if (await engine.RaiseEvent(id, new EventName<string>(name), "went", default))
                    log.Add($"raised {id} {name}");
            });
        }

        await engine.WhenEnded(id, default);

        async Task Insist(Func<Task> call)
        {
            for (; ; )
            {
                try
                {
                    await call();
                    return;
                }
                catch (JournalUnavailableException)
                {
                    log.Add($"refused {id}");
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                }
            }
        }
    }

    // A write beyond the limit fails with EFBIG, which SQLite reports as an I/O error, once the signal that would end
    // the process is ignored.
    private static void LimitFiles(long? bytes)
    {
        _ = Signal(FileSizeSignal, 1);
        var limit = new ResourceLimit
        {
            Current = bytes is { } number ? (ulong)number : ulong.MaxValue,
            Most = ulong.MaxValue,
        };
        if (SetResourceLimit(FileSizeLimit, in limit) != 0)
            throw new InvalidOperationException("The limit of file sizes cannot be set.");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Current;
        public ulong Most;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);
}

/// <summary>Lines that are in the file when <see cref="Add"/> returns, whatever becomes of the process.</summary>
internal sealed class VictimLog(string folder) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file = new(
        Path.Combine(folder, "log"),
        FileMode.Append,
        FileAccess.Write,
        FileShare.ReadWrite,
        bufferSize: 0
    );

    public static string[] Read(string folder)
    {
        var path = Path.Combine(folder, "log");
        if (!File.Exists(path))
            return [];
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Add(string line)
    {
        lock (_gate)
            _file.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    }

    public void Dispose() => _file.Dispose();
}

internal sealed class Effect(VictimLog log) : StepActivity<string, string>
{
    protected override Task<string> Run(TaskActivityContext context, string input, CancellationToken cancellationToken)
    {
        log.Add($"effect {context.InstanceId} {input}");
        return Task.FromResult(input);
    }
}

internal static class VictimStory
{
    public const string Outcome = "first2 went child2 left2+right2";

    public static async Task<string> Run(TaskOrchestrationContext context, string input)
    {
        var run = input.Length + 1;
        var result = await context.CallStep(Names.Echo, $"first{run}");
        await context.CreateTimer(context.CurrentUtc.AddMilliseconds(20), default);
        using var cancellation = new CancellationTokenSource();
        var deadline = context.CreateTimer(context.CurrentUtc.AddHours(1), cancellation.Token);
        var go = context.WaitForEvent(new EventName<string>($"go{run}"));
        result += await Task.WhenAny(go, deadline) == go ? $" {await go}" : " expired";
        cancellation.Cancel();
        result += $" {await context.CallSubOrchestration(Names.Child, $"{run}", $"{context.InstanceId}:{run}")}";
        result +=
            $" {string.Join('+', await Task.WhenAll(context.CallStep(Names.Echo, $"left{run}"), context.CallStep(Names.Echo, $"right{run}")))}";
        if (run == 2)
            return result;
        context.ContinueAsNew("x");
        return "";
    }

    public static async Task<string> RunChild(TaskOrchestrationContext context, string input)
    {
        await context.CreateTimer(context.CurrentUtc.AddMilliseconds(10), default);
        return await context.CallStep(Names.Echo, $"child{input}");
    }
}
