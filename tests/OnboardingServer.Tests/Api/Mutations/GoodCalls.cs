using System.Text;
using System.Text.Json.Nodes;
using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Api.Mutations;

/// <summary>
/// A call in order of every operation that takes a body, a header or a parameter. What starts work is rarer than what
/// only reads.
/// </summary>
internal sealed class GoodCalls
{
    private const string Json = "application/json";

    private readonly BusyServer _busy;
    private readonly string[] _drafts;
    private readonly string _submitted;
    private readonly (int Weight, Func<Random, Call> Make)[] _all;
    private readonly int _weights;

    private GoodCalls(BusyServer busy, string[] drafts, string submitted)
    {
        (_busy, _drafts, _submitted) = (busy, drafts, submitted);
        _all = [.. All()];
        _weights = _all.Sum(one => one.Weight);
    }

    public static async Task<GoodCalls> Of(BusyServer busy)
    {
        var drafts = new List<string>();
        for (var n = 0; n < 4; n++)
            drafts.Add(await busy.Draft());
        var content = DurableJson.Write(
            Requests.Direct("Handed Over") with
            {
                Approval = Onboarding.Requests.ApprovalDemand.Required,
            }
        );
        var submitted = (await busy.Server.Post("drafts", content)).Text("id");
        Assert.Equal(200, (await busy.Server.Get($"drafts/{submitted}/review")).Status);
        return new GoodCalls(busy, [.. drafts], submitted);
    }

