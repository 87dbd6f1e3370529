using System.Globalization;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Webhooks;

/// <summary>Registration for events: C §21.1. Answers are PascalCase here (C §3.3).</summary>
internal static class WebhookOperations
{
    internal const string CertificatePath = "/cert/pcnotifications-dispatch.microsoft.com.cer";
    private const string Path = "/webhooks/v1/registration";
    private const int ValidationsPerMinute = 2;

    internal static readonly string[] Events =
    [
        "test-created",
        "subscription-updated",
        "subscription-active",
        "reseller-relationship-accepted-by-customer",
        "indirect-reseller-relationship-accepted-by-customer",
        "granular-admin-relationship-approved",
        "granular-admin-relationship-activated",
        "granular-admin-relationship-terminated",
        "granular-admin-relationship-expired",
        "granular-admin-access-assignment-created",
        "granular-admin-access-assignment-activated",
        "granular-admin-access-assignment-updated",
        "granular-admin-access-assignment-deleted",
        "dap-admin-relationship-approved",
        "dap-admin-relationship-terminated",
        "dap-admin-relationship-terminated-by-microsoft",
        "usagerecords-thresholdExceeded",
        "referral-created",
        "referral-updated",
        "related-referral-created",
        "related-referral-updated",
        "invoice-ready",
        "azure-fraud-event-detected",
        "new-commerce-migration-created",
        "new-commerce-migration-completed",
        "new-commerce-migration-failed",
        "new-commerce-migration-schedule-failed",
    ];

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("webhooks.events", "GET", Path + "/events", TokenRule.Both, _ => Answer.Ok(Json.Texts(Events))),
        new("webhooks.get", "GET", Path, TokenRule.Both, call => Answer.Ok(Shape(Find(call), withSubscriber: false))),
        new("webhooks.register", "POST", Path, TokenRule.Both, Register),
        new("webhooks.update", "PUT", Path, TokenRule.Both, Register),
        new("webhooks.validate", "POST", Path + "/validationEvents", TokenRule.Both, Validate),
        new("webhooks.validation", "GET", Path + "/validationEvents/{correlationId}", TokenRule.Both, Validation),
        new(
            "webhooks.certificate",
            "GET",
            CertificatePath,
            TokenRule.None,
            _ => new Answer(200) { Content = (WebhookCertificate.Leaf.RawData, "application/pkix-cert") }
        ),
    ];

    private static WebhookRegistration Find(OperationCall call) =>
        call.World.Webhooks.Find(call.Partner.TenantId) ?? throw new Refusal(VendorErrors.RegistrationNotFound);

    private static Answer Register(OperationCall call)
    {
        call.Body.MustBeObject();
        var url = call.Body["WebhookUrl"].Required;
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        )
            throw new Refusal(VendorErrors.InvalidProperty, "WebhookUrl must be an https address.", ["WebhookUrl"]);
        var events = call.Body["WebhookEvents"].Items.Select(e => e.Required).ToList();
        if (events.Count == 0 || events.Find(e => !Events.Contains(e)) is not null)
            throw new Refusal(
                VendorErrors.InvalidProperty,
                "WebhookEvents must be some of the events of /registration/events.",
                ["WebhookEvents"]
            );
        var before = call.World.Webhooks.Find(call.Partner.TenantId);
        if (before is null && call.Operation.Name == "webhooks.update")
            throw new Refusal(VendorErrors.RegistrationNotFound);
        var registration = new WebhookRegistration
        {
            Partner = call.Partner.TenantId,
            SubscriberId = before?.SubscriberId ?? Ids.New(),
            Url = url,
            Events = events,
            SignatureInMsHeader = call.Body["SignatureTokenToMsSignatureHeader"].Bool ?? false,
            Validations = before?.Validations ?? [],
        };
        call.World.Webhooks.Put(registration);
        return Answer.Ok(Shape(registration, withSubscriber: true));
    }

    private static JsonObject Shape(WebhookRegistration registration, bool withSubscriber) =>
        Json.Of(
            ("SubscriberId", withSubscriber ? registration.SubscriberId : null),
            ("WebhookUrl", registration.Url),
            ("WebhookEvents", Json.Texts(registration.Events))
        );

    private static Answer Validate(OperationCall call)
    {
        var registration = Find(call);
        if (!registration.Events.Contains("test-created"))
            throw new Refusal(VendorErrors.TestEventNotSubscribed);
        var recent = registration.Validations.Where(v => call.Now - v < TimeSpan.FromMinutes(1)).ToList();
        if (recent.Count >= ValidationsPerMinute)
            return FaultAnswers.Throttled(
                Math.Max(1, (int)Math.Ceiling((recent[0].AddMinutes(1) - call.Now).TotalSeconds))
            );
        call.World.Webhooks.Put(registration with { Validations = [.. recent, call.Now] });
        var id = Ids.New();
        var delivery = call.Core.Outbox.Enqueue(
            call.Partner.TenantId,
            "test-created",
            "test",
            $"{call.Core.Address.GetLeftPart(UriPartial.Authority)}{Path}/validationEvents/{id}"
        );
        call.World.ValidationEvents.Put(
            new ValidationEvent
            {
                Id = id,
                Partner = call.Partner.TenantId,
                Url = registration.Url,
                DeliveryId = delivery!.Id,
                At = call.Now,
            }
        );
        return Answer.Ok(Json.Of(("correlationId", id)));
    }

    private static Answer Validation(OperationCall call)
    {
        var found = call.World.ValidationEvents.Find(call.Route("correlationId"));
        if (found is null || found.Partner != call.Partner.TenantId || call.Now - found.At > TimeSpan.FromDays(7))
            throw new Refusal(VendorErrors.NotFound);
        var delivery = call.World.Deliveries.Find(found.DeliveryId);
        return Answer.Ok(
            Json.Of(
                ("correlationId", found.Id),
                ("partnerId", found.Partner),
                ("status", delivery is { IsOpen: true } ? "pending" : "completed"),
                ("callbackUrl", found.Url),
                (
                    "results",
                    Json.Array(
                        (delivery?.Attempts ?? []).Select(a =>
                            (JsonNode)
                                Json.Of(
                                    ("responseCode", a.Status?.ToString(CultureInfo.InvariantCulture)),
                                    ("responseMessage", a.Status is >= 200 and < 300 ? "OK" : ""),
                                    ("systemError", a.Error is not null),
                                    ("dateTimeUtc", Json.Utc(a.At))
                                )
                        )
                    )
                )
            )
        );
    }
}
