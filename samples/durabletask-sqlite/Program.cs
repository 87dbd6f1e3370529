using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Counts down in steps that are on disk. Kill it (kill -9) and run it again: it goes on where it was.
var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddDurableTaskWorker(worker =>
    worker.UseSqlite("countdown.db").AddTasks(tasks => tasks.AddOrchestrator<Countdown>().AddActivity<Say>())
);
builder.Services.AddDurableTaskClient(client => client.UseSqlite("countdown.db"));
using var host = builder.Build();
await host.StartAsync();
var client = host.Services.GetRequiredService<DurableTaskClient>();
if (await client.GetInstanceAsync("one") is null)
    await client.ScheduleNewOrchestrationInstanceAsync(nameof(Countdown), 10, new StartOrchestrationOptions("one"));
var ended = await client.WaitForInstanceCompletionAsync("one", getInputsAndOutputs: true);
Console.WriteLine(ended.ReadOutputAs<string>());
await host.StopAsync();

internal sealed class Countdown : TaskOrchestrator<int, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, int input)
    {
        for (var n = input; n > 0; n--)
        {
            await context.CallActivityAsync(nameof(Say), n);
            await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
        }

        return "Done.";
    }
}

internal sealed class Say : TaskActivity<int, string>
{
    public override Task<string> RunAsync(TaskActivityContext context, int input)
    {
        Console.WriteLine(input);
        return Task.FromResult("");
    }
}
