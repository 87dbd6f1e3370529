using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Onboarding.Progress;
using OnboardingServer.Tests.Api;
using Scenarios.Stores;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

/// <summary>The page is told what has changed, and asks by itself where it is not.</summary>
public sealed class LiveTests(Browser browser) : IClassFixture<Browser>
{
    private const string Stream = "**/api/changes";

    private RunningServer Server => browser.Server;

    [ChromiumFact]
    public async Task A_list_shows_a_change_without_asking_again_and_again()
    {
        await Written("Live Before");
        var asked = new ConcurrentQueue<string>();
        var askedAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var page = await browser.Open(
            "#/",
            beforeLoad: async page =>
            {
                await page.Clock.InstallAsync();
                page.Request += (_, request) =>
                {
                    if (request.Url.Contains("/api/onboardings?", StringComparison.Ordinal))
                        asked.Enqueue(request.Url);
                };
                page.Response += (_, answer) =>
                {
                    // The second: once the stream is open, the list is asked for what changed before.
                    if (answer.Url.Contains("/api/onboardings?", StringComparison.Ordinal) && asked.Count == 2)
                        askedAgain.TrySetResult();
                };
            }
        );
        await Expect(Row(page, "Live Before")).ToBeVisibleAsync();
        await askedAgain.Task;

        await page.Page.Clock.FastForwardAsync(20_000);
        await page.Page.EvaluateAsync("fetch('api/me').then(() => null)");

        Assert.Equal(2, asked.Count);
        await Written("Live Change");
        await Expect(Row(page, "Live Change")).ToBeVisibleAsync();
        Assert.Equal(3, asked.Count);
    }

    [ChromiumFact]
    public async Task Where_the_stream_breaks_the_list_asks_by_itself_and_the_stream_is_tried_again()
    {
        var broken = new ConcurrentQueue<string>();
        var isMended = false;
        var triedAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var page = await browser.Open(
            "#/",
            beforeLoad: page =>
                page.RouteAsync(
                    Stream,
                    async route =>
                    {
                        if (Volatile.Read(ref isMended))
                        {
                            await route.ContinueAsync();
                            triedAgain.TrySetResult();
                            return;
                        }

                        broken.Enqueue(route.Request.Url);
                        await route.FulfillAsync(new() { ContentType = "text/event-stream", Body = ": begun\n\n" });
                    }
                )
        );
        await page.On("Onboardings");

        await Written("Broken Stream");
        await Expect(Row(page, "Broken Stream")).ToBeVisibleAsync();
        Assert.NotEmpty(broken);
        Volatile.Write(ref isMended, true);
        await triedAgain.Task;

        await Written("Stream Again");
        await Expect(Row(page, "Stream Again")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task The_number_of_open_tasks_follows_the_changes_without_being_asked_for()
    {
        var asked = new ConcurrentQueue<string>();
        var askedAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var page = await browser.Open(
            "#/",
            beforeLoad: async page =>
            {
                await page.Clock.InstallAsync();
                page.Response += (_, answer) =>
                {
                    if (!answer.Url.Contains("/api/obligations?", StringComparison.Ordinal))
                        return;
                    asked.Enqueue(answer.Url);
                    // The second: once the stream is open, it is asked for what changed before.
                    if (asked.Count == 2)
                        askedAgain.TrySetResult();
                };
            }
        );
        await askedAgain.Task;
        var before = asked.Count;
        await page.Page.Clock.FastForwardAsync(35_000);
        await page.Page.EvaluateAsync("fetch('api/me').then(() => null)");
        Assert.Equal(before, asked.Count);

        await OpenTask("live-count");
        await Expect(page.Page.Locator("#open-tasks")).ToHaveTextAsync($"{await CountOpenTasks()}");
    }

    [ChromiumFact]
    public async Task Without_the_stream_the_number_of_open_tasks_is_asked_for_again()
    {
        await using var page = await browser.Open(
            "#/",
            beforeLoad: async page =>
            {
                await page.Clock.InstallAsync();
                await page.RouteAsync(Stream, route => route.AbortAsync());
            }
        );
        await page.On("Onboardings");

        await OpenTask("count-asked-for");
        var again = page.Page.WaitForResponseAsync(answer =>
            answer.Url.Contains("/api/obligations?", StringComparison.Ordinal)
        );
        await page.Page.Clock.FastForwardAsync(31_000);
        Assert.Equal(200, (await again).Status);
        await Expect(page.Page.Locator("#open-tasks")).ToHaveTextAsync($"{await CountOpenTasks()}");
    }

    [ChromiumFact]
    public async Task A_page_that_cannot_be_seen_holds_no_stream()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var page = await browser.Open(
            "#/",
            beforeLoad: page =>
            {
                page.Response += (_, answer) => Complete(opened, answer.Url);
                page.RequestFailed += (_, request) => Complete(ended, request.Url);
                return Task.CompletedTask;
            }
        );
        await opened.Task;

        await Show(page, isHidden: true);
        await ended.Task;

        var again = page.Page.WaitForResponseAsync(Stream);
        await Show(page, isHidden: false);
        Assert.Equal(200, (await again).Status);
    }

    private static void Complete(TaskCompletionSource source, string url)
    {
        if (url.EndsWith("/api/changes", StringComparison.Ordinal))
            source.TrySetResult();
    }

    private async Task Written(string name)
    {
        var record = Records.Record(name, company: name) with { SubmittedAt = TimeProvider.System.GetUtcNow() };
        await Server.Services.GetRequiredService<IOnboardingRecords>().Reserve(record, default);
    }

    private Task OpenTask(string id) =>
        Server
            .Services.GetRequiredService<IOpenTasks>()
            .Add(
                new OpenTask
                {
                    Id = id,
                    Onboarding = new(id),
                    Partner = "direct",
                    What = $"The relationship is to be removed.",
                    Why = $"Not now.",
                    Who = Actor.Operator,
                    Since = TimeProvider.System.GetUtcNow(),
                    ErrorCode = "partner-center.900",
                },
                default
            );

    private async Task<int> CountOpenTasks() =>
        (await Server.Get("obligations?state=open&limit=200")).Body["items"]!.AsArray().Count;

    private static async Task Show(Wizard page, bool isHidden) =>
        await page.Page.EvaluateAsync(
            """
            isHidden => {
              Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """,
            isHidden
        );

    private static ILocator Row(Wizard page, string name) =>
        page.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}
