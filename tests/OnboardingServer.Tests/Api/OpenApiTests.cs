using System.Text.Json.Nodes;
using Onboarding.Http;
using OnboardingServer.Hosting;

namespace OnboardingServer.Tests.Api;

public sealed class OpenApiTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    /// <summary>
    /// On a difference: <c>dotnet run --project src/OnboardingServer -- openapi &gt;
    /// src/Onboarding.Http/openapi.json</c>.
    /// </summary>
    [Fact]
    public async Task The_checked_in_description_is_what_the_endpoints_say()
    {
        var directory = Directory.CreateTempSubdirectory("openapi-").FullName;
        await using var host = ServerHost.Build(RunningServer.Settings(directory), OpenApiDocument.Register);
        var generated = await OpenApiDocument.Generate(host.Services, default);

        var served = await fixture.Server.Client.GetStringAsync(new Uri("openapi.json", UriKind.Relative));

        Assert.Equal(generated, served);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Every_operation_is_described_with_its_parameters_and_answers()
    {
        var paths = (await fixture.Server.Get("openapi.json")).Body["paths"]!.AsObject();

        Assert.Equal(ApiOperations.All.Count, paths.Sum(path => path.Value!.AsObject().Count));
        foreach (var operation in ApiOperations.All)
        {
            var described = paths[$"/api/{operation.Route}"]![operation.Method.ToLowerInvariant()]!.AsObject();
            Assert.Equal(operation.Name, described["operationId"]!.GetValue<string>());
            Assert.Equal(
                operation.Parameters.Select(parameter => parameter.Name),
                (described["parameters"] as JsonArray ?? []).Select(parameter => parameter!["name"]!.GetValue<string>())
            );
            Assert.Equal(operation.Body is not null, described.ContainsKey("requestBody"));
            Assert.All(
                operation.Answers,
                answer => Assert.True(described["responses"]!.AsObject().ContainsKey($"{answer.Status}"))
            );
            Assert.True(described["responses"]!.AsObject().ContainsKey("default"));
        }
    }

    [Fact]
    public void Names_and_addresses_are_unique_and_every_path_parameter_is_described()
    {
        Assert.Equal(ApiOperations.All.Count, ApiOperations.All.Select(operation => operation.Name).Distinct().Count());
        Assert.Equal(
            ApiOperations.All.Count,
            ApiOperations.All.Select(operation => (operation.Method, operation.Route)).Distinct().Count()
        );
        foreach (var operation in ApiOperations.All)
        {
            var inRoute = operation
                .Route.Split('/')
                .Where(part => part.StartsWith('{'))
                .Select(part => part.Trim('{', '}'));
            Assert.Equal(
                inRoute,
                operation
                    .Parameters.Where(parameter => parameter.In == ParameterPlace.Path)
                    .Select(parameter => parameter.Name)
            );
        }
    }
}
