using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Http.Problems;
using PartnerCenter;

namespace Onboarding.Http.Gate;

/// <summary>
/// The one way to an operation, for both hosts: who calls, whether the role permits it, whether the call is in form; then the handler; and whatever is thrown becomes a problem.
/// </summary>
public sealed class ApiGate(IOptions<ApiAuthenticationOptions> authentication, EntraTokens tokens, ApprovalLinks links, HostFacts facts, ILogger<ApiGate> logger)
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
        var options = authentication.Value;
        if (options.Mode == AuthenticationMode.None) LocalOnly.Check(context);
        if (operation.Permission is not { } permission) return;

        var caller = operation.TakesApprovalLink ? await ApprovalLinkHeader.Find(context, links) : null;
        caller ??= options.Mode switch
        {
            AuthenticationMode.None => Caller.Local,
            AuthenticationMode.ApiKey => ApiKeys.Find(options, context.Request.Headers[ApiKeys.Header]),
            _ => Bearer(context) is { } token ? await tokens.Find(token) : null,
        };
        if (caller is null)
        {
            context.Response.Headers.WWWAuthenticate = options.Mode == AuthenticationMode.ApiKey ? "ApiKey" : "Bearer";
            throw new ProblemException(KnownProblems.Unauthenticated(
                options.Mode == AuthenticationMode.ApiKey ? $"Send a key in the header {ApiKeys.Header}." : "Send a bearer token of Entra ID in the header Authorization."));
        }

        if (!Roles.Permit(caller.Roles, permission)) throw new ProblemException(KnownProblems.Forbidden(caller.Name, permission.ToString()));
        context.Features.Set(caller);
    }

    private static string? Bearer(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;

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
