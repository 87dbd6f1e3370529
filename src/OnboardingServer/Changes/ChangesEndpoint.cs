using Onboarding.Http;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using OnboardingServer.Hosting;

namespace OnboardingServer.Changes;

/// <summary>
/// Maps the stream of changes. It is not among <see cref="ApiOperations"/>: a function app ends a call after minutes
/// and learns of changes on one of several machines only, so there callers ask again.
/// </summary>
internal static class ChangesEndpoint
{
    /// <summary>The largest number of streams.</summary>
    public const int MostReaders = 200;

    /// <summary>Has the same checks and headers as the operations of both hosts.</summary>
    private static readonly ApiOperation Operation = new()
    {
        Name = "ReadChanges",
        Method = "GET",
        Route = "changes",
        Permission = Permission.Read,
        Summary = "Tells what has changed, as server-sent events.",
        Answers = [new(200, typeof(string), "The events.") { MediaType = "text/event-stream" }],
        Handle = call => Task.FromResult<IResult>(Read(call)),
    };

    public static void Map(WebApplication app) =>
        app.MapGet(
                $"/{ApiOperations.Prefix}/{Operation.Route}",
                (Delegate)((HttpContext context) => ApiPipeline.Run(context, Operation))
            )
            .RequireAuthorization(Operation.Authorization)
            .ExcludeFromDescription();

    // Most connections stay free for calls.
    private static int MostOf(Descriptors descriptors) =>
        descriptors.MostConnections is { } connections ? Math.Clamp(connections / 4, 1, MostReaders) : MostReaders;

    private static ChangeStream Read(HttpContext call)
    {
        var services = call.RequestServices;
        var reader =
            services.GetRequiredService<ChangeSignal>().TryRead(MostOf(services.GetRequiredService<Descriptors>()))
            ?? throw new ProblemException(KnownProblems.TooManyStreams());
        // Also where the caller has left before anything was written.
        call.Response.RegisterForDispose(reader);
        return new ChangeStream(
            reader,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping
        );
    }
}
