using System.ComponentModel.DataAnnotations;

namespace Onboarding.Azure;

/// <summary>
/// The storage of records, audit entries, open tasks and starts (section <c>Storage</c>). Either both endpoints,
/// signed in with the host's identity, or a connection string of an emulator.
/// </summary>
public sealed class AzureStorageOptions : IValidatableObject
{
    public const string Section = "Storage";

    /// <summary><c>Storage:TableEndpoint</c>, such as <c>https://NAME.table.core.windows.net</c>.</summary>
    public Uri? TableEndpoint { get; set; }

    /// <summary>
    /// <c>Storage:BlobEndpoint</c>, such as <c>https://NAME.blob.core.windows.net</c>; holds bodies too large for a
    /// table.
    /// </summary>
    public Uri? BlobEndpoint { get; set; }

    /// <summary>
    /// <c>Storage:ConnectionString</c>, for development: <c>UseDevelopmentStorage=true</c> or endpoints on loopback. In
    /// the cloud shared keys are off, so any other is refused.
    /// </summary>
    public string? ConnectionString { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionString is { } connection)
        {
            if (TableEndpoint is not null || BlobEndpoint is not null)
                yield return new ValidationResult(
                    "Storage:ConnectionString stands beside Storage:TableEndpoint or Storage:BlobEndpoint; set one "
                        + "or the other.",
                    [nameof(ConnectionString)]
                );
            if (!IsEmulator(connection))
                yield return new ValidationResult(
                    "Storage:ConnectionString is for an emulator only: expected UseDevelopmentStorage=true or a "
                        + "TableEndpoint on 127.0.0.1. Elsewhere set Storage:TableEndpoint and Storage:BlobEndpoint.",
                    [nameof(ConnectionString)]
                );
            yield break;
        }

        if (Missing(TableEndpoint))
            yield return new ValidationResult(
                "Storage:TableEndpoint is missing or no absolute URL: expected https://NAME.table.core.windows.net.",
                [nameof(TableEndpoint)]
            );
        if (Missing(BlobEndpoint))
            yield return new ValidationResult(
                "Storage:BlobEndpoint is missing or no absolute URL: expected https://NAME.blob.core.windows.net.",
                [nameof(BlobEndpoint)]
            );
    }

    private static bool Missing(Uri? endpoint) => endpoint is not { IsAbsoluteUri: true, Scheme: "https" };

    private static bool IsEmulator(string connection)
    {
        var parts = connection
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        return string.Equals(
                parts.GetValueOrDefault("UseDevelopmentStorage"),
                "true",
                StringComparison.OrdinalIgnoreCase
            )
            || (
                Uri.TryCreate(parts.GetValueOrDefault("TableEndpoint"), UriKind.Absolute, out var tables)
                && tables.IsLoopback
            );
    }
}
