using System.Text;
using Onboarding.Effects;
using Onboarding.Submission;
using PartnerCenter;

namespace Onboarding.Requests;

/// <summary>The result of a message with a request.</summary>
public abstract record QueuedResult
{
    private QueuedResult() { }

    /// <summary>The request is kept, now or before: the message has done its work.</summary>
    public sealed record Taken(OnboardingId Id) : QueuedResult;

    /// <summary>It held several requests; each is kept as a message of its own.</summary>
    public sealed record Divided(int Count) : QueuedResult;

    /// <summary>
    /// The request can never be accepted. <paramref name="Reason"/> is a code of the error catalogue,
    /// <paramref name="Description"/> names the error and its place, without personal data.
    /// </summary>
    public sealed record Poison(string Reason, string Description) : QueuedResult;

    /// <summary>Partner Center could not be asked; nothing was kept. To be brought again.</summary>
    public sealed record Later(TimeSpan? NotBefore) : QueuedResult;
}

/// <summary>
/// Requests that come by queue. The reference is the key: a message that comes twice is one onboarding.
/// </summary>
public sealed class QueuedRequests(RequestReader reader, OnboardingSubmission submission)
{
    private const int MostDescribed = 2000;

    /// <param name="body">A request as JSON.</param>
    /// <param name="by">
    /// The sender, for the record, the audit log and the rule that the submitter may not approve; several with commas.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<QueuedResult> Take(ReadOnlyMemory<byte> body, string by, CancellationToken cancellationToken) =>
        reader.Read(body) switch
        {
            RequestReading.Understood understood => await Submit(understood.Request, by, cancellationToken),
            RequestReading.NotUnderstood wrong => Poison(wrong.Findings),
            var other => throw new InvalidOperationException(
                $"{other.GetType().Name} is a reading that nobody foresaw."
            ),
        };

    private async Task<QueuedResult> Submit(OnboardingRequest request, string by, CancellationToken cancellationToken)
    {
        try
        {
            return await submission.Submit(request, idempotencyKey: null, by, cancellationToken) switch
            {
                SubmissionResult.Accepted accepted => new QueuedResult.Taken(accepted.Record.Id),
                SubmissionResult.Repeated repeated => new QueuedResult.Taken(repeated.Record.Id),
                SubmissionResult.Conflict conflict => new QueuedResult.Poison(
                    ErrorCodes.KeyReused,
                    $"Onboarding {conflict.Record.Id} was submitted under the same reference with another request."
                ),
                SubmissionResult.Refused refused => Poison(refused.Findings),
                var other => throw new InvalidOperationException(
                    $"{other.GetType().Name} is a result that nobody foresaw."
                ),
            };
        }
        catch (PartnerCenterException unreachable)
            when (unreachable.Fault is Fault.Throttled or Fault.Transient or Fault.Unknown or Fault.Unauthorized)
        {
            return new QueuedResult.Later(unreachable.RetryAfter);
        }
        catch (PartnerCenterException refused)
        {
            return new QueuedResult.Poison(
                ErrorCodes.PartnerCenterRefused,
                $"{refused.Operation} ({VendorFailure.Code(refused)}): Partner Center refuses what is needed to "
                    + "check the request."
            );
        }
    }

    private static QueuedResult.Poison Poison(IReadOnlyList<Finding> findings)
    {
        var errors = findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        var description = new StringBuilder();
        foreach (var error in errors.TakeWhile(_ => description.Length < MostDescribed))
            description
                .Append(description.Length == 0 ? "" : " ")
                .Append(error.Path)
                .Append(error.Path.Length == 0 ? "" : ": ")
                .Append(error.Message);
        return new QueuedResult.Poison(
            errors.Count > 0 ? errors[0].Code : ErrorCodes.Unexpected,
            description.ToString()
        );
    }
}
