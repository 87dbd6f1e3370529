using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Onboarding.Customers;
using Onboarding.Http.Problems;
using Onboarding.Progress;

namespace Onboarding.Http.Health;

/// <summary>
/// The answer of the health checks: whether the process is alive, and whether it is ready for work.
/// <paramref name="PartnerCenter"/> is <c>simulator</c> or <c>configured</c>.
/// </summary>
public sealed record HealthAnswer(string Status, string PartnerCenter);

public sealed class HealthHandler(
    IOrchestrationClient engine,
    IOnboardingRecords records,
    ISecretVault vault,
    HostFacts facts,
    TimeProvider time,
    ILogger<HealthHandler> logger
)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    public Task<IResult> Live() => Task.FromResult(Answer("live"));

    /// <summary>
    /// Asks engine, store and vault something that none of them has: an answer, whatever it is, shows that they can be
    /// read. Whether they can be written the host knows.
    /// </summary>
    public async Task<IResult> Ready(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var part = "the engine";
        try
        {
            await engine.Get("health", either.Token);
            part = "the store of records";
            await records.Get(new OnboardingId("health"), either.Token);
            part = "the vault";
            await vault.Find("health", either.Token);
            part = "writing";
            if (facts.WhyNotWritable() is { } reason)
                throw reason;
            return Answer("ready");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotReady(logger, part, exception);
            throw new ProblemException(KnownProblems.NotReady());
        }
    }

    private IResult Answer(string status) =>
        Results.Json(new HealthAnswer(status, facts.Simulated ? "simulator" : "configured"), ApiJson.Options);
}