    public Call Any(Random random)
    {
        var at = random.Next(_weights);
        foreach (var (weight, make) in _all)
        {
            if ((at -= weight) < 0)
                return make(random);
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    private IEnumerable<(int, Func<Random, Call>)> All()
    {
        yield return (
            12,
            random =>
                Post(["onboardings"], AnyRequest(random)) with
                {
                    Headers = random.Next(3) == 0 ? [("Idempotency-Key", "mutation-1")] : [],
                }
        );
        yield return (14, random => Post(["onboardings", "validate"], AnyRequest(random)));
        yield return (5, random => Post(["drafts"], AnyRequest(random)));
        yield return (14, Section);
        yield return (
            2,
            random => new Call("POST", ["drafts", _submitted, "submit"]) { Headers = [("If-Match", "\"1\"")] }
        );
        yield return (1, random => new Call("DELETE", ["drafts", "dr-none"]) { Headers = [("If-Match", "\"1\"")] });
        yield return (
            2,
            random =>
                Post(["queue"], AnyRequest(random)) with
                {
                    Headers = [("Idempotency-Key", $"queued-{random.Next(1000)}")],
                }
        );
        yield return (
            3,
            random =>
                Post(["webhooks", "crm"], AnyRequest(random)) with
                {
                    IsWebhook = true,
                    Type = random.Next(2) == 0 ? Json : "application/cloudevents+json",
                }
        );
        yield return (3, _ => Post(["webhooks", "shop"], Order) with { IsWebhook = true });
        yield return (
            3,
            _ =>
                Post(
                    ["webhooks", "partner-center"],
                    """{"EventName":"subscription-updated","ResourceName":"subscription","ResourceUri":"https://api.example/x","ResourceChangeUtcDate":"2026-11-24T10:00:00Z"}"""
                ) with
                {
                    Headers =
                    [
                        ("x-ms-signature", "Signature AAAA"),
                        ("X-MS-Certificate-Url", "https://cert.example/a.cer"),
                        ("X-MS-Signature-Algorithm", "rsa-sha256"),
                    ],
                }
        );
        yield return (2, _ => Post(["inbox", _busy.Taken, "again"], "{}"));
        yield return (
            2,
            random =>
                Post(["batches"], BatchFiles.Csv(BatchFiles.Row(1), BatchFiles.Row(2))) with
                {
                    Type = "text/csv",
                    Query = [("name", "list"), ("concurrency", "3")],
                }
        );
        yield return (
            2,
            random =>
                Post(["batches"], $"{AnyRequest(random)}\n{AnyRequest(random)}\n") with
                {
                    Type = "application/x-ndjson",
                    Query = [("name", "lines")],
                }
        );
        yield return (
            5,
            random =>
                Post(
                    ["approvals", _busy.Pending, "decision"],
                    new JsonObject
                    {
                        ["decision"] = random.Next(2) == 0 ? "approve" : "reject",
                        ["version"] = random.Next(20) == 0 ? _busy.PendingVersion : "another",
                        ["comment"] = "Too dear.",
                    }.ToJsonString()
                )
        );
        yield return (
            5,
            _ =>
                Post(
                    ["approvals", _busy.Pending, "deadline"],
                    """{"remindAt":"2027-03-01T08:00:00Z","expiresAt":"2027-04-01T08:00:00+02:00"}"""
                )
        );
        yield return (5, _ => Post(["onboardings", _busy.Waiting, "deadline"], """{"until":"2027-05-01T08:00:00Z"}"""));
        yield return (
            4,
            _ => Post(["obligations", BusyServer.OpenTask, "settle"], """{"note":"Removed in the portal."}""")
        );
        yield return (1, _ => Post(["onboardings", _busy.Ended, "cancel"], "{}"));
        yield return (
            1,
            _ => new Call("POST", ["onboardings", "resume"]) { Query = [("errorCode", "customer.domain-taken")] }
        );
        yield return (1, _ => Post(["onboardings", _busy.Pending, "erase"], """{"confirm":true}"""));
        yield return (1, _ => Post(["onboardings", _busy.Pending, "credentials"], """{"confirm":true}"""));
        foreach (var read in Reads())
            yield return (1, _ => read);
    }

    private IEnumerable<Call> Reads()
    {
        yield return new("GET", ["onboardings"])
        {
            Query =
            [
                ("state", "open"),
                ("text", "works"),
                ("partner", "direct"),
                ("reseller", "484e548c-f5f3-4528-93a9-c16c6373cb59"),
                ("batch", "ba-1"),
                ("errorCode", "customer.domain-taken"),
                ("from", "2026-11-20T08:00:00Z"),
                ("to", "2027-01-01"),
                ("limit", "10"),
            ],
        };
        yield return new("GET", ["onboardings"])
        {
            Query = [("limit", "1"), ("continuation", "NjM4OTk5OTk5OTk5OTk5OTk5fG9iLTE")],
        };
        yield return new("GET", ["onboardings", _busy.Ended]);
        yield return new("GET", ["obligations"])
        {
            Query =
            [
                ("state", "open"),
                ("onboarding", "ob-1"),
                ("limit", "5"),
                ("continuation", "NjM4OTk5OTk5OTk5OTk5OTk5fG9iLTE"),
            ],
        };
        yield return new("GET", ["deliveries"])
        {
            Query =
            [
                ("state", "failed"),
                ("onboarding", "ob-1"),
                ("limit", "5"),
                ("continuation", "NjM4OTk5OTk5OTk5OTk5OTk5fG9iLTE"),
            ],
        };
        yield return new("GET", ["approvals"])
        {
            Query =
            [
                ("state", "pending"),
                ("mine", "true"),
                ("limit", "5"),
                ("continuation", "NjM4OTk5OTk5OTk5OTk5OTk5fG9iLTE"),
            ],
        };
        yield return new("GET", ["approvals", _busy.Pending]) { Headers = [("X-Approval-Link", "a.b.c")] };
        yield return new("GET", ["inbox"])
        {
            Query = [("state", "dead"), ("limit", "5"), ("continuation", "NjM4OTk5OTk5OTk5OTk5OTk5fG9iLTE")],
        };
        yield return new("GET", ["inbox", _busy.Dead]);
        yield return new("GET", ["batches"])
        {
            Query = [("limit", "5"), ("continuation", "NjM4OTk5OTk5OTk5OTk5OTk5fG9iLTE")],
        };
        yield return new("GET", ["batches", _busy.Batch, "rows"])
        {
            Query = [("status", "refused"), ("limit", "5"), ("continuation", "3")],
        };
        yield return new("GET", ["batches", _busy.Batch, "results.csv"]);
        yield return new("GET", ["batches", _busy.Batch, "results.xlsx"]);
        yield return new("GET", ["me"]);
        yield return new("GET", ["signIn"]);
        yield return new("GET", ["summary"]);
        yield return new("GET", ["onboardings.csv"]) { Query = [("state", "ended"), ("ids", _busy.Ended)] };
        yield return new("GET", ["drafts"])
        {
            Query = [("limit", "5"), ("continuation", "NjM4OTk5OTk5OTk5OTk5OTk5fG9iLTE")],
        };
        yield return new("GET", ["drafts", _drafts[0]]);
        yield return new("GET", ["drafts", _drafts[1], "review"]);
        yield return new("GET", ["audit"]) { Query = [("subject", _busy.Ended)] };
        yield return new("GET", ["reference", "countries", "DE"]) { Query = [("partner", "direct")] };
        yield return new("GET", ["reference", "resellers"]) { Query = [("partner", "default")] };
        yield return new("GET", ["reference", "offers"])
        {
            Query = [("country", "DE"), ("text", "365"), ("continuation", "10"), ("partner", "direct")],
        };
        yield return new("GET", ["reference", "domains", "wingtiptoys"]) { Query = [("partner", "direct")] };
        yield return new("GET", ["health", "ready"]);
    }

    private Call Section(Random random)
    {
        var request = JsonNode.Parse(AnyRequest(random))!;
        var (section, body) = random.Next(5) switch
        {
            0 => (
                "general",
                new JsonObject
                {
                    ["reference"] = "GENERAL-1",
                    ["partner"] = "direct",
                    ["ordering"] = "keepWhatWorked",
                    ["approval"] = "auto",
                    ["notify"] = request["notify"]?.DeepClone(),
                }
            ),
            1 => (
                "account",
                new JsonObject
                {
                    ["customer"] = request["customer"]!.DeepClone(),
                    ["contact"] = request["contact"]!.DeepClone(),
                }
            ),
            2 => ("agreement", request["agreement"]!),
            3 => ("reseller", new JsonObject { ["tenantId"] = "484e548c-f5f3-4528-93a9-c16c6373cb59" }),
            _ => ("subscriptions", request["subscriptions"]!),
        };
        return new Call("PUT", ["drafts", _drafts[random.Next(_drafts.Length)], section])
        {
            Type = Json,
            Body = Encoding.UTF8.GetBytes(body.ToJsonString()),
            Headers = [("If-Match", "\"1\"")],
        };
    }

    private static Call Post(IReadOnlyList<string> path, string body) =>
        new("POST", path) { Type = Json, Body = Encoding.UTF8.GetBytes(body) };

    private static string AnyRequest(Random random)
    {
        var request = random.Next(4) switch
        {
            0 => Requests.Indirect("Ended Works"),
            1 => Requests.Existing(domain: "busy.example", name: "Busy Traders GmbH"),
            _ => Requests.Direct("Ended Works"),
        };
        var json = JsonNode.Parse(DurableJson.Write(request))!.AsObject();
        json["notify"] = JsonNode.Parse(
            """[{"kind":"webhook","url":"https://crm.example/hooks"},{"kind":"email","address":"crm@shop.example"}]"""
        );
        json["ordering"] = "keepWhatWorked";
        if (random.Next(3) == 0)
            json["customer"]!["qualification"] = JsonNode.Parse(
                """{"kind":"education","segment":"k12","website":"https://school.example"}"""
            );
        if (random.Next(3) == 0)
            json["agreement"]!["evidence"] = JsonNode.Parse(
                $$"""{"documentSha256":"{{new string('a', 64)}}","source":"signed on paper"}"""
            );
        var line = json["subscriptions"]![0]!;
        if (random.Next(3) == 0)
            (line["name"], line["promotion"], line["endsOn"], line["attestationAccepted"]) = (
                "Office",
                "none",
                "2027-06-30",
                true
            );
        return json.ToJsonString();
    }

    private const string Order = """
        {"company":{"name":"Ended Works GmbH","domain":"endedworks","street":"Konrad-Zuse-Str. 1","city":"Unterschleissheim","zip":"85716","country":"DE"},
        "buyer":{"first":"Gena","last":"Soto","mail":"gena@wingtiptoys.example"},"lines":[{"product":"CFQ7TTC0LH18","sku":"0001","seats":"25"},{"product":"CFQ7TTC0LDPB","sku":"0001","seats":5}]}
        """;
}
