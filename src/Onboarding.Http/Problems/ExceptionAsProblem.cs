using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Http.Problems;

/// <summary>Answers whatever an operation throws with a problem.</summary>
internal sealed class ExceptionAsProblem(
    HostFacts facts,
    IProblemDetailsService problems,
    ILogger<ExceptionAsProblem> logger
) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        var problem = ProblemOf(exception, httpContext);
        await problems.WriteAsync(problem.For(httpContext, exception));
        return true;
    }

    private Problem ProblemOf(Exception exception, HttpContext context)
    {
        // The call's own endpoint is taken off before an exception is handled.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var operation = endpoint?.Metadata.GetMetadata<ApiOperation>();
        var name = operation?.Name ?? context.Request.Path.ToString();
        switch (exception)
        {
            case ProblemException known:
                return known.Problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return KnownProblems.BodyTooLarge(operation?.MaxBody ?? Access.CallForm.MaxBody);
            case BadHttpRequestException:
            // A size of a chunk that is no number of this machine's.
            case IOException { InnerException: OverflowException }:
                return KnownProblems.InvalidBody("The body could not be read to its end.");
            case PartnerCenterException { Fault: Fault.Throttled or Fault.Transient or Fault.Unknown } unreachable:
                Log.PartnerCenterUnreachable(logger, name, unreachable.Fault, unreachable.Operation);
                return KnownProblems.PartnerCenterUnreachable(unreachable.RetryAfter);
            case PartnerCenterException refused:
                Log.PartnerCenterRefused(logger, name, refused.Fault, refused.Operation, refused.Code);
                return KnownProblems.PartnerCenterRefused(refused.Operation, refused.Code, refused.Description);
            case PartnerCenterConfigurationException wrong:
                return KnownProblems.InvalidParameter("partner", wrong.Message);
            case DamagedRowException damaged:
                Log.Damaged(logger, name, damaged.Kind, damaged.Id);
                return KnownProblems.Damaged(damaged.Message);
            case ObjectDisposedException or OperationCanceledException:
                // The host is going down under the call.
                return KnownProblems.NotReady();
            case var _ when facts.IsUnreachable(exception):
                Log.NotReady(logger, "engine or storage", exception);
                return KnownProblems.NotReady();
            default:
                Log.Unforeseen(logger, name, Problem.TraceId(context), exception);
                return KnownProblems.Unexpected();
        }
    }
}
