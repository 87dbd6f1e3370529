using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks;

/// <summary>
/// What one activity leaves to the collector, from its call to the turn that sees its result, by BenchmarkDotNet's
/// memory diagnoser.
/// </summary>
internal static class Allocations
{
    public static Task<IReadOnlyList<Figure>> Measure(Sizes sizes) =>
        Task.Run<IReadOnlyList<Figure>>(() =>
        {
            var artifacts = Directory.CreateTempSubdirectory("benchmark").FullName;
            try
            {
                // In this process: one of its own would be built first, which takes longer than all the rest.
                var job = Job
                    .Default.WithToolchain(InProcessEmitToolchain.Instance)
                    .WithStrategy(RunStrategy.Monitoring)
                    .WithWarmupCount(1)
                    .WithIterationCount(sizes.AllocationRounds);
                var config = ManualConfig
                    .CreateEmpty()
                    .AddJob(job)
                    .AddDiagnoser(MemoryDiagnoser.Default)
                    .WithArtifactsPath(artifacts);
                var report = BenchmarkRunner.Run<ActivityAllocations>(config).Reports.Single();
                var bytes =
                    report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)
                    ?? throw new InvalidOperationException("Nothing was measured.");
                return [new("allocated per activity, call to result", bytes, "bytes")];
            }
            finally
            {
                Directory.Delete(artifacts, recursive: true);
            }
        });
}

/// <summary>Runs of ten instances with a hundred activities each at once.</summary>
public class ActivityAllocations
{
    private const int Instances = 10;

    private Rig _rig = null!;

    [GlobalSetup]
    public void Start() => _rig = Rig.Started().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Stop() => _rig.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Instances * Rounds.Activities)]
    public async Task Activities()
    {
        await _rig.StartMany(Rounds.StoredName, Instances, 1);
        await _rig.Engine.WhenIdle();
    }
}
