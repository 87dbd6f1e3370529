using Onboarding.Customers;

namespace Scenarios.Stores;

/// <summary>What <see cref="ISecretVault"/> promises; every vault derives it.</summary>
public abstract class SecretVaultSuite
{
    protected abstract ISecretVault CreateStore();

    private ISecretVault? _store;
    private object? _creating;

    // Several callers at once have one store.
    private ISecretVault Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Theory]
    [InlineData("pa55-Wörd \"quoted\" 密")]
    [InlineData("line\nline")]
    public async Task Set_NewName_IsFound(string value)
    {
        await Store.Set("customer-1", value, default);

        Assert.Equal(value, await Store.Find("customer-1", default));
    }

    [Fact]
    public async Task Set_NameThatStands_ReplacesIt()
    {
        await Store.Set("customer-1", "first", default);
        await Store.Set("customer-2", "another", default);

        await Store.Set("customer-1", "second", default);

        Assert.Equal("second", await Store.Find("customer-1", default));
        Assert.Equal("another", await Store.Find("customer-2", default));
    }

    [Fact]
    public async Task Find_UnknownName_IsNull() => Assert.Null(await Store.Find("nothing", default));

    [Fact]
    public async Task Delete_Name_IsGoneAndMayBeSetAnew()
    {
        await Store.Set("customer-1", "first", default);

        await Store.Delete("customer-1", default);
        Assert.Null(await Store.Find("customer-1", default));

        await Store.Set("customer-1", "second", default);
        Assert.Equal("second", await Store.Find("customer-1", default));
    }

    [Fact]
    public async Task Delete_UnknownName_DoesNothing()
    {
        await Store.Delete("nothing", default);

        Assert.Null(await Store.Find("nothing", default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("with space")]
    [InlineData("under_score")]
    [InlineData("ümlaut")]
    public async Task AnyCall_NameOfAnotherForm_IsRefused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Set(name, "value", default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Find(name, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Delete(name, default));
    }

    [Fact]
    public async Task Set_LongestName_IsFound()
    {
        var name = new string('a', 120);

        await Store.Set(name, "value", default);

        Assert.Equal("value", await Store.Find(name, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Find(name + "a", default));
    }
}
