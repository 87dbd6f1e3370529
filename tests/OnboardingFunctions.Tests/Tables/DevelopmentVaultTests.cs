using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Onboarding.Azure;

namespace OnboardingFunctions.Tests.Tables;

public sealed class DevelopmentVaultTests : IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("keys-");

    public void Dispose() => _keys.Delete(recursive: true);

    [Fact]
    public async Task Secret_ProtectedByACopyInAnotherFolder_IsRead()
    {
        await using var one = CopyIn("/one");
        await using var other = CopyIn("/other");
        var kept = Protector(one).Protect("a secret");
        Assert.Equal("a secret", Protector(other).Unprotect(kept));
    }

    private static IDataProtector Protector(ServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Onboarding.Azure.Vault");

    private ServiceProvider CopyIn(string folder)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new CopyOfTheApp(folder));
        services.AddAzureStorage(
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("Storage:ConnectionString", "UseDevelopmentStorage=true")])
                .Build()
        );
        services.AddDataProtection().PersistKeysToFileSystem(_keys);
        return services.BuildServiceProvider();
    }

    private sealed class CopyOfTheApp(string folder) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";

        public string ApplicationName { get; set; } = "copy";

        public string ContentRootPath { get; set; } = folder;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
