using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onboarding;

namespace OnboardingServer.Tests.Api.Mutations;

/// <summary>
/// Good calls of every operation, spoilt at random, over real HTTP: whatever comes, the server answers, and what it
/// refuses it refuses as a problem with a code of the catalogue.
/// </summary>
public sealed class MutationTests(BusyServer busy) : IClassFixture<BusyServer>
{
    private const int Sample = 3_000;
    private const int AtOnce = 8;
    private const int Told = 20;

    [Fact]
    public async Task No_mutation_of_a_good_call_is_answered_by_a_failure_of_ours()
    {
        var (first, count) = (Number("MUTATIONS_FROM", 0), Number("MUTATIONS", Sample));
        var good = await GoodCalls.Of(busy);
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            }
        )
        {
            BaseAddress = busy.Server.Client.BaseAddress,
            Timeout = TimeSpan.FromMinutes(2),
        };
        var (wrong, answers) = (new ConcurrentQueue<string>(), new ConcurrentDictionary<string, int>());

        await Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, cancellationToken) =>
            {
                if (wrong.Count >= Told)
                    return;
                var random = new Random(number);
                var call = new Mutator(random).Mutate(good.Any(random));
                using var message = call.ToMessage($"mutation-{number}", TimeProvider.System.GetUtcNow());
                using var response = await client.SendAsync(message, cancellationToken);
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                answers.AddOrUpdate($"{(int)response.StatusCode}", 1, (_, so) => so + 1);
                if (Objection(response, text) is { } objection)
                    wrong.Enqueue($"{number}: {objection}\n  {call}\n  {text}");
            }
        );

        Assert.True(wrong.IsEmpty, string.Join("\n\n", wrong.Append(string.Join(", ", answers))));
        // Something of everything: neither all refused at once nor all accepted.
        Assert.True(answers.Keys.Count > 5, string.Join(", ", answers));
        Assert.Equal(200, (await busy.Server.Get("health/ready")).Status);
    }

    private static string? Objection(HttpResponseMessage response, string text)
    {
        if (response.StatusCode < HttpStatusCode.BadRequest)
            return null;
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
            return $"{(int)response.StatusCode}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{(int)response.StatusCode} as {response.Content.Headers.ContentType}";
        try
        {
            var problem = JsonNode.Parse(text)!;
            var code = problem["code"]!.GetValue<string>();
            if (!ErrorCodes.All.ContainsKey(code))
                return $"{code} is not in the catalogue";
            if (
                problem["type"]!.GetValue<string>() != $"urn:onboarding:problem:{code}"
                || problem["status"]!.GetValue<int>() != (int)response.StatusCode
            )
                return "type or status do not fit";
            foreach (var finding in problem["findings"]?.AsArray() ?? [])
            {
                if (
                    !ErrorCodes.All.ContainsKey(finding!["code"]!.GetValue<string>())
                    || finding["path"]!.GetValue<string>() is not ("" or ['/', ..])
                )
                    return $"a finding out of form: {finding.ToJsonString()}";
            }

            return code == ErrorCodes.RequestRefused && problem["findings"] is not JsonArray { Count: > 0 }
                ? "refused without a finding"
                : null;
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or InvalidOperationException or NullReferenceException)
        {
            return "the problem cannot be read";
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(variable),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : otherwise;
}
