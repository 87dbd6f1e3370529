using System.Net.Mime;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Onboarding.Messages;
using Onboarding.Progress;

namespace Onboarding.Notifications;

/// <summary>
/// Makes the events for subscribers: CloudEvents in structured JSON. They hold ids and business words only; a
/// subscriber that needs more asks the API.
/// </summary>
internal static class OnboardingEvent
{
    private static readonly JsonEventFormatter _formatter = new(Options(), default);

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(DurableJson.Options);
        // Its receivers have not said what they read.
        options.Converters.Add(new MessageTextJson(() => MessageCatalog.English));
        return options;
    }

    public static ReadOnlyMemory<byte> Of(OnboardingRecord record, OnboardingChange change, string id) =>
        Encode(
            id,
            change.Event ?? $"onboarding.{change.Stage}",
            $"/api/onboardings/{record.Id}",
            record.Request.Reference,
            change.At,
            new
            {
                id = record.Id.Value,
                reference = record.Request.Reference,
                partner = record.Request.Partner,
                // Events may overtake each other: the higher number is the later story.
                sequence = change.Sequence,
                state = change.Stage,
                waitsFor = change.WaitsFor,
                errorCode = change.ErrorCode,
                exists = change.Exists,
                outcome = change.Outcome,
            }
        );

    /// <param name="id">The event's, the same in every attempt.</param>
    /// <param name="type">The kind of event.</param>
    /// <param name="source">Path of the resource it happened to.</param>
    /// <param name="subject">The receiver's name for that resource.</param>
    /// <param name="at">When.</param>
    /// <param name="data">Serialized as it is.</param>
    public static ReadOnlyMemory<byte> Encode(
        string id,
        string type,
        string source,
        string subject,
        DateTimeOffset at,
        object data
    ) =>
        _formatter.EncodeStructuredModeMessage(
            new CloudEvent
            {
                Id = id,
                Type = type,
                Source = new Uri(source, UriKind.Relative),
                Subject = subject,
                Time = at,
                DataContentType = MediaTypeNames.Application.Json,
                Data = data,
            },
            out _
        );
}
