using OnboardingServer.Hosting;

namespace OnboardingServer.Commands;

/// <summary>Prints what is checked in as <c>src/Onboarding.Http/openapi.json</c>.</summary>
internal static class OpenApiCommand
{
    public static Task<int> Run(ServerSettings settings, TextWriter output) =>
        Terminal.Guard(async () =>
        {
            await using var host = ServerHost.Build(settings, OpenApiDocument.Register);
            await output.WriteAsync(await OpenApiDocument.Generate(host.Services, CancellationToken.None));
            return ExitCodes.Completed;
        });
}
