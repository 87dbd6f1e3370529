using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Onboarding.Restores;

namespace Onboarding.Tests;

public sealed class RestorePointTests
{
    [Fact]
    public void All_CopiesOfTheConfiguration_OldestFirst()
    {
        using var services = With(
            ("Restores:Copies:0:TakenAt", "2026-12-03T02:00:00Z"),
            ("Restores:Copies:0:RestoredAt", "2026-12-05T09:30:00Z"),
            ("Restores:Copies:1:TakenAt", "2026-11-30T02:00:00Z"),
            ("Restores:Copies:1:RestoredAt", "2026-12-01T09:30:00Z")
        );

        var points = services.GetRequiredService<IRestorePoints>().All;

        Assert.Equal(
            [
                new DateTimeOffset(2026, 12, 1, 9, 30, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 12, 5, 9, 30, 0, TimeSpan.Zero),
            ],
            points.Select(point => point.Until)
        );
    }

    [Theory]
    [InlineData("Restores:Copies:0:TakenAt", "2026-12-03T02:00:00Z")]
    [InlineData("Restores:Copies:0:RestoredAt", "2026-12-03T02:00:00Z")]
    [InlineData("Restores:TakenAt", "2026-12-03T02:00:00Z")]
    public void Options_ThatAreNotWhole_AreRefused(string key, string value)
    {
        using var services = With((key, value));

        var refusal = Record.Exception(() => services.GetRequiredService<IOptions<RestoreOptions>>().Value);

        Assert.Contains("Restore", refusal?.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider With(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        return new ServiceCollection().AddOnboarding(configuration).BuildServiceProvider();
    }
}
