using System.Text.Json.Nodes;
using Onboarding;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>What was typed stays, and what others wrote stays too.</summary>
public sealed class DraftKeepingTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_draft_goes_on_after_a_reload()
    {
        await using var wizard = await browser.Open();
        await wizard.Begin("direct");
        await wizard.Field("Country or region").SelectOptionAsync("FR");
        await wizard.Field("Company name").FillAsync("Reloaded SARL");
        // Not left yet, so not saved yet.
        await wizard.Field("City").PressSequentiallyAsync("Lyon");

        await wizard.Page.ReloadAsync();

        await wizard.On("Account information");
        await Expect(wizard.Field("Company name")).ToHaveValueAsync("Reloaded SARL");
        await Expect(wizard.Field("City")).ToHaveValueAsync("Lyon");
        await wizard.Saved();
        Assert.Equal(
            "Lyon",
            (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!["address"]!["city"]!.GetValue<string>()
        );
    }

    [ChromiumFact]
    public async Task A_draft_is_opened_by_its_address_on_another_machine()
    {
        var id = await Draft(Requests.Direct("Other Machine"));

        await using var wizard = await browser.Open($"#/drafts/{id}/account");

        await Expect(wizard.Field("Company name")).ToHaveValueAsync("Other Machine GmbH");
        await Expect(wizard.Field("State or province")).ToHaveValueAsync("BY");
        await Expect(wizard.Field("Culture")).ToHaveValueAsync("de-DE");
    }

    [ChromiumFact]
    public async Task A_save_that_fails_loses_nothing()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Lost Line"))}/account");
        await Expect(wizard.Field("State or province")).ToHaveValueAsync("BY");
        await wizard.LoseServer();

        await wizard.Field("City").FillAsync("Nürnberg");
        await wizard.Button("Next").ClickAsync();
        await Expect(wizard.Alert).ToContainTextAsync("The server does not answer");
        await Expect(wizard.Alert).ToContainTextAsync("What you typed is still here");
        await wizard.FindServer();
        await wizard.Button("Save again").ClickAsync();

        await wizard.Saved();
        await Expect(wizard.Alert).ToHaveCountAsync(0);
        Assert.Equal(
            "Nürnberg",
            (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!["address"]!["city"]!.GetValue<string>()
        );
    }

    [ChromiumFact]
    public async Task A_change_from_elsewhere_is_not_overwritten()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Two Hands"))}/account");
        await Expect(wizard.Field("State or province")).ToHaveValueAsync("BY");
        await Elsewhere(wizard.DraftId, "account", request => request["customer"]!["address"]!["city"] = "Fürth");

        await wizard.Field("City").FillAsync("Erlangen");
        await wizard.Button("Next").ClickAsync();

        await Expect(wizard.Alert).ToContainTextAsync("Somebody else has changed this page");
        await Expect(wizard.Alert).ToContainTextAsync("City: there “Fürth”, here “Erlangen”");
        await wizard.On("Account information");
        Assert.Equal("Fürth", await City(wizard));
        await wizard.Button("Save mine instead").ClickAsync();
        await wizard.Saved();
        Assert.Equal("Erlangen", await City(wizard));
    }

    [ChromiumFact]
    public async Task What_somebody_else_wrote_can_be_taken()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Their Hand"))}/account");
        await Expect(wizard.Field("State or province")).ToHaveValueAsync("BY");
        await Elsewhere(wizard.DraftId, "account", request => request["customer"]!["address"]!["city"] = "Fürth");
        await wizard.Field("City").FillAsync("Erlangen");
        await wizard.Button("Next").ClickAsync();

        await wizard.Button("Take what is there").ClickAsync();

        await Expect(wizard.Field("City")).ToHaveValueAsync("Fürth");
        await wizard.Next("Customer agreement");
        Assert.Equal("Fürth", await City(wizard));
    }

    [ChromiumFact]
    public async Task A_change_of_another_page_is_no_obstacle()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Other Page"))}/account");
        await Expect(wizard.Field("State or province")).ToHaveValueAsync("BY");
        await Elsewhere(wizard.DraftId, "subscriptions", request => request["subscriptions"]![0]!["quantity"] = 7);

        await wizard.Field("City").FillAsync("Erlangen");
        await wizard.Next("Customer agreement");

        var request = (await Server.Get(wizard.Draft)).Body["request"]!;
        Assert.Equal(
            ("Erlangen", 7),
            (
                request["customer"]!["address"]!["city"]!.GetValue<string>(),
                request["subscriptions"]![0]!["quantity"]!.GetValue<int>()
            )
        );
    }

    [ChromiumFact]
    public async Task What_was_changed_after_the_review_is_not_submitted_before_it_was_seen()
    {
        await using var wizard = await browser.Open($"#/drafts/{await Draft(Requests.Direct("Seen First"))}/review");
        await wizard.Reviewed();
        await Elsewhere(wizard.DraftId, "subscriptions", request => request["subscriptions"]![0]!["quantity"] = 9);

        await wizard.Submit();

        await Expect(wizard.Alert).ToContainTextAsync("The draft was changed elsewhere");
        await Expect(wizard.Page.Locator(".changes")).ToContainTextAsync("Licences: 25 → 9");
        Assert.Null((await Server.Get(wizard.Draft)).Body["onboarding"]);
        await wizard.Submit();
        await wizard.On("Done");
    }

    [ChromiumFact]
    public async Task A_draft_that_was_submitted_leads_to_its_onboarding()
    {
        var id = await Draft(Requests.Direct("Gone Already"));
        await using var first = await browser.Open($"#/drafts/{id}/review");
        await using var second = await browser.Open($"#/drafts/{id}/account");
        await Expect(second.Field("State or province")).ToHaveValueAsync("BY");
        await first.Submit();
        await first.On("Done");

        await second.Field("City").FillAsync("Erlangen");
        await second.Button("Next").ClickAsync();

        await second.On("Done");
    }

    [ChromiumFact]
    public async Task A_draft_is_deleted()
    {
        await using var wizard = await browser.Open(
            $"#/drafts/{await Draft(Requests.Direct("Deleted Draft"))}/account"
        );
        var path = wizard.Draft;

        await wizard.Button("Delete the draft").ClickAsync();
        await wizard.Button("Delete").ClickAsync();

        await wizard.On("Onboardings");
        Assert.Equal(404, (await Server.Get(path)).Status);
    }

    private async Task<string> Draft(OnboardingRequest request) =>
        (await Server.Post("drafts", DurableJson.Write(request))).Text("id");

    private async Task<string> City(Wizard wizard) =>
        (await Server.Get(wizard.Draft)).Body["request"]!["customer"]!["address"]!["city"]!.GetValue<string>();

    private async Task Elsewhere(string id, string section, Action<JsonNode> change)
    {
        var draft = (await Server.Get($"drafts/{id}")).Body;
        var request = draft["request"]!;
        change(request);
        var body =
            section == "account"
                ? new JsonObject
                {
                    ["customer"] = request["customer"]!.DeepClone(),
                    ["contact"] = request["contact"]!.DeepClone(),
                }
                : request[section]!;
        var message = new HttpRequestMessage(HttpMethod.Put, $"drafts/{id}/{section}")
        {
            Content = RunningServer.Json(body.ToJsonString()),
        };
        message.Headers.TryAddWithoutValidation("If-Match", $"\"{draft["version"]}\"");
        Assert.Equal(200, (await Server.Send(message)).Status);
    }
}
