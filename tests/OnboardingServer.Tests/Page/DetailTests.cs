using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onboarding;
using Onboarding.Progress;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using PartnerCenter.Simulator.Faults;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The page of one onboarding says what is true, once, and in full.</summary>
public sealed class DetailTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task The_letter_is_shown_whole_and_can_be_copied()
    {
        var (id, waiting) = await AwaitingAcceptance("wholeletter.example", "Whole Letter GmbH");
        await using var page = await browser.Open($"#/onboardings/{id}", width: 390);
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var letter = page.Page.GetByLabel("The text", new() { Exact = true });
        await Expect(letter).ToBeVisibleAsync();

        Assert.Equal(0, await letter.EvaluateAsync<int>("at => Math.max(0, at.scrollWidth - at.clientWidth)"));
        await page.Button("Copy the letter").ClickAsync();

        await Expect(page.Button("Copied the letter")).ToBeVisibleAsync();
        var copied = await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal(waiting["mail"]!["text"]!.GetValue<string>(), copied);
    }

    [ChromiumFact]
    public async Task The_timeline_says_what_is_under_way_and_what_is_done()
    {
        var request = Requests.Direct("Under Way");
        request = request with { Agreement = new AgreementSection(AgreementMode.Direct, null, request.Contact) };
        var id = await Server.Accepted(request);
        await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance");
        await using var page = await browser.Open($"#/onboardings/{id}");
        var entries = page.Page.Locator(".timeline li");

        await Expect(entries.Last).ToHaveAttributeAsync("aria-current", "step");
        await Expect(page.Page.Locator(".timeline [aria-current]")).ToHaveCountAsync(1);
        await Expect(entries.Last).ToContainTextAsync("has to accept the Microsoft Customer Agreement");
        await Expect(page.Page.Locator(".timeline")).ToContainTextAsync("Created the customer’s tenant.");
        await Expect(page.Page.Locator(".timeline"))
            .ToContainTextAsync("Looked for the customer’s acceptance of the Microsoft Customer Agreement.");
        await Expect(page.Page.Locator(".timeline")).Not.ToContainTextAsync("is confirmed");
    }

    [ChromiumFact]
    public async Task One_that_cannot_go_on_says_so_with_what_to_do_and_is_found_in_the_list()
    {
        var request = Requests.Direct("Cannot Go On") with { Approval = ApprovalDemand.Required };
        var id = await Server.Accepted(request);
        await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-approval");
        await Server.Services.GetRequiredService<IOrchestrationClient>().Terminate(id, "by a test", default);
        await Server.Services.GetRequiredService<StuckOnboardingDetector>().Run(default);
        await using var page = await browser.Open($"#/onboardings/{id}");

        await Expect(page.Page.Locator(".stuck")).ToContainTextAsync("finish or undo it by hand");
        await Expect(page.Page.Locator(".stuck")).ToContainTextAsync(ErrorCodes.InstanceTerminated);
        await page.Page.GotoAsync($"{new Uri(page.Page.Url).GetLeftPart(UriPartial.Authority)}/#/?state=stuck");
        await Expect(page.Page.Locator("tbody")).ToContainTextAsync("Cannot Go On");
    }

    [ChromiumFact]
    public async Task After_the_end_nothing_is_under_way()
    {
        var id = await Server.Accepted(Requests.Direct("All Done"));
        await Server.UntilEnded(id);
        await using var page = await browser.Open($"#/onboardings/{id}");

        await Expect(page.Page.Locator(".timeline li").Last).ToContainTextAsync("Completed");
        await Expect(page.Page.Locator(".timeline [aria-current]")).ToHaveCountAsync(0);
        await Expect(page.Page.Locator(".timeline")).ToContainTextAsync("Created the customer’s tenant.");
    }

    [ChromiumFact]
    public async Task What_Microsoft_answered_is_shown_once_and_folded()
    {
        Server.Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "carts.checkout",
                Kind = FaultKind.Refuse,
                Code = 800069,
                Status = 403,
            }
        );
        var id = await Server.Accepted(Requests.Direct("Raw Refusal"));
        await Server.Until(id, onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-operator");
        Server.Simulator.Faults.Clear();
        await using var page = await browser.Open($"#/onboardings/{id}");
        var raw = page.Page.GetByText("refused (status 403, code 800069,");

        await Expect(raw).ToHaveCountAsync(1);
        await Expect(raw).Not.ToBeVisibleAsync();
        await page.Page.GetByText("What Microsoft answered").ClickAsync();
        await Expect(raw).ToBeVisibleAsync();
        await Expect(page.Page.Locator("main")).ToContainTextAsync("Microsoft has refused the order");
        await page.AssertAccessible();

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Onboardings", Exact = true }).ClickAsync();
        await page.Page.GetByLabel("State").SelectOptionAsync("awaiting-operator");
        await Expect(page.Page.GetByText("Microsoft’s risk management does not let the partner sell now."))
            .ToBeVisibleAsync();
        await page.AssertAccessible();
        await page.Button("Resume all of these").ClickAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("completed", (await Server.UntilEnded(id))["stage"]!.GetValue<string>());
    }

    [ChromiumFact]
    public async Task Who_was_told_and_who_did_what_is_there_to_be_unfolded()
    {
        var id = await Server.Accepted(Requests.Direct("Unfolded Works"));
        await Server.UntilEnded(id);
        await Server.Post($"onboardings/{id}/takeBack", "{}");
        await using var page = await browser.Open($"#/onboardings/{id}");
        await page.On("Unfolded Works GmbH");

        await page.Page.Locator("summary", new() { HasText = "Deliveries" }).ClickAsync();
        await Expect(page.Page.GetByText("Nobody has been notified.")).ToBeVisibleAsync();
        await page.Page.Locator("summary", new() { HasText = "Audit" }).ClickAsync();

        await Expect(page.Page.GetByText("by local").Last).ToBeVisibleAsync();
        await page.AssertAccessible();
    }

    [ChromiumFact]
    public async Task The_deadline_of_a_wait_is_moved()
    {
        var (id, _) = await AwaitingAcceptance("movedwait.example", "Moved Wait GmbH");
        await using var page = await browser.Open($"#/onboardings/{id}");
        var day = TimeProvider.System.GetUtcNow().AddDays(100).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        await page.Button("Move the deadline").ClickAsync();
        await page.Page.GetByLabel("The last day of the wait").FillAsync(day);
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator(".timeline")).ToContainTextAsync($"The deadline was moved to {day}");
    }

    [ChromiumFact]
    public async Task Personal_data_of_an_ended_onboarding_is_erased_after_a_question()
    {
        var id = await Server.Accepted(Requests.Direct("Forgotten Works"));
        await Server.UntilEnded(id);
        await using var page = await browser.Open($"#/onboardings/{id}");
        await page.On("Forgotten Works GmbH");

        await page.Button("Erase personal data").ClickAsync();
        await page.AssertAccessible();
        await page.Button("Erase it").ClickAsync();

        await Expect(page.Page.GetByText("Its personal data was erased")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("main")).Not.ToContainTextAsync("Forgotten Works");
        await Expect(page.Button("Erase personal data")).ToHaveCountAsync(0);
        await page.AssertAccessible();
    }

    [ChromiumFact]
    public async Task A_folder_that_was_put_back_from_a_copy_is_said_at_the_onboardings_that_it_concerns()
    {
        var (id, _) = await AwaitingAcceptance("putback.example", "Put Back GmbH");
        await using var page = await browser.Open("#/");
        await page.Page.RouteAsync(
            $"**/api/onboardings/{id}",
            async route =>
            {
                var answer = JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!;
                answer["restoredAt"] = "2026-11-30T02:00:00Z";
                await route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() });
            }
        );

        await page.Page.GotoAsync($"{new Uri(page.Page.Url).GetLeftPart(UriPartial.Path)}#/onboardings/{id}");

        await Expect(page.Page.GetByRole(AriaRole.Note)).ToContainTextAsync("put back from a copy");
        await page.AssertAccessible();
    }

    [ChromiumFact]
    public async Task A_damaged_onboarding_is_listed_in_words()
    {
        var (id, _) = await AwaitingAcceptance("damagedrow.example", "Damaged Row GmbH");
        await using var page = await browser.Open($"#/onboardings/{id}");
        await page.Page.RouteAsync(
            "**/api/onboardings?*",
            async route =>
            {
                var answer = JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!;
                answer["items"]!.AsArray().First(item => item!["id"]!.GetValue<string>() == id)!["stage"] =
                    "unreadable";
                await route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() });
            }
        );

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Onboardings", Exact = true }).ClickAsync();

        await Expect(page.Page.GetByText("Cannot be read: damaged").First).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Admin_credentials_are_shown_to_be_copied_and_do_not_stay_in_the_document()
    {
        var id = await Server.Accepted(Requests.Direct("Handed Credentials"));
        await Server.UntilEnded(id);
        await using var page = await browser.Open($"#/onboardings/{id}");
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Button("Take admin credentials").ClickAsync();
        await page.Button("Take them").ClickAsync();
        await page.Button("Copy the password").ClickAsync();
        await Expect(page.Button("Copied the password")).ToBeVisibleAsync();
        await page.AssertAccessible();
        var password = await page.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Contains(password, await page.Page.Locator("#ask").InnerTextAsync(), StringComparison.Ordinal);

        await page.Button("I have kept them").ClickAsync();

        await Expect(page.Page.Locator("#ask-more")).ToBeEmptyAsync();
        Assert.DoesNotContain(password, await page.Page.ContentAsync(), StringComparison.Ordinal);
    }

    private async Task<(string Id, JsonObject Waiting)> AwaitingAcceptance(string domain, string name)
    {
        Server.Simulator.Control.AddTenant(domain, name, "DE");
        var id = await Server.Accepted(Requests.Existing(domain: domain, name: name));
        var waiting = await Server.Until(
            id,
            onboarding => onboarding["stage"]!.GetValue<string>() == "awaiting-customer-acceptance"
        );
        return (id, waiting);
    }
}
