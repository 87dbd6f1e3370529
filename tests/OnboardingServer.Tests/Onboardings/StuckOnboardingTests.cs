using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Effects;
using Onboarding.Http;
using Onboarding.Http.Onboardings;
using Onboarding.Progress;
using Onboarding.Requests;
using Onboarding.Submission;
using Scenarios;

namespace OnboardingServer.Tests.Onboardings;

/// <summary>An onboarding whose history the code does not fit any more, and the release that does again.</summary>
public sealed class StuckOnboardingTests : IAsyncLifetime
{
    private JournalHost Host { get; } = new();

    public async Task InitializeAsync() => await Host.Start();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task One_that_waits_is_shown_as_stuck_by_a_release_that_cannot_go_on_and_goes_on_with_one_that_can()
    {
        var request = Requests.Direct() with { Approval = ApprovalDemand.Required };
        var accepted = Assert.IsType<SubmissionResult.Accepted>(await Host.Submit(request));
        var id = accepted.Record.Id;
        await Host.Until(id, record => record.Stage == Stage.AwaitingApproval);

        await Restart(With(new OtherOnboarding()));
        await Host.Cancel(id);
        await Host.StepOnce();

        var stuck = await Shown(id);
        Assert.Equal(ErrorCodes.NonDeterministic, stuck.Stuck!.Code);
        Assert.Equal((Stage.AwaitingApproval, Actor.Operator), (stuck.Stage, stuck.WaitsFor));
        Assert.Equal(1, await Host.Services.GetRequiredService<StuckOnboardingDetector>().Run(default));
        Assert.Single((await Tasks(id)).Items, task => task.State == OpenTaskState.Open);

        await Restart(release: null);
        var ended = await Host.UntilEnded(id);

        Assert.IsType<OnboardingOutcome.Cancelled>(ended.Outcome);
        Assert.Null((await Shown(id)).Stuck);
        Assert.Equal(0, await Host.Services.GetRequiredService<StuckOnboardingDetector>().Run(default));
        Assert.DoesNotContain((await Tasks(id)).Items, task => task.State == OpenTaskState.Open);
    }

    private async Task Restart(TaskCatalog? release)
    {
        await Host.KillEngine();
        Host.Release = release;
        await Host.StartEngine();
    }

    private async Task<OnboardingResource> Shown(OnboardingId id)
    {
        var view = ActivatorUtilities.CreateInstance<OnboardingView>(
            Host.Services,
            new HostFacts(Simulated: true, _ => false)
        );
        return (await view.Of(id, default))!;
    }

    private Task<OpenTaskPage> Tasks(OnboardingId id) => Host.OpenTasks.List(null, id, 10, null, default);

    private static TaskCatalog With(TaskOrchestrator<OnboardingPlan, OnboardingOutcome> onboarding) =>
        new TaskCatalog()
            .Add(OnboardingNames.Onboarding, onboarding)
            .Add<ReadRecordActivity, ReadRecordInput, ReadRecordResult>(ReadRecordActivity.StoredName);

    /// <summary>As a careless change would have it: another step before everything else.</summary>
    private sealed class OtherOnboarding : TaskOrchestrator<OnboardingPlan, OnboardingOutcome>
    {
        public override async Task<OnboardingOutcome> RunAsync(TaskOrchestrationContext context, OnboardingPlan input)
        {
            await context.CallStep(ReadRecordActivity.StoredName, new ReadRecordInput(input.Id));
            return new OnboardingOutcome.Completed(ProvisionedResources.Empty);
        }
    }
}
