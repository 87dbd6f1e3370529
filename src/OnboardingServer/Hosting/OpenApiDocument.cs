using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Onboarding.Http;
using Onboarding.Http.Access;
using Onboarding.Messages;

namespace OnboardingServer.Hosting;

/// <summary>
/// Generates the API's description from the endpoints, to be checked in. Both hosts serve the file; neither generates
/// anything at run time.
/// </summary>
internal static partial class OpenApiDocument
{
    public const string Name = "v1";

    public static void Register(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        services.AddOpenApi(
            Name,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                // A message is a text in the caller's language.
                options.CreateSchemaReferenceId = type =>
                    type.Type == typeof(Message) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
                options.AddSchemaTransformer(
                    (schema, context, _) =>
                    {
                        if (context.JsonTypeInfo.Type == typeof(Message))
                        {
                            schema.Type = JsonSchemaType.String;
                            // Where the member has no description of its own it is the type's, which is about storing.
                            if (
                                schema.Description?.StartsWith(
                                    "A text for people that is stored",
                                    StringComparison.Ordinal
                                ) == true
                            )
                                schema.Description = null;
                        }

                        if (context.JsonTypeInfo.ElementType == typeof(Message))
                            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
                        return Task.CompletedTask;
                    }
                );
                options.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        Describe(
                            operation,
                            context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Single()
                        );
                        return Task.CompletedTask;
                    }
                );
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info = new OpenApiInfo
                        {
                            Title = "OnboardingFunctions",
                            Version = Name,
                            Description =
                                "Onboards customers at Microsoft Partner Center. Every error is a problem detail "
                                + "(RFC 9457) with a stable type.",
                        };
                        document.Servers = [];
                        document.Components ??= new OpenApiComponents();
                        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                        {
                            ["apiKey"] = new OpenApiSecurityScheme
                            {
                                Type = SecuritySchemeType.ApiKey,
                                In = ParameterLocation.Header,
                                Name = "X-Api-Key",
                                Description = "Authentication:Mode ApiKey.",
                            },
                            ["entraId"] = new OpenApiSecurityScheme
                            {
                                Type = SecuritySchemeType.Http,
                                Scheme = "bearer",
                                BearerFormat = "JWT",
                                Description = "Authentication:Mode EntraId.",
                            },
                        };
                        AddProblem(document);
                        return Task.CompletedTask;
                    }
                );
            }
        );
    }

    /// <summary>The document as it is checked in.</summary>
    public static async Task<string> Generate(IServiceProvider services, CancellationToken cancellationToken)
    {
        var document = await services
            .GetRequiredKeyedService<IOpenApiDocumentProvider>(Name)
            .GetOpenApiDocumentAsync(cancellationToken);
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAsV31(new OpenApiJsonWriter(text));
        // Written once more in our own form, so that the file does not depend on the writer's habits, nor on where a
        // comment of the source breaks its lines.
        return JsonNode
                .Parse(BrokenLine().Replace(text.ToString(), " "))!
                .ToJsonString(new JsonSerializerOptions(ApiJson.Options) { NewLine = "\n" }) + "\n";
    }

    [GeneratedRegex(@"(?<!\\)\\n")]
    private static partial Regex BrokenLine();

    private static void Describe(OpenApiOperation operation, ApiOperation source)
    {
        operation.Parameters = [.. source.Parameters.Select(Parameter)];
        operation.Responses ??= [];
        foreach (var answer in source.Answers)
            ((OpenApiResponse)operation.Responses[answer.Status.ToString(CultureInfo.InvariantCulture)]).Description =
                answer.Description;
        if (source.Permission is { } permission)
            operation.Description =
                $"Needs the permission {permission}: "
                + $"{string.Join(", ", Roles.Permissions.Where(role => role.Value.Contains(permission)).Select(role => role.Key))}.";
    }

    private static IOpenApiParameter Parameter(ApiParameter parameter) =>
        new OpenApiParameter
        {
            Name = parameter.Name,
            In = parameter.In switch
            {
                ParameterPlace.Path => ParameterLocation.Path,
                ParameterPlace.Header => ParameterLocation.Header,
                _ => ParameterLocation.Query,
            },
            Required = parameter.Required || parameter.In == ParameterPlace.Path,
            Description = parameter.Description,
            Schema = parameter.Kind switch
            {
                ParameterKind.Number => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ParameterKind.Instant => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
                ParameterKind.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                ParameterKind.Id => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
                _ => new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };

    private static void AddProblem(Microsoft.OpenApi.OpenApiDocument document)
    {
        document.AddComponent("Problem", ProblemSchema());
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            operation.Responses!["default"] = new OpenApiResponse
            {
                Description = "A problem.",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", document) },
                },
            };
        }
    }

    private static OpenApiSchema ProblemSchema() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("urn:onboarding:problem:{code}"),
                ["title"] = Text("In short."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = Text("What and where."),
                ["code"] = Text("A code of the error catalogue."),
                ["traceId"] = Text("Leads to the log."),
                ["onboarding"] = Text("Id of the onboarding it is about."),
                ["findings"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Description = "All of them, in one answer; the same form as of a validation.",
                },
            },
        };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
