using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Simulator.State;

namespace PartnerCenter.Simulator.Control;

/// <summary>
/// The control surface of this project's README, apart from the vendor's paths: no token, no faults, not in the
/// journal.
/// </summary>
internal static class ControlEndpoints
{
    internal static void Map(WebApplication app, SimulatorHost host)
    {
        var control = app.MapGroup("/control").AddEndpointFilter(RefuseOtherSites);
        var act = host.Control;
        control.MapGet(
            "/",
            () =>
                Results.Json(
                    new
                    {
                        surface = "ledger, requests, faults, clock, customers, domains, tenants, resellers, orders, "
                            + "subscriptions, events, deliveries, tokens, catalog, countries, calendar, reset, "
                            + "partner, operations, errors",
                    }
                )
        );
        control.MapGet("/ledger", (HttpRequest request) => Guarded(() => Json(Ledger(host.Ledger, request.Query))));
        control.MapGet(
            "/requests",
            (HttpRequest request) => Guarded(() => Json(Requests(host.Requests, request.Query)))
        );
        control.MapGet("/operations", () => Json(SimulatedOperations.All));
        control.MapGet("/errors", () => Json(VendorErrors.All));
        control.MapGet(
            "/countries",
            () =>
                Json(
                    Validation
                        .Country.All.OrderBy(c => c.Iso, StringComparer.Ordinal)
                        .Select(c => new
                        {
                            c.Iso,
                            c.Name,
                            c.Permissive,
                        })
                )
        );
        control.MapGet(
            "/deliveries",
            (HttpRequest request) => Guarded(() => Json(act.Deliveries(Limit(request.Query) ?? 1000)))
        );

        control.MapGet("/faults", () => Json(host.Faults.Active));
        control.MapPost(
            "/faults",
            (HttpRequest request) =>
                With(
                    request,
                    body =>
                    {
                        var faults = body is JsonArray many
                            ? many.Deserialize<SimulatedFault?[]>(StateJson.Strict)!
                            : [body.Deserialize<SimulatedFault>(StateJson.Strict)];
                        foreach (var fault in faults)
                        {
                            if (
                                (fault ?? throw new ControlException("a fault must not be null.")).Problem() is
                                { } problem
                            )
                                throw new ControlException(problem);
                        }
                        foreach (var fault in faults)
                            host.Faults.Add(fault!);
                        return host.Faults.Active;
                    }
                )
        );
        control.MapDelete(
            "/faults",
            () =>
            {
                host.Faults.Clear();
                return Json(host.Faults.Active);
            }
        );

        control.MapGet("/calendar", () => Json(act.Calendar));
        control.MapGet("/clock", () => Json(new { now = act.Now }));
        control.MapPost("/clock", (HttpRequest request) => With(request, body => Clock(act, body)));
        control.MapPost(
            "/reset",
            () =>
            {
                act.Reset();
                return Json(new { reset = true });
            }
        );
        control.MapGet("/partner", () => Json(act.Partners));
        control.MapPut(
            "/partner",
            (HttpRequest request) =>
                With(
                    request,
                    body =>
                        act.SetPartner(body as JsonObject ?? throw new ControlException("The body must be an object."))
                )
        );
        ControlActions.Map(control, act);
    }

    // Whatever page is open in a browser of this machine could send it, with a form alone.
    private static async ValueTask<object?> RefuseOtherSites(
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next
    )
    {
        var request = invocation.HttpContext.Request;
        var (origin, site) = (request.Headers.Origin.ToString(), request.Headers["Sec-Fetch-Site"].ToString());
        var isOwn =
            origin.Length == 0
            || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        return isOwn && site is not ("cross-site" or "same-site")
            ? await next(invocation)
            : Problem(StatusCodes.Status403Forbidden, "The call comes from another site's page.");
    }

    internal static IResult Json(object value, int status = 200) =>
        Results.Json(value, StateJson.Options, statusCode: status);

    internal static async Task<IResult> With(HttpRequest request, Func<JsonNode, object> perform)
    {
        JsonNode? body;
        try
        {
            body =
                request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding")
                    ? new JsonObject()
                    : await JsonNode.ParseAsync(request.Body);
        }
        catch (JsonException malformed)
        {
            return Problem(400, malformed.Message);
        }
        return Guarded(() => Json(perform(body ?? throw new ControlException("The body must not be null."))));
    }

    internal static IResult Guarded(Func<IResult> perform)
    {
        try
        {
            return perform();
        }
        catch (ControlException wrong)
        {
            return Problem(wrong.IsMissing ? 404 : 400, wrong.Message);
        }
        catch (Exception wrong)
            when (wrong
                    is JsonException
                        or ArgumentException
                        or FormatException
                        or InvalidOperationException
                        or OverflowException
            )
        {
            return Problem(400, wrong.Message);
        }
    }

    private static IResult Problem(int status, string what) => Json(new { error = what }, status);

    private static LedgerExtract Ledger(SimulatorLedger ledger, IQueryCollection query)
    {
        var limit = Limit(query) ?? int.MaxValue;
        return limit >= 0 ? ledger.Newest(limit) : throw new ControlException("limit must not be negative.");
    }

    private static int? Limit(IQueryCollection query) =>
        query.TryGetValue("limit", out var text) && text.Count > 0
            ? int.Parse(text[0]!, CultureInfo.InvariantCulture)
            : null;

    private static IReadOnlyList<JournalEntry> Requests(SimulatorRequests requests, IQueryCollection query)
    {
        string? Text(string name) => query.TryGetValue(name, out var value) && value.Count > 0 ? value[0] : null;
        var status = Text("status") is { } s ? int.Parse(s, CultureInfo.InvariantCulture) : (int?)null;
        var committed = Text("effectCommitted") is { } e ? bool.Parse(e) : (bool?)null;
        var limit = Limit(query) ?? 1000;
        var found = requests.Find(Text("operation"), Text("partner"), Text("requestId"), status, committed);
        return [.. found.Skip(Math.Max(0, found.Count - limit))];
    }

    private static object Clock(SimulatorControl act, JsonNode body)
    {
        var text = body["step"]?.GetValue<string>();
        switch (body["mode"]?.GetValue<string>())
        {
            case "follow":
                act.FollowClock();
                break;
            case "step":
                act.StopClock();
                break;
            case null when text is not null:
                break;
            default:
                throw new ControlException(
                    "Say {\"step\":\"PT15M\"} to move the clock, {\"mode\":\"step\"} to hold it, "
                        + "{\"mode\":\"follow\"} to let it go."
                );
        }
        if (text is not null)
            act.StepClock(
                StateJson.Parse(text) ?? throw new ControlException($"'{text}' is not a duration such as PT15M.")
            );
        return new { now = act.Now };
    }
}
