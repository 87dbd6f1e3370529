using Microsoft.AspNetCore.Diagnostics;
using Onboarding.Http;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using OnboardingServer.Changes;

namespace OnboardingServer.Hosting;

/// <summary>Maps the table of operations and the page, and answers what neither knows.</summary>
internal static class ApiEndpoints
{
    public static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.Use(RefuseWhenTooManyAreConnected);
        app.Use(RefuseAHostThatIsNone);
        app.UseRouting();
        app.UseStatusCodePages(RefuseAsProblem);
        app.UseAuthorization();
        foreach (var operation in ApiOperations.All)
        {
            var endpoint = app.MapMethods(
                    $"/{ApiOperations.Prefix}/{operation.Route}",
                    [operation.Method],
                    (Delegate)((HttpContext context) => ApiPipeline.Run(context, operation))
                )
                .WithName(operation.Name)
                .WithSummary(operation.Summary)
                .WithTags(operation.Route.Split('/', '.')[0])
                .WithMetadata(operation)
                .RequireAuthorization(operation.Authorization);
            if (operation.Body is { } body)
                endpoint.Accepts(
                    body,
                    !operation.BodyRequired,
                    operation.MediaTypes[0],
                    [.. operation.MediaTypes.Skip(1)]
                );
            foreach (var answer in operation.Answers)
                endpoint.WithMetadata(
                    new ProducesResponseTypeMetadata(answer.Status, answer.Body, [answer.MediaType])
                    {
                        Description = answer.Description,
                    }
                );
        }

        ChangesEndpoint.Map(app);
        var page = app.Services.GetRequiredService<PageHandler>();
        app.MapGet("/", (HttpContext context) => page.Get(context, "index.html")).ExcludeFromDescription();
        foreach (var file in PageHandler.Files)
            app.MapGet($"/{file}", (HttpContext context) => page.Get(context, file)).ExcludeFromDescription();
        // Said here, so that the endpoints can be described without being served.
        app.UseEndpoints(_ => { });
    }

    // Code that makes an address of it later would fail.
    private static Task RefuseAHostThatIsNone(HttpContext context, RequestDelegate next) =>
        LocalOnly.HostOf(context.Request) is not null
            ? next(context)
            : throw new ProblemException(KnownProblems.InvalidParameter("Host", "expected the name of a host."));

    // Before the limit itself, at which a connection is only closed: whoever is over it is told to come again.
    private static Task RefuseWhenTooManyAreConnected(HttpContext context, RequestDelegate next)
    {
        // Whoever asks whether it lives gets an answer: it does.
        var isLiveness = context.Request.Path == $"/{ApiOperations.Prefix}/health/live";
        if (isLiveness || !context.RequestServices.GetRequiredService<Descriptors>().AreShort)
            return next(context);
        context.Response.Headers.Connection = "close";
        throw new ProblemException(KnownProblems.NotReady());
    }

    // The endpoint that routing uses for a refused call does not name the operation, so the path is compared here.
    private static IReadOnlyList<string> MediaTypesOf(HttpContext context)
    {
        var route = context.Request.Path.Value?.TrimStart('/');
        return ApiOperations
                .All.FirstOrDefault(operation =>
                    route == $"{ApiOperations.Prefix}/{operation.Route}" && operation.Method == context.Request.Method
                )
                ?.MediaTypes
            ?? ["application/json"];
    }

    // Routing answers an unknown path, a wrong method and a body that is not JSON with a status alone.
    private static Task RefuseAsProblem(StatusCodeContext refused)
    {
        var context = refused.HttpContext;
        var problem = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => KnownProblems.NotFound("There is nothing under this address."),
            StatusCodes.Status405MethodNotAllowed => KnownProblems.MethodNotAllowed(context.Request.Method),
            StatusCodes.Status415UnsupportedMediaType => KnownProblems.UnsupportedMediaType(
                context.Request.ContentType,
                MediaTypesOf(context)
            ),
            _ => null,
        };
        if (problem is null)
            return Task.CompletedTask;
        var problems = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        return problems.WriteAsync(problem.For(context)).AsTask();
    }
}
