using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Notifications;
using Onboarding.Requests;
using OnboardingServer.Tests.Api;
using Scenarios;
using static Microsoft.Playwright.Assertions;

namespace OnboardingServer.Tests.Page;

public sealed class DeliveryPageTests(Browser browser) : IClassFixture<Browser>
{
    private RunningServer Server => browser.Server;

    [ChromiumTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task What_was_given_up_is_sent_again_together_and_the_audit_says_by_whom(int width)
    {
        var request = Requests.Direct($"Not Told {width}") with
        {
            Notify = [new Subscriber(SubscriberKind.Webhook, "https://hooks.wingtiptoys.example/onboarding")],
        };
        var onboarding = await Server.Accepted(request);
        await Server.UntilEnded(onboarding);
        string[] ids = [await GivenUp(onboarding, 901), await GivenUp(onboarding, 902)];
        await using var page = await browser.Open("#/deliveries", width: width);
        await page.On("Deliveries");
        var items = page.Page.Locator("main li").Filter(new() { HasText = onboarding });
        await Expect(items).ToHaveCountAsync(2);
        await Expect(items.First).ToContainTextAsync("the last");
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();

        await page.Button("Send all again").FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Button("Send all").ClickAsync();
        await Expect(page.Page.GetByText("There is none.")).ToBeVisibleAsync();
        foreach (var id in ids)
            Assert.Equal(1, (await Server.Services.GetRequiredService<IDeliveries>().Get(id, default))!.Round);

        await page.Page.GotoAsync($"#/audit?subject={ids[0]}");
        await page.On("Audit");
        await Expect(page.Page.Locator("main li")).ToContainTextAsync("by local");
        await page.AssertAccessible();
        await page.AssertNothingSticksOut();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Button("Export as CSV").ClickAsync());
        var csv = (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n");
        Assert.Equal("\"at\",\"who\",\"action\",\"detail\",\"correlationId\"", csv[0]);
        Assert.Contains("\"local\"", csv[1], StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task The_audit_is_looked_up_by_an_id_that_is_typed()
    {
        var onboarding = await Server.Accepted(
            Requests.Direct("Looked Up") with
            {
                Approval = ApprovalDemand.Required,
            }
        );
        await Server.Until(onboarding, now => now["stage"]!.GetValue<string>() == "awaiting-approval");
        await Server.Post($"onboardings/{onboarding}/cancel");
        await using var page = await browser.Open("#/audit");
        await Expect(page.Page.GetByText("Give the id of")).ToBeVisibleAsync();

        await page.Page.GetByLabel("Id", new() { Exact = true }).FillAsync(onboarding);
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator("main ul")).ToContainTextAsync("onboarding.cancel by local");
        await page.Page.GetByLabel("Id", new() { Exact = true }).FillAsync("ob-nothing");
        await page.Button("Show").ClickAsync();
        await Expect(page.Page.GetByText("Nobody has done anything to it.")).ToBeVisibleAsync();
        await Expect(page.Button("Export as CSV")).Not.ToBeVisibleAsync();
    }

    private async Task<string> GivenUp(string onboarding, int sequence)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = new OnboardingId(onboarding);
        var delivery = new Delivery
        {
            Id = Delivery.IdOf(id, sequence, 0),
            Onboarding = id,
            Sequence = sequence,
            Subscriber = 0,
            Channel = DeliveryChannel.Webhook,
            Event = "onboarding.completed",
            CreatedAt = now,
            State = DeliveryState.Failed,
            Attempts = [new DeliveryAttempt(now, "The subscriber answers 500.")],
        };
        await Server.Services.GetRequiredService<IDeliveries>().Add(delivery, default);
        return delivery.Id;
    }
}
