using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Onboarding;
using Scenarios;

namespace OnboardingServer.Tests.Api;

/// <summary>Texts for people are answered in the language that the caller reads.</summary>
public sealed class LanguageTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private RunningServer Server => fixture.Server;

    [Theory]
    [InlineData("de", "de", "companyName fehlt.")]
    [InlineData("fi, de-CH;q=0.8, en;q=0.5", "de", "companyName fehlt.")]
    [InlineData("es;q=0, it", "it", "Manca companyName.")]
    [InlineData("fi", "en", "companyName is missing.")]
    [InlineData("*", "en", "companyName is missing.")]
    [InlineData(";;;", "en", "companyName is missing.")]
    [InlineData(null, "en", "companyName is missing.")]
    public async Task A_finding_is_in_the_language_that_the_caller_prefers(
        string? accepted,
        string language,
        string message
    )
    {
        var request = Requests.Direct("No Name");
        request = request with { Customer = request.Customer with { CompanyName = null } };

        using var answer = await Send(HttpMethod.Post, "onboardings", accepted, DurableJson.Write(request));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal([language], answer.Content.Headers.ContentLanguage);
        Assert.Single(answer.Headers.Vary, "Accept-Language");
        var findings = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["findings"]!.AsArray();
        Assert.Contains(message, findings.Select(finding => finding!["message"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_timeline_is_read_in_each_language_though_it_is_stored_once()
    {
        var id = await Server.Accepted(Requests.Direct("Two Readers"));
        await Server.UntilEnded(id);

        using var english = await Send(HttpMethod.Get, $"onboardings/{id}", "en");
        using var german = await Send(HttpMethod.Get, $"onboardings/{id}", "de");

        Assert.Contains("The customer's tenant is created.", await Texts(english));
        Assert.DoesNotContain("The customer's tenant is created.", await Texts(german));
        Assert.NotEqual(english.Headers.ETag, german.Headers.ETag);
        Assert.Single(german.Headers.Vary, "Accept-Language");
    }

    [Fact]
    public async Task An_answer_to_a_submission_names_the_language_once()
    {
        var request = DurableJson.Write(Requests.Direct("Said Once"));
        using var answer = await Send(HttpMethod.Post, "onboardings", "de", request);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Single(answer.Headers.Vary, "Accept-Language");
    }

    [Fact]
    public async Task Two_callers_at_the_same_time_are_each_answered_in_their_own_language()
    {
        var id = await Server.Accepted(Requests.Direct("Same Time"));
        await Server.UntilEnded(id);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(async at =>
                {
                    using var answer = await Send(HttpMethod.Get, $"onboardings/{id}", at % 2 == 0 ? "de" : "ja");
                    return string.Join('\n', await Texts(answer));
                })
        );

        Assert.Equal(2, answers.Distinct().Count());
        Assert.All(answers.Where((_, at) => at % 2 == 0), text => Assert.Equal(answers[0], text));
    }

    private static async Task<IEnumerable<string>> Texts(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["timeline"]!
            .AsArray()
            .Select(line => line!["text"]!.GetValue<string>());

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? accepted, string? body = null)
    {
        using var message = new HttpRequestMessage(method, new Uri($"/api/{path}", UriKind.Relative));
        if (accepted is not null)
            message.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        if (body is not null)
            message.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await Server.Client.SendAsync(message);
    }
}
