using Microsoft.Extensions.Options;
using OnboardingServer.Storage;

namespace OnboardingServer.Tests.Storage;

public sealed class EncryptedFileVaultTests : IDisposable
{
    private readonly DataDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Set_Secret_StandsNowhereInTheClear()
    {
        await InVault(vault => vault.Set("customer-1", "pa55word-in-the-clear", default));

        var files = Directory.GetFiles(_directory.FullPath, "*", SearchOption.AllDirectories);
        Assert.Contains(files, path => path.EndsWith(".secret", StringComparison.Ordinal));
        Assert.All(files, path => Assert.DoesNotContain("pa55word", File.ReadAllText(path), StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstUse_Files_AreReadableByTheirOwnerOnly()
    {
        await InVault(vault => vault.Set("customer-1", "value", default));

        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(_directory.FullPath, "vault.key")));
        Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(_directory.FullPath, "vault", "customer-1.secret")));
    }

    [Fact]
    public async Task Find_AfterARestart_OpensWhatWasWritten()
    {
        await InVault(vault => vault.Set("customer-1", "value", default));

        Assert.Equal("value", await InVault(vault => vault.Find("CUSTOMER-1", default)));
    }

    [Fact]
    public async Task Find_WithAnotherKey_SaysSo()
    {
        await InVault(vault => vault.Set("customer-1", "value", default));
        var other = Path.Combine(_directory.FullPath, "other.key");
        await File.WriteAllTextAsync(other, Convert.ToBase64String(new byte[32]));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            InVault(vault => vault.Find("customer-1", default), other)
        );

        Assert.Contains("another key", error.Message, StringComparison.Ordinal);
        Assert.Contains("customer-1.secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_ChangedOrSwappedFile_IsRefused()
    {
        await InVault(vault => vault.Set("customer-1", "value", default));
        await InVault(vault => vault.Set("customer-2", "value", default));
        var one = Path.Combine(_directory.FullPath, "vault", "customer-1.secret");
        var two = Path.Combine(_directory.FullPath, "vault", "customer-2.secret");
        File.Copy(one, two, overwrite: true);
        await Assert.ThrowsAsync<InvalidDataException>(() => InVault(vault => vault.Find("customer-2", default)));

        var bytes = await File.ReadAllBytesAsync(one);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(one, bytes);
        await Assert.ThrowsAsync<InvalidDataException>(() => InVault(vault => vault.Find("customer-1", default)));
    }

    [Theory]
    [InlineData("not a key")]
    [InlineData("c2hvcnQ=")]
    public async Task AnyCall_KeyFileWithoutAKey_NamesTheFile(string content)
    {
        var key = Path.Combine(_directory.FullPath, "bad.key");
        await File.WriteAllTextAsync(key, content);

        var error = await Assert.ThrowsAsync<Hosting.StartException>(() =>
            InVault(vault => vault.Find("customer-1", default), key)
        );

        Assert.Contains("bad.key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_KeyInAPlaceOfItsOwn_IsMadeWhileTheVaultIsEmpty()
    {
        using var elsewhere = new DataDirectory();
        var key = Path.Combine(elsewhere.FullPath, "vault.key");

        await Set(key);

        Assert.False(File.Exists(Path.Combine(_directory.FullPath, "vault.key")));
        Assert.Equal("value", await InVault(vault => vault.Find("customer-1", default), key));
        File.Delete(key);
        Assert.Contains(
            key,
            (
                await Assert.ThrowsAsync<Hosting.StartException>(() =>
                    InVault(vault => vault.Find("customer-1", default), key)
                )
            ).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task AnyCall_KeyThatWasNotMoved_SaysFromWhere()
    {
        using var elsewhere = new DataDirectory();
        var key = Path.Combine(elsewhere.FullPath, "vault.key");
        await InVault(vault => vault.Set("customer-1", "value", default));

        var refusal = await Assert.ThrowsAsync<Hosting.StartException>(() =>
            InVault(vault => vault.Find("customer-1", default), key)
        );
        File.Move(Path.Combine(_directory.FullPath, "vault.key"), key);

        Assert.Contains($"move it to {key}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("value", await InVault(vault => vault.Find("customer-1", default), key));
    }

    private async Task<T> InVault<T>(Func<EncryptedFileVault, Task<T>> use, string? key = null)
    {
        using var file = _directory.Open();
        using var vault = new EncryptedFileVault(file, Options.Create(new VaultOptions { VaultKey = key }));
        return await use(vault);
    }

    private Task<bool> Set(string key) =>
        InVault(
            async vault =>
            {
                await vault.Set("customer-1", "value", default);
                return true;
            },
            key
        );

    private Task<bool> InVault(Func<EncryptedFileVault, Task> use) =>
        InVault(async vault =>
        {
            await use(vault);
            return true;
        });
}
