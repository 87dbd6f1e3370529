using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Onboarding.Http.Problems;
using PartnerCenter;

namespace Onboarding.Http.Gate;

/// <summary>
/// The one way to an operation, for both hosts: who calls, whether the role permits it, whether the call is in form; then the handler; and whatever is thrown becomes a problem.
/// </summary>
public sealed class ApiGate(IOptions<ApiAuthenticationOptions> authentication, HostFacts facts, ILogger<ApiGate> logger)
{
    public async Task<IResult> Run(HttpContext context, ApiOperation operation)
    {
        SafeHeaders.Apply(context.Response);
        try
        {
            await Admit(context, operation);
            CallForm.Check(context.Request, operation);
            return await operation.Handle(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone: nobody reads an answer.
            return Results.StatusCode(499);
        }
        catch (Exception exception)
        {
            return ProblemOf(exception, context, operation).ToResult(context);
        }
    }

    private async Task Admit(HttpContext context, ApiOperation operation)
    {
        if (operation.Permission is not { } permission)
        {
            // Without authentication nobody from elsewhere is served, whatever is asked for.
            if (authentication.Value.Mode == AuthenticationMode.None) await Authenticate(context, CallerSchemes.Local);
            return;
        }

        await Authenticate(context, operation.TakesApprovalLink ? CallerSchemes.ApprovalLink : CallerSchemes.Configured);
        var caller = Caller.Of(context);
        if (!Roles.Permit(caller.Roles, permission)) throw new ProblemException(KnownProblems.Forbidden(caller.Name, permission.ToString()));
    }

    private async Task Authenticate(HttpContext context, string scheme)
    {
        var result = await context.AuthenticateAsync(scheme);
        if (result.Succeeded)
        {
            context.User = result.Principal;
            return;
        }

        await context.ChallengeAsync(scheme);
        throw result.Failure as ProblemException ?? new ProblemException(KnownProblems.Unauthenticated(
            authentication.Value.Mode == AuthenticationMode.ApiKey ? $"Send a key in the header {ApiKeyHandler.Header}." : "Send a bearer token of Entra ID in the header Authorization."));
    }

    private Problem ProblemOf(Exception exception, HttpContext context, ApiOperation operation)
    {
        switch (exception)
        {
            case ProblemException known:
                return known.Problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return KnownProblems.BodyTooLarge(operation.MaxBody);
            case BadHttpRequestException:
                return KnownProblems.InvalidBody("The body could not be read to its end.");
            case PartnerCenterException { Fault: Fault.Throttled or Fault.Transient or Fault.Unknown } away:
                Log.PartnerCenterAway(logger, operation.Name, away.Fault, away.Operation);
                return KnownProblems.PartnerCenterAway(away.RetryAfter);
            case PartnerCenterException refused:
                Log.PartnerCenterRefused(logger, operation.Name, refused.Fault, refused.Operation, refused.Code);
                return KnownProblems.PartnerCenterRefused(refused.Operation, refused.Code, refused.Description);
            case PartnerCenterConfigurationException wrong:
                return KnownProblems.InvalidParameter("partner", wrong.Message);
            case ObjectDisposedException or OperationCanceledException:
                // The host is going down under the call.
                return KnownProblems.NotReady();
            case var _ when facts.IsAway(exception):
                Log.NotReady(logger, "engine or storage", exception);
                return KnownProblems.NotReady();
            default:
                Log.Unforeseen(logger, operation.Name, Problem.TraceId(context), exception);
                return KnownProblems.Unexpected();
        }
    }
}
