using System.Globalization;
using System.Text.Json.Nodes;
using Scenarios;

namespace OnboardingServer.Tests.Api;

public sealed class SearchTests(SearchTests.Filled filled) : IClassFixture<SearchTests.Filled>
{
    private RunningServer Server => filled.Server;

    [Fact]
    public async Task The_newest_comes_first_and_pages_join_without_gap_or_overlap()
    {
        var references = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Server.Get(
                $"onboardings?limit=2{(continuation is null ? "" : $"&continuation={Uri.EscapeDataString(continuation)}")}"
            );
            references.AddRange(References(page));
            continuation = (string?)page.Body["continuation"];
        } while (continuation is not null);

        Assert.Equal(
            ["CRM-Tailspin-Five", "CRM-Tailspin-Four", "CRM-Tailspin-Three", "CRM-Tailspin-Two", "CRM-Tailspin-One"],
            references
        );
    }

    [Theory]
    [InlineData("text=four", 1)]
    [InlineData("text=TAILSPIN", 5)]
    [InlineData("text=tailspinone.onmicrosoft", 1)]
    [InlineData("text=%25", 0)]
    [InlineData("state=completed", 5)]
    [InlineData("state=ended", 5)]
    [InlineData("state=open", 0)]
    [InlineData("state=ordering", 0)]
    [InlineData("state=awaiting-customer-acceptance", 0)]
    [InlineData("state=awaiting-qualification", 0)]
    [InlineData("state=awaiting-purchase-order", 0)]
    [InlineData("partner=default", 1)]
    [InlineData("partner=direct", 4)]
    [InlineData("reseller=484e548c-f5f3-4528-93a9-c16c6373cb59", 1)]
    [InlineData("batch=none", 0)]
    [InlineData("errorCode=customer.domain-taken", 0)]
    [InlineData("from=2020-01-01", 5)]
    [InlineData("to=2020-01-01T00:00:00Z", 0)]
    public async Task A_search_finds_what_it_names(string query, int count) =>
        Assert.Equal(count, References(await Server.Get("onboardings?" + query)).Count);

    [Fact]
    public async Task From_and_to_bound_the_time_of_submission()
    {
        var all = (await Server.Get("onboardings")).Body["items"]!.AsArray();
        var third = all[2]!["submittedAt"]!.GetValue<string>();

        Assert.Equal(3, References(await Server.Get($"onboardings?from={Uri.EscapeDataString(third)}")).Count);
        Assert.Equal(2, References(await Server.Get($"onboardings?to={Uri.EscapeDataString(third)}")).Count);
        Assert.Equal(TimeSpan.Zero, DateTimeOffset.Parse(third, CultureInfo.InvariantCulture).Offset);
    }

    private static List<string> References(ApiAnswer page) =>
        [.. page.Body["items"]!.AsArray().Select(item => ((JsonObject)item!)["reference"]!.GetValue<string>())];

    /// <summary>Five onboardings that have ended, one after another.</summary>
    public sealed class Filled : IAsyncLifetime
    {
        private RunningServer? _server;

        public RunningServer Server => _server!;

        public async Task InitializeAsync()
        {
            _server = await RunningServer.Start();
            string[] names = ["Tailspin One", "Tailspin Two", "Tailspin Three", "Tailspin Four", "Tailspin Five"];
            var ids = new List<string>();
            foreach (var name in names)
                ids.Add(
                    await Server.Accepted(name == "Tailspin Two" ? Requests.Indirect(name) : Requests.Direct(name))
                );
            foreach (var id in ids)
                await Server.UntilEnded(id);
        }

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
