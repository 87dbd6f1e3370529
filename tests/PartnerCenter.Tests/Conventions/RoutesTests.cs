using System.Reflection;
using System.Text.RegularExpressions;
using PartnerCenter.Simulator;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Conventions;

/// <summary>
/// Every route of the client exists in the simulator, and the reverse but for what the client leaves out on purpose.
/// </summary>
public sealed partial class RoutesTests
{
    private static readonly Dictionary<string, string[]> LeftOut = new()
    {
        ["tokens and consent: TokenEndpoint speaks to the authority, pages are for people"] =
        [
            "POST /{}/oauth2/token",
            "POST /{}/oauth2/v2.0/token",
            "GET /{}/oauth2/authorize",
            "GET /{}/oauth2/v2.0/authorize",
            "GET /{}/v2.0/.well-known/openid-configuration",
            "GET /{}/.well-known/openid-configuration",
            "GET /{}/discovery/instance",
            "GET /{}/discovery/keys",
            "GET /{}/discovery/v2.0/keys",
            "GET /documents/agreements/{}",
            "GET /attestation/{}",
            "POST /attestation/{}",
        ],
        ["legacy offers: superseded by products and SKUs (C §14)"] =
        [
            "GET /v1/offers",
            "GET /v1/offers/{}",
            "GET /v1/offers/{}/addons",
            "GET /v1/offercategories",
            "GET /v1/customers/{}/offers",
            "GET /v1/customers/{}/offercategories",
        ],
        ["orders are made by carts: price preview, groups, repeatable checkout (C §18.2)"] =
        [
            "POST /v1/customers/{}/orders",
        ],
        ["single items of what is read as a list, and downloads"] =
        [
            "GET /v1/customers/{}/products/{}",
            "GET /v1/customers/{}/products/{}/skus/{}",
            "GET /v1/customers/{}/products/{}/skus/{}/availabilities/{}",
            "GET /v1/productpromotions/{}",
            "GET /auditactivity/v1/auditrecords/{}",
            "GET /v1/customers/{}/orders/{}/attachment/{}",
        ],
        ["marketplace activation is not part of onboarding (C §18.3)"] =
        [
            "GET /v1/customers/{}/orders/{}/lineitems/{}/activationlinks",
        ],
        ["users of the customer are not part of onboarding (C §5.7)"] =
        [
            "POST /v1/customers/{}/users",
            "GET /v1/customers/{}/users",
            "GET /v1/customers/{}/users/{}",
            "PATCH /v1/customers/{}/users/{}",
            "DELETE /v1/customers/{}/users/{}",
        ],
        [
            "add-ons are flat subscriptions in new commerce, and what runs under an Azure plan is not bought here (C "
                + "§3.8, §17.1)"
        ] = ["GET /v1/customers/{}/subscriptions/{}/addons", "GET /v1/customers/{}/subscriptions/{}/azureEntitlements"],
        ["resellers of the sandbox are made by hand (C §23)"] =
        [
            "POST /v1/sandboxIndirectReseller",
            "DELETE /v1/sandboxIndirectReseller/{}",
        ],
        ["a probe for MFA, for people (C §2)"] = ["GET /v1/partnerRequests"],
        ["the simulator's own certificate (C §21.3)"] = ["GET /cert/pcnotifications-dispatch.microsoft.com.cer"],
        ["GDAP is Microsoft Graph (C §12)"] =
        [
            "POST /v1.0/tenantRelationships/delegatedAdminRelationships",
            "GET /v1.0/tenantRelationships/delegatedAdminRelationships",
            "GET /v1.0/tenantRelationships/delegatedAdminRelationships/{}",
            "DELETE /v1.0/tenantRelationships/delegatedAdminRelationships/{}",
            "POST /v1.0/tenantRelationships/delegatedAdminRelationships/{}/requests",
            "POST /v1.0/tenantRelationships/delegatedAdminRelationships/{}/accessAssignments",
            "GET /v1.0/tenantRelationships/delegatedAdminRelationships/{}/accessAssignments",
        ],
    };

    private static IEnumerable<string> Simulated =>
        SimulatedOperations.All.Select(operation => Plain(operation.Method, operation.Route)).Distinct();

    private static IEnumerable<string> Ours =>
        ApiMethodTests
            .Methods.Select(method => method.GetCustomAttribute<RouteAttribute>()!)
            .Select(route => Plain(route.Method, route.Template))
            .Distinct();

    [Fact]
    public void EveryRouteOfTheClient_IsInTheSimulator() => Assert.Empty(Ours.Except(Simulated));

    [Fact]
    public void EveryRouteOfTheSimulator_IsInTheClientOrLeftOutWithAReason() =>
        Assert.Equal(
            LeftOut.Values.SelectMany(routes => routes).Order(StringComparer.Ordinal),
            Simulated.Except(Ours).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Tokens_AreThoseTheSimulatorWants()
    {
        // The contract gives agreements to the user's token and the enhanced form to the application's; the simulator's
        // one endpoint takes both. For the MPN profile it names none.
        string[] stricter =
        [
            "POST /v1/customers/{}/agreements",
            "GET /v1/profiles/mpn",
            "GET /v1/customers/all/validations",
        ];
        var wanted = SimulatedOperations.All.ToLookup(
            operation => Plain(operation.Method, operation.Route),
            operation => operation.Token.ToString()
        );
        Assert.All(
            ApiMethodTests.Methods,
            method =>
            {
                var route = method.GetCustomAttribute<RouteAttribute>()!;
                var token = method.GetCustomAttribute<TokenAttribute>()!.Kind;
                var name = Plain(route.Method, route.Template);
                var theirs = Assert.Single(wanted[name].Distinct());
                Assert.True(
                    theirs == (token == TokenKind.Either ? "Both" : token.ToString())
                        || (theirs == "Both" && stricter.Contains(name)),
                    $"{name}: the client says {token}, the simulator {theirs}"
                );
            }
        );
    }

    private static string Plain(string method, string route) => $"{method} {Parameter().Replace(route, "{}")}";

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
