using System.Collections.Concurrent;
using System.Reflection;

namespace PartnerCenter.Wire;

/// <summary>
/// The attributes of a client method. A method with an effect is one that takes <see cref="CallIds"/>.
/// </summary>
internal sealed record Operation(string Name, HttpMethod Method, string Template, TokenKind Token, bool HasEffect)
{
    private static readonly ConcurrentDictionary<(Type, string), Operation> Found = new();

    /// <summary>The resource of the API to which the operation belongs: the first part of its name.</summary>
    public string Resource => Name[..Name.IndexOf('.')];

    public static Operation Of(Type api, string member) =>
        Found.GetOrAdd((api, member), static key => Read(key.Item1, key.Item2));

    private static Operation Read(Type api, string member)
    {
        var method = api.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .First(candidate => candidate.Name == member && candidate.IsDefined(typeof(RouteAttribute)));
        var route = method.GetCustomAttribute<RouteAttribute>()!;
        return new(
            $"{api.Name[..^"Api".Length]}.{member}",
            HttpMethod.Parse(route.Method),
            route.Template,
            method.GetCustomAttribute<TokenAttribute>()!.Kind,
            method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CallIds))
        );
    }
}
