using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace OnboardingFunctions.ServiceBus;

/// <summary>
/// Names the Service Bus that requests come by. The key <c>ServiceBus</c> itself holds the connection string of an
/// emulator; in the cloud the namespace stands there and the app's identity signs in.
/// </summary>
public sealed class ServiceBusOptions : IValidatableObject
{
    public const string Section = "ServiceBus";

    /// <summary>The queue that both the API and others send requests to.</summary>
    public const string Queue = "onboarding-requests";

    /// <summary><c>ServiceBus</c>: a connection string, for an emulator.</summary>
    public string? ConnectionString { get; private set; }

    /// <summary><c>ServiceBus:FullyQualifiedNamespace</c>, such as <c>NAME.servicebus.windows.net</c>.</summary>
    public string? FullyQualifiedNamespace { get; private set; }

    /// <summary>True when there is a Service Bus; without one requests are received by the inbox.</summary>
    public bool IsConfigured => ConnectionString is not null || FullyQualifiedNamespace is not null;

    /// <summary>Reads the section, whose own value is one of the settings.</summary>
    public static ServiceBusOptions From(IConfiguration configuration)
    {
        var options = new ServiceBusOptions();
        options.Read(configuration);
        return options;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionString is not null && FullyQualifiedNamespace is not null)
        {
            yield return new ValidationResult(
                "ServiceBus stands beside ServiceBus:FullyQualifiedNamespace; set one or the other.",
                [Section]
            );
        }

        if (FullyQualifiedNamespace is { } name && Uri.CheckHostName(name) != UriHostNameType.Dns)
        {
            yield return new ValidationResult(
                "ServiceBus:FullyQualifiedNamespace is no host name: expected NAME.servicebus.windows.net.",
                [nameof(FullyQualifiedNamespace)]
            );
        }

        if (ConnectionString is { } connection && !IsConnectionString(connection))
        {
            yield return new ValidationResult(
                "ServiceBus is no connection string: expected Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=….",
                [Section]
            );
        }
    }

    internal void Read(IConfiguration configuration)
    {
        ConnectionString = Given(configuration[Section]);
        FullyQualifiedNamespace = Given(configuration[$"{Section}:{nameof(FullyQualifiedNamespace)}"]);
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static bool IsConnectionString(string text)
    {
        try
        {
            return Azure.Messaging.ServiceBus.ServiceBusConnectionStringProperties.Parse(text).Endpoint is not null;
        }
        catch (FormatException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
