using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Onboarding.Customers;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using Onboarding.Progress;

namespace Onboarding.Http.Onboardings;

/// <summary>Hands the first administrator's credentials over, once, and writes down to whom.</summary>
public sealed class CredentialsHandler(
    IOnboardingRecords records,
    ISecretVault vault,
    IAuditLog audit,
    TimeProvider time,
    ILogger<CredentialsHandler> logger
) : IDisposable
{
    // Two callers at once in one process: the second must find nothing.
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public async Task<IResult> HandOver(
        OnboardingId id,
        CredentialsConfirmation body,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (!body.Confirm)
            throw new ProblemException(
                KnownProblems.InvalidBody(
                    "confirm: expected true; the credentials are deleted here once they are handed over."
                )
            );
        var record =
            await records.Get(id, cancellationToken)
            ?? throw new ProblemException(KnownProblems.NotFound("There is no onboarding with this id."));
        var name = AdminCredentials.SecretName(id);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (await vault.Find(name, cancellationToken) is not { } secret)
                throw new ProblemException(
                    record is { Outcome: null, Exists.TenantId: null }
                        ? KnownProblems.NoCredentialsYet(id, record.Stage)
                        : KnownProblems.CredentialsGone(id)
                );
            var credentials = DurableJson.Read<CredentialsAnswer>(secret);
            await audit.Append(
                new AuditEntry($"{id}-credentials", time.GetUtcNow(), caller.Name, "credentials.handed-over", id.Value),
                cancellationToken
            );
            // Deleted before they are sent: a broken connection may lose them (the customer can reset the password), a
            // second answer may not exist.
            await vault.Delete(name, CancellationToken.None);
            Log.CredentialsHandedOver(logger, id, caller.Name);
            return Results.Json(credentials, ApiJson.Options);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();
}
