using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OnboardingServer.Tests.Page;

/// <summary>The page as somebody in front of it sees it: labels, buttons, headings.</summary>
public sealed class Wizard(IPage page, Action noComplaints) : IAsyncDisposable
{
    public IPage Page => page;

    public string DraftId => Regex.Match(page.Url, "#/drafts/(dr-[a-z0-9]+)/").Groups[1].Value;

    public string Draft => $"drafts/{DraftId}";

    public ILocator Title => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Alert => page.GetByRole(AriaRole.Alert).Filter(new() { Visible = true });

    public ILocator Field(string label) =>
        page.GetByLabel(new Regex($"^{Regex.Escape(label)}( \\(optional\\))?$")).Filter(new() { Visible = true });

    /// <summary>The field, or row of the review, of a member of the request.</summary>
    public ILocator At(string path) => page.Locator($"[data-path='{path}']");

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public Task On(string title) => Assertions.Expect(Title).ToHaveTextAsync(title);

    public Task Saved() => Assertions.Expect(page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

    public Task Reviewed() => Assertions.Expect(page.Locator("#verdict")).ToBeVisibleAsync();

    /// <summary>
    /// Lets every call fail from now on. To switch the browser offline would reach its network at some time after the
    /// call has returned.
    /// </summary>
    public Task LoseServer() => page.RouteAsync("**/api/**", call => call.AbortAsync("internetdisconnected"));

    public Task FindServer() => page.UnrouteAllAsync();

    public async Task Next(string title)
    {
        await Button("Next").ClickAsync();
        await On(title);
    }

    public async Task Begin(string partner)
    {
        await page.GetByLabel(partner, new() { Exact = true }).CheckAsync();
        await Button("Begin").ClickAsync();
        await On("Account information");
    }

    public async Task FillAccount(string name)
    {
        await Field("Country or region").SelectOptionAsync("DE");
        await Field("Company name").FillAsync($"{name} GmbH");
        await Field("Domain").FillAsync(name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant());
        await Assertions.Expect(page.GetByText($".onmicrosoft.com is free.")).ToBeVisibleAsync();
        await Field("Street and number").FillAsync("Konrad-Zuse-Str. 1");
        await Field("Postal code").FillAsync("85716");
        await Field("City").FillAsync("Unterschleissheim");
        await Field("First name").FillAsync("Gena");
        await Field("Last name").FillAsync("Soto");
        await Field("E-mail address").FillAsync("gena@wingtiptoys.example");
        await Field("Phone number").FillAsync("+49 89 31760");
    }

    public async Task AddOffer(string title, int licences)
    {
        await page.GetByLabel("Search the offers").FillAsync(title);
        await Button($"Add {title}").ClickAsync();
        var line = page.GetByRole(AriaRole.Group, new() { Name = title, Exact = true });
        await line.GetByLabel("Licences").FillAsync($"{licences}");
        await Assertions.Expect(line.GetByLabel("Licences")).ToHaveValueAsync($"{licences}");
    }

    public async Task Submit()
    {
        await Reviewed();
        await Button("Submit").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
    }

    /// <summary>Nothing that would keep somebody from using it, by the rules of WCAG 2.2 AA.</summary>
    public async Task AssertAccessible()
    {
        var result = await page.RunAxe(
            new AxeRunOptions
            {
                RunOnly = new()
                {
                    Type = "tag",
                    Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                },
            }
        );
        var violations = result
            .Violations.Where(one => one.Impact is "serious" or "critical" or "moderate")
            .Select(one =>
                $"{one.Id}: {one.Help}: "
                + $"{string.Join(" | ", one.Nodes.Select(node => $"{node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}"))}"
            );
        Assert.True(!violations.Any(), $"{page.Url} {string.Join('\n', violations)}");
    }

    public async Task AssertNothingSticksOut() =>
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>(
                "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
            )
        );

    public async ValueTask DisposeAsync()
    {
        await page.Context.CloseAsync();
        noComplaints();
    }
}
