using System.Diagnostics.CodeAnalysis;
using DurableTask.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Onboarding;

namespace OnboardingServer.Journal;

/// <summary>Makes what the task hub runs.</summary>
internal sealed class JournalTasks(TaskCatalog catalog) : IDurableTaskFactory
{
    public bool TryCreateActivity(
        TaskName name,
        IServiceProvider serviceProvider,
        [NotNullWhen(true)] out ITaskActivity? activity
    )
    {
        var stopping = serviceProvider.GetService<ActivityLifetime>()?.Stopping ?? CancellationToken.None;
        activity = catalog.Activities.GetValueOrDefault(name.Name)?.Create(serviceProvider, stopping);
        return activity is not null;
    }

    public bool TryCreateOrchestrator(
        TaskName name,
        IServiceProvider serviceProvider,
        [NotNullWhen(true)] out ITaskOrchestrator? orchestrator
    )
    {
        orchestrator = catalog.Orchestrators.GetValueOrDefault(name.Name)?.Orchestrator;
        return orchestrator is not null;
    }
}
