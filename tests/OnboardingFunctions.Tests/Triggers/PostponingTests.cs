using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OnboardingFunctions.Triggers;

namespace OnboardingFunctions.Tests.Triggers;

/// <summary>Messages put back for later.</summary>
public sealed class PostponingTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private readonly SentMessages _sent = new();
    private readonly SettledMessages _settled = new();

    private Postponing Postponing => new(_sent, _clock, NullLogger<Postponing>.Instance);

    [Fact]
    public async Task PutBack_FirstTime_SchedulesACopyNotBeforeWhatWasAskedAndCompletes()
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString("{}"), messageId: "CRM-1");
        Assert.True(await Postponing.PutBack(message, TimeSpan.FromMinutes(3), _settled, default));
        var copy = Assert.Single(_sent.Messages);
        Assert.Equal(_clock.GetUtcNow().AddMinutes(3), copy.ScheduledEnqueueTime);
        Assert.Equal("{}", copy.Body.ToString());
        Assert.Equal(1, copy.ApplicationProperties[Postponing.Attempt]);
        // Under its own id the copy would be dropped as a duplicate.
        Assert.NotEqual("CRM-1", copy.MessageId);
        Assert.Equal(["completed CRM-1"], _settled.All);
    }

    [Fact]
    public async Task PutBack_AgainAndAgain_WaitsLongerButNotForever()
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString("{}"), messageId: "CRM-1", properties: new Dictionary<string, object> { [Postponing.Attempt] = 50 });
        await Postponing.PutBack(message, null, _settled, default);
        Assert.Equal(_clock.GetUtcNow().AddMinutes(10), Assert.Single(_sent.Messages).ScheduledEnqueueTime);
        var last = ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString("{}"), messageId: "CRM-2", properties: new Dictionary<string, object> { [Postponing.Attempt] = Postponing.MostAttempts });
        Assert.False(await Postponing.PutBack(last, null, _settled, default));
        Assert.Single(_settled.All);
        Assert.Single(_sent.Messages);
    }
}

internal sealed class SentMessages : ServiceBusSender
{
    public List<ServiceBusMessage> Messages { get; } = [];

    public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        Messages.Add(message);
        return Task.CompletedTask;
    }
}

internal sealed class SettledMessages : ServiceBusMessageActions
{
    public List<string> All { get; } = [];

    public List<string> Descriptions { get; } = [];

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        All.Add($"completed {message.MessageId}");
        return Task.CompletedTask;
    }

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default)
    {
        All.Add($"dead {message.MessageId} {deadLetterReason}");
        Descriptions.Add(deadLetterErrorDescription ?? "");
        return Task.CompletedTask;
    }
}
