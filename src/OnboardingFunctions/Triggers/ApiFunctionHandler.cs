using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Onboarding.Http;
using OnboardingFunctions.Durable;

namespace OnboardingFunctions.Triggers;

/// <summary>
/// Leads from a function to its operation, through the middleware that the embedded host has in its pipeline. Around a
/// function the worker runs none of it; if the middleware answered before the function was called, the host would wait
/// for the function for ever.
/// </summary>
public sealed class ApiFunctionHandler
{
    private static readonly Dictionary<string, Endpoint> Endpoints = ApiOperations.All.ToDictionary(
        operation => operation.Name,
        EndpointOf,
        StringComparer.Ordinal
    );

    private readonly DurableTaskClientAccessor _engine;
    private readonly RequestDelegate _pipeline;

    public ApiFunctionHandler(DurableTaskClientAccessor engine, IServiceProvider services)
    {
        _engine = engine;
        var app = new ApplicationBuilder(services);
        app.UseExceptionHandler();
        app.UseAuthorization();
        app.Run(context => context.GetEndpoint()!.RequestDelegate!(context));
        _pipeline = app.Build();
    }

    internal async Task<IResult> Run(string operation, HttpRequest request, DurableTaskClient client)
    {
        _engine.Bind(client);
        var context = request.HttpContext;
        // The worker's own is put back: its route is the function's, by which the call is measured.
        var function = context.GetEndpoint();
        context.SetEndpoint(Endpoints[operation]);
        try
        {
            await _pipeline(context);
        }
        finally
        {
            context.SetEndpoint(function);
        }

        // The answer is written.
        return Results.Empty;
    }

    private static Endpoint EndpointOf(ApiOperation operation) =>
        new(
            async context => await (await ApiPipeline.Run(context, operation)).ExecuteAsync(context),
            new EndpointMetadataCollection(operation, operation.Authorization),
            operation.Name
        );
}
