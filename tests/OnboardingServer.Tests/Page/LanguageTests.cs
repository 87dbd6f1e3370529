using Microsoft.Playwright;
using Onboarding.Messages;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>Each reader reads the page in a language of the catalog.</summary>
public sealed class LanguageTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    public static TheoryData<string> Languages =>
        [.. MessageCatalog.Languages.Where(language => language != MessageCatalog.English)];

    [ChromiumTheory]
    [MemberData(nameof(Languages))]
    public async Task A_page_is_in_the_language_that_the_browser_prefers(string language)
    {
        var id = await Server.Accepted(Requests.Direct($"Read In {language}"));
        await Server.UntilEnded(id);
        await using var page = await browser.Open("#/", locale: language, width: 390);

        foreach (var (address, title) in new[] { ("#/home", "Home"), ("#/", "Onboardings"), ("#/drafts", "Drafts") })
        {
            await page.Page.GotoAsync($"/{address}");
            await page.On(In(title));
            await page.AssertAccessible();
            await page.AssertNothingSticksOut();
        }

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Expect(page.Page.Locator("header [data-nav=new]")).ToHaveTextAsync(In("Add a customer"));
        await page.Page.GotoAsync($"/#/onboardings/{id}");
        var timeline = page.Page.Locator(".timeline");
        await Expect(timeline).ToContainTextAsync(In("Created the customer’s tenant."));
        await Expect(timeline).ToContainTextAsync(In("Ordered 1 offer."));
        await Expect(timeline).Not.ToContainTextAsync("tenant is created");

        string In(string text) => MessageCatalog.Translate(text, language);
    }

    [ChromiumFact]
    public async Task The_wizard_reports_what_is_wrong_in_the_readers_language()
    {
        await using var page = await browser.Open("#/new", locale: "de-AT");
        await page.Button("Beginnen").ClickAsync();
        await page.On("Kontoinformationen");

        await page.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Weiter" }).ClickAsync();

        await Expect(page.Page.Locator("main")).ToContainTextAsync("fehlt");
        await Expect(page.Page.Locator("main")).Not.ToContainTextAsync("is missing");
        await page.AssertAccessible();
    }

    [ChromiumFact]
    public async Task A_language_that_is_chosen_stays_chosen()
    {
        await using var page = await browser.Open("#/home", locale: "ja-JP");
        await page.On("ホーム");

        await page.Page.GetByLabel("言語", new() { Exact = true }).SelectOptionAsync("it");

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "it");
        await page.Page.GotoAsync("/#/drafts");
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "it");
        await page.On(MessageCatalog.Translate("Drafts", "it"));
    }

    [ChromiumFact]
    public async Task A_page_in_a_language_that_there_is_not_is_in_English()
    {
        await using var page = await browser.Open("#/home", locale: "fi-FI");

        await page.On("Home");

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }
}
