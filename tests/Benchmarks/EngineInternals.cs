using DurableTask.Sqlite;
using Onboarding;
using OnboardingServer.Journal;

namespace Benchmarks;

/// <summary>What a harness sees of the engine and of the task hub under it.</summary>
internal static class EngineInternals
{
    extension(JournalEngine engine)
    {
        public LoadedInstances Instances => engine.Hub.Instances;
        public ActivityRunner Activities => engine.Hub.Activities;
        public Retention Retention => engine.Hub.Retention!;
        public DateTimeOffset? NextDue => engine.Hub.NextDue;

        public Task WhenIdle() => engine.Hub.WhenIdle();

        public Task CrashAsync() => engine.Hub.CrashAsync();

        public void Enqueue(JournalWrite write) => engine.Hub.Enqueue(write);

        public IReadOnlyList<HistoryRow> History(string instanceId) => engine.Hub.History(instanceId);

        public Task<bool> Resume(string instanceId, string? version, CancellationToken cancellationToken) =>
            engine.Hub.ResumeHalted(instanceId, version, cancellationToken);

        /// <summary>Gets the state of an instance once it has ended; null when there is none.</summary>
        public async Task<InstanceState?> WhenEnded(string instanceId, CancellationToken cancellationToken) =>
            engine.Hub.Get(instanceId) is null
                ? null
                : JournalEngine.StateOf(await engine.Hub.WhenEnded(instanceId, withPayloads: true, cancellationToken));
    }
}
