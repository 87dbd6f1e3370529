using System.Text.Json;
using DurableTask.AzureStorage;

namespace OnboardingFunctions.Tests.Engine;

/// <summary>
/// Durable Task's engine on Azure Storage, which the Functions host runs, with the settings of host.json.
/// </summary>
internal static class StorageEngine
{
    public static AzureStorageOrchestrationService New(string connectionString)
    {
        using var host = JsonDocument.Parse(Repository.Read("host.json"));
        var tasks = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        var storage = tasks.GetProperty("storageProvider");
        return new AzureStorageOrchestrationService(
            new AzureStorageOrchestrationServiceSettings
            {
                TaskHubName = tasks.GetProperty("hubName").GetString()!,
                StorageAccountClientProvider = new StorageAccountClientProvider(connectionString),
                WorkerId = "worker",
                PartitionCount = storage.GetProperty("partitionCount").GetInt32(),
                ControlQueueBatchSize = storage.GetProperty("controlQueueBatchSize").GetInt32(),
                ControlQueueBufferThreshold = storage.GetProperty("controlQueueBufferThreshold").GetInt32(),
                ControlQueueVisibilityTimeout = Time(storage.GetProperty("controlQueueVisibilityTimeout")),
                WorkItemQueueVisibilityTimeout = Time(storage.GetProperty("workItemQueueVisibilityTimeout")),
                MaxQueuePollingInterval = Time(storage.GetProperty("maxQueuePollingInterval")),
                UseTablePartitionManagement = storage.GetProperty("useTablePartitionManagement").GetBoolean(),
                MaxConcurrentTaskActivityWorkItems = tasks.GetProperty("maxConcurrentActivityFunctions").GetInt32(),
                MaxConcurrentTaskOrchestrationWorkItems = tasks
                    .GetProperty("maxConcurrentOrchestratorFunctions")
                    .GetInt32(),
                UseAppLease = tasks.GetProperty("useAppLease").GetBoolean(),
            }
        );
    }

    private static TimeSpan Time(JsonElement value) =>
        TimeSpan.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
