using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Control;

/// <summary>Maps the acts of customers and of Microsoft to calls of the control surface.</summary>
internal static class ControlActions
{
    private static readonly object Done = new { done = true };

    internal static void Map(IEndpointRouteBuilder control, SimulatorControl act)
    {
        control.MapPost(
            "/customers/{id}/{action}",
            (string id, string action, HttpRequest request) =>
                ControlEndpoints.With(request, body => Customer(act, id, action, body))
        );
        Post(
            "/tenants",
            body => new
            {
                id = act.AddTenant(
                    Text(body, "domain"),
                    Text(body, "companyName"),
                    Optional(body, "country") ?? "US",
                    Optional(body, "id")
                ),
            }
        );
        Post("/domains", body => Do(() => act.TakeDomain(Text(body, "domain"))));
        Post(
            "/resellers",
            body =>
                Do(() =>
                    act.AddReseller(
                        Text(body, "partner"),
                        body["reseller"]?.Deserialize<SimulatedReseller>(StateJson.Strict)
                            ?? throw new ControlException("reseller is required.")
                    )
                )
        );
        Post("/tokens/revoke", body => Do(() => act.RevokeRefreshToken(Text(body, "refreshToken"))));
        Post("/catalog/renew", _ => Do(act.RenewCatalog));
        Post(
            "/events",
            body => new
            {
                subscribed = act.RaiseEvent(
                    Text(body, "partner"),
                    Text(body, "event"),
                    Optional(body, "resource") ?? "subscription",
                    Optional(body, "resourceUri"),
                    Optional(body, "delay") is { } delay
                        ? StateJson.Parse(delay) ?? throw new ControlException("delay must be a duration.")
                        : default,
                    Optional(body, "flaw"),
                    body["copies"]?.GetValue<int>() ?? 1
                ),
            }
        );
        control.MapPost(
            "/events/deliver",
            async (CancellationToken cancellation) =>
                ControlEndpoints.Json(new { tried = await act.DeliverDueEvents(cancellation) })
        );
        control.MapPost(
            "/orders/{id}/finish",
            (string id, HttpRequest request) =>
                ControlEndpoints.With(request, body => Do(() => act.FinishOrder(id, Text(body, "outcome"))))
        );
        control.MapPost(
            "/subscriptions/{id}/azure",
            (string id, HttpRequest request) =>
                ControlEndpoints.With(
                    request,
                    body => Do(() => act.SetAzureSubscriptions(id, body["count"]?.GetValue<int>() ?? 0))
                )
        );
        control.MapPost(
            "/subscriptions/{id}/cancelAtTermEnd",
            (string id) => ControlEndpoints.Guarded(() => ControlEndpoints.Json(Do(() => act.CancelAtTermEnd(id))))
        );
        control.MapPost(
            "/attestations/{id}/accept",
            (string id) => ControlEndpoints.Guarded(() => ControlEndpoints.Json(Do(() => act.AcceptAttestation(id))))
        );
        control.MapPost(
            "/attestations/{id}/refuse",
            (string id) => ControlEndpoints.Guarded(() => ControlEndpoints.Json(Do(() => act.RefuseAttestation(id))))
        );
        control.MapPost(
            "/gdap/{id}/approve",
            (string id) =>
                ControlEndpoints.Guarded(() => ControlEndpoints.Json(Do(() => act.ApproveGranularRelationship(id))))
        );

        void Post(string path, Func<JsonNode, object> perform) =>
            control.MapPost(path, (HttpRequest request) => ControlEndpoints.With(request, perform));
    }

    private static object Customer(SimulatorControl act, string id, string action, JsonNode body) =>
        action switch
        {
            "acceptAgreement" => Do(() => act.AcceptAgreement(id)),
            "withdrawAgreement" => Do(() => act.WithdrawAgreement(id)),
            "acceptInvitation" => Do(() => act.AcceptInvitation(id, Text(body, "partner"), Optional(body, "reseller"))),
            "finishAccountReview" => Do(() =>
                act.FinishAccountReview(
                    id,
                    (Optional(body, "outcome") ?? "allowed").ToLowerInvariant() switch
                    {
                        "allowed" => true,
                        "notallowed" => false,
                        var other => throw new ControlException(
                            $"outcome must be allowed or notAllowed, not '{other}'."
                        ),
                    }
                )
            ),
            "startAccountReview" => Do(() => act.StartAccountReview(id, Optional(body, "status") ?? "UnderReview")),
            "approveQualification" => Do(() =>
                act.DecideQualification(id, Optional(body, "qualification") ?? "Education", true)
            ),
            "denyQualification" => Do(() =>
                act.DecideQualification(
                    id,
                    Optional(body, "qualification") ?? "Education",
                    false,
                    Optional(body, "reason")
                )
            ),
            "lock" => Do(() => act.LockCustomer(id, true)),
            "unlock" => Do(() => act.LockCustomer(id, false)),
            _ => throw new ControlException(
                $"'{action}' is not one of acceptAgreement, withdrawAgreement, acceptInvitation, "
                    + "finishAccountReview, startAccountReview, approveQualification, denyQualification, lock, "
                    + "unlock.",
                isMissing: true
            ),
        };

    private static object Do(Action act)
    {
        act();
        return Done;
    }

    private static string Text(JsonNode body, string name) =>
        Optional(body, name) ?? throw new ControlException($"{name} is required.");

    private static string? Optional(JsonNode body, string name) =>
        body is JsonObject members
            ? members
                .FirstOrDefault(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Value?.GetValue<string>()
            : null;
}
