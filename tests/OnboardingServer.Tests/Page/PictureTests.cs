using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onboarding;
using Onboarding.Progress;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using Scenarios.Stores;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>
/// The pictures of the views in the documents. They are taken anew with <c>PICTURES=1</c>; without it the views are
/// only opened.
/// </summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    private const int Most = 60 * 1024;
    private const int Height = 420;
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "pictures");

    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task Every_view_has_a_picture()
    {
        var ended = await Server.Accepted(Requests.Indirect("Wingtip Toys"));
        await Server.UntilEnded(ended);
        foreach (var name in (string[])["Fabrikam Bikes", "Tailspin Works", "Northwind Tea"])
            await Server.UntilEnded(await Server.Accepted(Requests.Direct(name)));
        await Stopped("Contoso Foods GmbH");
        var held = await Server.Accepted(
            Requests.Direct("Adventure Cycles") with
            {
                Approval = ApprovalDemand.Required,
            }
        );
        await Server.Until(held, now => now["stage"]!.GetValue<string>() == "awaiting-approval");
        var file = new HttpRequestMessage(HttpMethod.Post, "batches?name=Monday")
        {
            Content = new StringContent(
                BatchFiles.Csv(BatchFiles.Row(1), BatchFiles.Row(2, ("subscriptions.term", "P9Y"))),
                Encoding.UTF8,
                "text/csv"
            ),
        };
        var batch = (await Server.Send(file)).Text("id");
        var draft = (await Server.Post("drafts", DurableJson.Write(Requests.Direct("Litware Paper")))).Text("id");
        await using var page = await browser.Open("#/home", width: 900, beforeLoad: WithoutStream);

        await Take(page, "home", "#/home", "Home");
        await Take(page, "onboardings", "#/", "Onboardings");
        await Take(page, "onboarding", $"#/onboardings/{ended}", "Wingtip Toys GmbH");
        await using (var german = await browser.Open("#/home", width: 900, beforeLoad: WithoutStream, locale: "de-DE"))
            await Take(german, "onboarding-de", $"#/onboardings/{ended}", "Wingtip Toys GmbH");
        await Take(page, "batches", "#/batches", "Batches");
        await Take(page, "batch", $"#/batches/{batch}", "Monday");
        await Take(page, "approvals", "#/approvals", "Waiting for approval");
        await Take(page, "open-tasks", "#/obligations", "Open tasks");
        await Take(page, "drafts", "#/drafts", "Drafts");
        await Take(page, "inbox", "#/inbox", "Inbox");
        await Take(page, "offers", $"#/drafts/{draft}/offers", "Offers");
        await Take(page, "review", $"#/drafts/{draft}/review", "Review");
        await page.Page.GotoAsync($"/#/onboardings/{ended}");
        await page.On("Wingtip Toys GmbH");
        await Expect(page.Button("Print the hand-over")).ToBeVisibleAsync();
        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Take(page, "hand-over");
    }

    [Fact]
    public void The_pictures_are_small_and_each_is_shown_in_the_document()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "page.md"));
        var pictures = Directory.GetFiles(Folder, "*.png");

        Assert.NotEmpty(pictures);
        foreach (var picture in pictures)
        {
            Assert.InRange(new FileInfo(picture).Length, 1, Most);
            Assert.Contains($"(pictures/{Path.GetFileName(picture)})", text, StringComparison.Ordinal);
        }
    }

    // A network that has a stream of changes is never idle.
    private static Task WithoutStream(IPage page) => page.RouteAsync("**/api/changes", route => route.AbortAsync());

    private static async Task Take(Wizard page, string name, string address, string title)
    {
        await page.Page.GotoAsync($"/{address}");
        await page.On(title);
        await Expect(page.Page.Locator("main")).Not.ToContainTextAsync("Checking everything");
        await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Take(page, name);
    }

    private static async Task Take(Wizard page, string name)
    {
        if (Environment.GetEnvironmentVariable("PICTURES") != "1")
            return;
        Directory.CreateDirectory(Folder);
        var view = await page.Page.Locator("main").BoundingBoxAsync();
        await page.Page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(Folder, $"{name}.png"),
                Animations = ScreenshotAnimations.Disabled,
                FullPage = true,
                Clip = new()
                {
                    X = view!.X,
                    Y = view.Y,
                    Width = view.Width,
                    Height = Math.Min(view.Height, Height),
                },
            }
        );
    }

    private async Task Stopped(string company)
    {
        var records = Server.Services.GetRequiredService<IOnboardingRecords>();
        var record = Records.Record("CRM-20044", company: company) with
        {
            SubmittedAt = TimeProvider.System.GetUtcNow(),
        };
        await records.Reserve(record, default);
        await records.Apply(
            record.Id,
            [Records.Change(1, Stage.AwaitingOperator, Actor.Operator) with { ErrorCode = "order.credit-limit" }],
            default
        );
    }
}
