using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Onboarding.Http;
using Onboarding.Http.Gate;
using OnboardingFunctions.Durable;

namespace OnboardingFunctions.Triggers;

/// <summary>The one way from a function to an operation.</summary>
public sealed class ApiEdge(ApiGate gate, DurableClientSource engine)
{
    private static readonly Dictionary<string, ApiOperation> Operations = ApiOperations.All.ToDictionary(operation => operation.Name, StringComparer.Ordinal);

    internal Task<IResult> Run(string operation, HttpRequest request, DurableTaskClient client)
    {
        engine.Use(client);
        return gate.Run(request.HttpContext, Operations[operation]);
    }
}
