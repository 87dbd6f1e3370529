using System.Collections.Concurrent;
using Microsoft.Playwright;
using OnboardingServer.Tests.Api;

namespace OnboardingServer.Tests.Page;

/// <summary>One browser and one server for the tests of a class; each test has tabs of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const float LongestWait = 30_000;

    private readonly ConcurrentBag<string> _complaints = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RunningServer? _server;

    public RunningServer Server => _server!;

    public async Task InitializeAsync()
    {
        if (ChromiumProgram.Path is null)
            return;
        Assertions.SetDefaultExpectTimeout(LongestWait);
        _server = await RunningServer.Start();
        _playwright = await Playwright.CreateAsync();
        // The tests of a container run as root, for whom Chromium has no sandbox.
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = ChromiumProgram.Path, Args = ["--no-sandbox"] }
        );
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>A window of its own: nothing is shared with another but the server.</summary>
    public async Task<Wizard> Open(
        string address = "#/new",
        RunningServer? server = null,
        ColorScheme scheme = ColorScheme.Light,
        int width = 1280,
        Func<IPage, Task>? beforeLoad = null,
        string locale = "en-US"
    )
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                BaseURL = (server ?? Server).Address.ToString(),
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = 900 },
                Locale = locale,
            }
        );
        context.SetDefaultTimeout(LongestWait);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // An answer that is an error is one of the scenario; a script that fails or is forbidden is not.
            if (
                message.Type == "error"
                && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
            )
                _complaints.Add(message.Text);
        };
        if (beforeLoad is not null)
            await beforeLoad(page);
        await page.GotoAsync($"/{address}");
        return new Wizard(page, () => Assert.Empty(_complaints));
    }
}
