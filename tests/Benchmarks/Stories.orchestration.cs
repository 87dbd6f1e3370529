using Microsoft.DurableTask;
using Onboarding;
using Onboarding.Effects;

namespace Benchmarks;

/// <summary>Five trivial activities in sequence.</summary>
internal sealed class FiveSteps : TaskOrchestrator<int, int>
{
    public static OrchestrationName<int, int> StoredName { get; } = new("bench-five");

    public override async Task<int> RunAsync(TaskOrchestrationContext context, int input)
    {
        var value = input;
        for (var step = 0; step < 5; step++)
            value = await context.CallStep(Echo.StoredName, value);
        return value;
    }
}

/// <summary>Waits for an event with a deadline.</summary>
internal sealed class Approval : TaskOrchestrator<int, int>
{
    public static OrchestrationName<int, int> StoredName { get; } = new("bench-approval");
    public static EventName<int> Decided { get; } = new("decided");

    public override async Task<int> RunAsync(TaskOrchestrationContext context, int input)
    {
        using var deadline = new CancellationTokenSource();
        var decision = context.WaitForEvent(Decided);
        var expired = context.CreateTimer(TimeSpan.FromDays(30), deadline.Token);
        if (await Task.WhenAny(decision, expired) != decision)
            return -1;
        deadline.Cancel();
        return await decision;
    }
}

/// <summary>Rounds of a hundred activities, then a wait: a history as long as one likes.</summary>
internal sealed class Rounds : TaskOrchestrator<int, int>
{
    public const int Activities = 100;

    public static OrchestrationName<int, int> StoredName { get; } = new("bench-rounds");

    public override async Task<int> RunAsync(TaskOrchestrationContext context, int input)
    {
        for (var round = 0; round < input; round++)
            await Task.WhenAll(
                Enumerable.Range(0, Activities).Select(number => context.CallStep(Echo.StoredName, number))
            );
        return await context.WaitForEvent(Approval.Decided);
    }
}

/// <summary>Looks again and again; a new run for every look.</summary>
internal sealed class Poll : TaskOrchestrator<PollState, int>
{
    public static OrchestrationName<PollState, int> StoredName { get; } = new("bench-poll");

    public override async Task<int> RunAsync(TaskOrchestrationContext context, PollState input)
    {
        var looks = await context.CallStep(Echo.StoredName, input.Looks + 1);
        if (context.CurrentUtc >= input.Until)
            return looks;
        await context.CreateTimer(input.Every, CancellationToken.None);
        context.ContinueAsNew(input with { Looks = looks });
        return looks;
    }
}

internal sealed record PollState(TimeSpan Every, DateTimeOffset Until, int Looks);
