using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Onboarding.Http.Access;

namespace Onboarding.Http;

/// <summary>
/// One call of the API. Hosts map it, its policy guards it, the OpenAPI document describes it; all of them read it from
/// <see cref="ApiOperations"/>.
/// </summary>
public sealed record ApiOperation
{
    /// <summary>Stable: the function name in Azure and the operation id of the OpenAPI document.</summary>
    public required string Name { get; init; }
    public required string Method { get; init; }

    /// <summary>Below <c>/api</c>, without a leading slash.</summary>
    public required string Route { get; init; }

    /// <summary>Null: anybody may call it.</summary>
    public required Permission? Permission { get; init; }
    public required string Summary { get; init; }

    /// <summary>
    /// Names the policy that the caller has to meet. Both hosts put it on the endpoint they make of the operation.
    /// </summary>
    public IAuthorizeData Authorization => ApiPolicies.Of(this);

    /// <summary>
    /// Binds the call's values and hands them to the handler. Run it through <see cref="ApiPipeline"/> only.
    /// </summary>
    public required Func<HttpContext, Task<IResult>> Handle { get; init; }

    /// <summary>Query parameters and headers; any other query parameter is refused.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The token of an approval link stands for its person's credentials.</summary>
    public bool TakesApprovalLink { get; init; }

    /// <summary>The body it takes.</summary>
    public Type? Body { get; init; }
    public bool BodyRequired { get; init; }

    /// <summary>
    /// The content types that the body may have. Never one that a page of another site can send without a preflight
    /// request (text/plain, a form).
    /// </summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = ["application/json"];

    /// <summary>The largest body, in bytes.</summary>
    public int MaxBody { get; init; } = Access.CallForm.MaxBody;
    public required IReadOnlyList<ApiAnswer> Answers { get; init; }
}

public enum ParameterPlace
{
    Path,
    Query,
    Header,
}

public enum ParameterKind
{
    Text,
    Number,
    Instant,
    Id,
    Flag,
}

public sealed record ApiParameter(string Name, ParameterPlace In, ParameterKind Kind, string Description)
{
    public bool Required { get; init; }
}

/// <summary>
/// The answer when the call succeeds. Every problem is <c>application/problem+json</c> and needs no mention.
/// </summary>
public sealed record ApiAnswer(int Status, Type Body, string Description)
{
    public string MediaType { get; init; } = "application/json";
}
