using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The list as a tool: rows are chosen, exported and cancelled together, and views are kept.</summary>
public sealed class GridTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Chosen_rows_are_exported_and_cancelled_together_by_keyboard(int width)
    {
        var names = new[] { $"Chosen One {width}", $"Chosen Two {width}", $"Not Chosen {width}" };
        var ids = new List<string>();
        foreach (var name in names)
        {
            var request = Requests.Direct(name) with { Approval = ApprovalDemand.Required };
            ids.Add(await Server.Accepted(request));
            await Server.Until(ids[^1], now => now["stage"]!.GetValue<string>() == "awaiting-approval");
        }

        await using var page = await browser.Open($"#/?text={width}", width: width);
        await Expect(page.Page.Locator("tbody tr")).ToHaveCountAsync(3);
        foreach (var name in names[..2])
        {
            await page.Page.GetByLabel($"Choose {name} GmbH").FocusAsync();
            await page.Page.Keyboard.PressAsync("Space");
        }

        await Expect(page.Page.GetByText("2 chosen")).ToBeVisibleAsync();
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Export").ClickAsync());
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Equal(3, csv.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain("Not Chosen", csv, StringComparison.Ordinal);
        await page.Button("Cancel").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync($"Chosen One {width} GmbH");
        await page.Button("Cancel them").ClickAsync();

        await Expect(page.Page.GetByText("2 onboardings were asked to stop.").First).ToBeVisibleAsync();
        Assert.Equal("cancelled", (await Server.UntilEnded(ids[0]))["stage"]!.GetValue<string>());
        Assert.Equal("cancelled", (await Server.UntilEnded(ids[1]))["stage"]!.GetValue<string>());
        Assert.False((await Server.Get($"onboardings/{ids[2]}")).Body["ended"]!.GetValue<bool>());
    }

    [ChromiumFact]
    public async Task A_click_on_a_heading_sorts_by_it_and_a_second_one_the_other_way_round()
    {
        foreach (var name in (string[])["Zebra", "Arzt", "Ärzte"])
        {
            var request = Requests.Direct($"Sorted {name.Replace('Ä', 'A')}");
            request = request with { Customer = request.Customer with { CompanyName = $"Sorted {name} GmbH" } };
            await Server.UntilEnded(await Server.Accepted(request));
        }

        await using var page = await browser.Open("#/?text=Sorted");
        var heading = page.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Customer" });
        var links = page.Page.Locator("tbody td a");
        await Expect(links).ToHaveTextAsync(["Sorted Ärzte GmbH", "Sorted Arzt GmbH", "Sorted Zebra GmbH"]);

        await heading.GetByRole(AriaRole.Button).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(links).ToHaveTextAsync(["Sorted Arzt GmbH", "Sorted Ärzte GmbH", "Sorted Zebra GmbH"]);
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(heading.GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        await page.AssertAccessible();

        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(links).ToHaveTextAsync(["Sorted Zebra GmbH", "Sorted Ärzte GmbH", "Sorted Arzt GmbH"]);
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "descending");
        await page.Page.ReloadAsync();
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "descending");
        await Expect(links).ToHaveTextAsync(["Sorted Zebra GmbH", "Sorted Ärzte GmbH", "Sorted Arzt GmbH"]);
    }

    [ChromiumFact]
    public async Task On_a_phone_the_order_is_chosen_from_a_list()
    {
        foreach (var name in (string[])["Phone Zebra", "Phone Arzt"])
            await Server.UntilEnded(await Server.Accepted(Requests.Direct(name)));
        await using var page = await browser.Open("#/?text=Phone", width: 390);

        await page.Page.GetByLabel("Sort").SelectOptionAsync("Customer, Z to A");

        await Expect(page.Page.Locator("tbody td a")).ToHaveTextAsync(["Phone Zebra GmbH", "Phone Arzt GmbH"]);
        await Expect(page.Page).ToHaveURLAsync(new Regex("sort=-companyName"));
        await page.AssertNothingSticksOut();
        await page.AssertAccessible();
        await page.Page.GetByLabel("State").SelectOptionAsync("Cannot go on");
        await Expect(page.Page.GetByLabel("Sort")).ToBeDisabledAsync();
        await Expect(page.Page.GetByText("Nothing matches “Phone” in this state.")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_customer_is_found_by_e_mail_address_and_by_tenant()
    {
        var request = Requests.Direct("Known By Mail");
        request = request with { Contact = request.Contact! with { Email = "somebody@known-by-mail.example" } };
        var done = await Server.UntilEnded(await Server.Accepted(request));
        var tenant = done["exists"]!["tenantId"]!.GetValue<string>();
        await using var page = await browser.Open("#/");

        foreach (var text in (string[])["Somebody@known", tenant, "nothing of it"])
        {
            await page.Page.GetByLabel("Search").FillAsync(text);
            if (text == "nothing of it")
                await Expect(page.Page.GetByText("Nothing matches “nothing of it”.")).ToBeVisibleAsync();
            else
                await Expect(page.Page.Locator("tbody td a")).ToHaveTextAsync(["Known By Mail GmbH"]);
        }
    }

    [ChromiumFact]
    public async Task A_row_that_cannot_is_named_with_the_reason_and_stays_chosen()
    {
        await Server.UntilEnded(await Server.Accepted(Requests.Direct("Already Over")));
        await using var page = await browser.Open("#/?text=Already");
        await page.Page.GetByLabel("Choose all that are shown").CheckAsync();

        await page.Button("Cancel").ClickAsync();
        await page.Button("Cancel them").ClickAsync();

        await Expect(page.Page.Locator(".bulk")).ToContainTextAsync("Already Over GmbH: ");
        await Expect(page.Page.GetByLabel("Choose Already Over GmbH")).ToBeCheckedAsync();
        await page.Button("Choose none").ClickAsync();
        await Expect(page.Page.Locator(".bulk")).Not.ToBeVisibleAsync();
        await Expect(page.Page.GetByLabel("Choose Already Over GmbH")).Not.ToBeCheckedAsync();
    }

    [ChromiumFact]
    public async Task A_view_is_kept_under_a_name_and_the_whole_list_is_exported()
    {
        await Server.Accepted(Requests.Direct("In The View"));
        await Server.Accepted(Requests.Direct("Outside Of It"));
        await using var page = await browser.Open("#/?text=View&partner=direct");
        await page.Button("Save this view").ClickAsync();
        await page.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("<i>Mine</i>");
        await page.Page.GetByLabel("Name", new() { Exact = true }).PressAsync("Enter");
        await Expect(page.Button("<i>Mine</i>")).ToHaveAttributeAsync("aria-pressed", "true");

        await page.Page.GotoAsync("/#/");
        await page.Page.ReloadAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Outside Of It GmbH" })).ToBeVisibleAsync();
        await page.Button("<i>Mine</i>").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Outside Of It GmbH" })).ToHaveCountAsync(0);
        Assert.Contains("text=View", page.Page.Url, StringComparison.Ordinal);
        await page.AssertAccessible();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Export as CSV").ClickAsync());
        var csv = await File.ReadAllTextAsync(await download.PathAsync());
        Assert.Contains("In The View GmbH", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("Outside Of It", csv, StringComparison.Ordinal);
        await page.Button("Forget the view <i>Mine</i>").ClickAsync();
        await Expect(page.Button("<i>Mine</i>")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task Every_filter_of_the_list_can_be_given_on_the_page()
    {
        await Server.Accepted(Requests.Direct("Filtered Here"));
        await using var page = await browser.Open("#/");
        await page.Page.GetByText("More filters").ClickAsync();
        await page.Page.GetByLabel("Submitted before").FillAsync("2020-01-01");
        await page.Button("Narrow").ClickAsync();

        await Expect(page.Page.GetByText("Nothing matches what the list is narrowed by.")).ToBeVisibleAsync();
        Assert.Contains("to=2020-01-01", page.Page.Url, StringComparison.Ordinal);
        await page.AssertAccessible();
    }
}
