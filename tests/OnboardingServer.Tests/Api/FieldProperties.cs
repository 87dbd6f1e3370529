using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Onboarding;
using Onboarding.Http;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>Any text in any parameter, header and member of a small body: taken, or refused by name.</summary>
public sealed class FieldProperties(BusyServer busy) : IClassFixture<BusyServer>
{
    private static readonly (ApiOperation Operation, ApiParameter Parameter)[] Parameters =
    [
        .. from operation in ApiOperations.All
        from parameter in operation.Parameters
        where operation.Method == "GET" && parameter.In == ParameterPlace.Query
        select (operation, parameter),
    ];

    private static readonly ApiOperation[] WithId =
    [
        .. ApiOperations.All.Where(operation =>
            operation.Body is null && operation.Route.Contains('{', StringComparison.Ordinal)
        ),
    ];

    [Property(MaxTest = 150)]
    public void Any_text_as_a_parameter_is_taken_or_refused_by_name(NonNull<string> text, byte which)
    {
        var (operation, parameter) = Parameters[which % Parameters.Length];
        var needed = operation
            .Parameters.Where(other => other.Required && other.In == ParameterPlace.Query && other != parameter)
            .Select(other => $"&{other.Name}=DE");

        var answer = Send(
            "GET",
            $"{Path(operation, "DE")}?{parameter.Name}={Uri.EscapeDataString(text.Get)}{string.Concat(needed)}"
        );

        if (answer.Status is 200 or 404)
            return;
        Assert.StartsWith(
            parameter.Name + ":",
            answer.AssertProblem(400, ErrorCodes.InvalidParameter).Text("detail"),
            StringComparison.Ordinal
        );
    }

    [Property(MaxTest = 100)]
    public void Any_text_as_an_id_is_of_nothing(NonNull<string> text, byte which)
    {
        var id = text.Get.Replace("\0", "", StringComparison.Ordinal);
        if (id.Trim('.', ' ').Length == 0)
            return;
        var operation = WithId[which % WithId.Length];

        var answer = Send(operation.Method, Path(operation, Uri.EscapeDataString(id)), ("If-Match", "\"1\""));

        Assert.True(answer.Status is 200 or 400 or 404, answer.Raw);
    }

    [Property(MaxTest = 100)]
    public void Any_text_as_a_header_is_taken_or_refused(NonNull<string> text, byte which)
    {
        var value = string.Concat(text.Get.Where(c => c is >= ' ' and <= '~'));
        var answer = (which % 6) switch
        {
            0 => Send("DELETE", "drafts/dr-none", ("If-Match", value)),
            1 => Send("POST", "onboardings", "{}", ("Idempotency-Key", value)),
            2 => Send("GET", $"approvals/{busy.Pending}", ("X-Approval-Link", value)),
            3 => Send(
                "POST",
                "webhooks/crm",
                "{}",
                ("webhook-id", value),
                ("webhook-timestamp", value),
                ("webhook-signature", value)
            ),
            4 => Send(
                "POST",
                "webhooks/partner-center",
                "{}",
                ("Authorization", $"Signature {value}"),
                ("X-MS-Certificate-Url", value),
                ("X-MS-Signature-Algorithm", value)
            ),
            _ => Send("POST", "onboardings", "{}", ("Sec-Fetch-Site", value), ("Origin", value)),
        };

        Assert.InRange(answer.Status, 400, 499);
        Assert.Contains(answer.Text("code"), ErrorCodes.All.Keys);
    }

    [Property(MaxTest = 100)]
    public void Any_text_in_a_small_body_is_taken_or_refused(NonNull<string> text, byte which)
    {
        var answer = (which % 5) switch
        {
            0 => Send(
                "POST",
                $"approvals/{busy.Pending}/decision",
                Body(("decision", "approve"), ("version", "another"), ("comment", text.Get))
            ),
            1 => Send(
                "POST",
                $"approvals/{busy.Pending}/decision",
                Body(("decision", text.Get), ("version", text.Get))
            ),
            2 => Send("POST", $"approvals/{busy.Pending}/deadline", Body(("expiresAt", text.Get))),
            3 => Send("POST", $"onboardings/{busy.Waiting}/deadline", Body(("until", text.Get))),
            _ => Send("POST", "obligations/none/settle", Body(("note", text.Get))),
        };

        Assert.InRange(answer.Status, 400, 499);
        Assert.Contains(answer.Text("code"), ErrorCodes.All.Keys);
    }

    [Property(MaxTest = 100)]
    public void Any_time_as_a_deadline_is_within_a_year_or_refused(DateTimeOffset time, bool ofApproval)
    {
        var now = TimeProvider.System.GetUtcNow();
        // An answer on the edge is as good as the other.
        if (time > now.AddMinutes(-1) && time < now.AddDays(366))
            return;

        var answer = ofApproval
            ? Send("POST", $"approvals/{busy.Pending}/deadline", Body(("remindAt", $"{time:O}")))
            : Send("POST", $"onboardings/{busy.Waiting}/deadline", Body(("until", $"{time:O}")));

        answer.AssertProblem(400, ErrorCodes.InvalidBody);
    }

    [Property(MaxTest = 60)]
    public void Any_signed_body_is_kept_and_comes_to_an_end(NonNull<string> text, bool mapped)
    {
        var body = Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["reference"] = text.Get,
                ["company"] = new JsonObject { ["name"] = text.Get },
                ["lines"] = new JsonArray(text.Get, 1, null, new JsonObject { ["product"] = text.Get }),
            }.ToJsonString()
        );
        var signed = SignedWebhook.Of(
            $"any-{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(body))}",
            body,
            TimeProvider.System.GetUtcNow()
        );

        var answer = Send(
            "POST",
            mapped ? "webhooks/shop" : "webhooks/crm",
            Encoding.UTF8.GetString(body),
            ("webhook-id", signed.Id),
            ("webhook-timestamp", signed.Timestamp),
            ("webhook-signature", signed.Signature)
        );

        Assert.Equal(202, answer.Status);
        Assert.Equal("dead", busy.UntilTaken(answer.Text("key")).GetAwaiter().GetResult()["state"]!.GetValue<string>());
    }

    private static string Path(ApiOperation operation, string id) =>
        string.Join('/', operation.Route.Split('/').Select(step => step.StartsWith('{') ? id : step));

    private static string Body(params (string Name, string Value)[] members) =>
        new JsonObject(
            members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value))
        ).ToJsonString();

    private ApiAnswer Send(string method, string path, params (string Name, string Value)[] headers) =>
        Send(method, path, null, headers);

    private ApiAnswer Send(string method, string path, string? json, params (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = json is null ? null : RunningServer.Json(json),
        };
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        return busy.Server.Send(message).GetAwaiter().GetResult();
    }
}
