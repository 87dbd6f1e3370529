using Onboarding.Submission;

namespace Scenarios.Stores;

/// <summary>The promises of <see cref="IStoreKeys"/>; every store derives it.</summary>
public abstract class StoreKeysSuite
{
    /// <summary>Opens what is stored, as each process does.</summary>
    protected abstract IStoreKeys OpenStore();

    [Fact]
    public async Task GetOrCreate_TheSameName_IsTheSameKeyInEachProcess()
    {
        var first = await OpenStore().GetOrCreate("onboarding-ids", default);

        Assert.Equal(32, first.Length);
        Assert.Equal(first, await OpenStore().GetOrCreate("onboarding-ids", default));
    }

    [Fact]
    public async Task GetOrCreate_ManyAtOnce_GetOneKey()
    {
        var keys = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => OpenStore().GetOrCreate("onboarding-ids", default))
        );

        Assert.All(keys, key => Assert.Equal(keys[0], key));
    }

    [Fact]
    public async Task GetOrCreate_AnotherName_IsAnotherKey() =>
        Assert.NotEqual(
            await OpenStore().GetOrCreate("onboarding-ids", default),
            await OpenStore().GetOrCreate("others", default)
        );
}
