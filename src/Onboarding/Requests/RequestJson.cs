using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Onboarding.Messages;

namespace Onboarding.Requests;

/// <summary>The JSON form of a request: which members there are, and how long and how many they may be.</summary>
internal static class RequestJson
{
    public const int MaxBytes = 256 * 1024;
    public const int MaxDepth = 32;
    public const int MaxSubscriptions = 100;
    public const int MaxSubscribers = 20;
    public const int MaxAcknowledged = 50;

    /// <summary>Reads as much of a request as there is. Null when the body is no JSON object at all.</summary>
    public static OnboardingRequest? Read(ReadOnlyMemory<byte> body, FindingList findings)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (!IsReadable(body.Span, findings))
            return null;
        using var document = JsonDocument.Parse(body, new() { MaxDepth = MaxDepth });
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return Request(document.RootElement, findings);
        findings.Error(ErrorCodes.FieldWrongType, "", $"A request is a JSON object.");
        return null;
    }

    /// <summary>
    /// Reads a part of a request as if the rest were not there: findings say where in the whole request they are.
    /// </summary>
    /// <param name="body">
    /// The value of <paramref name="member"/>, or with null an object of <paramref name="members"/>.
    /// </param>
    /// <param name="member">The one member that the body is the value of.</param>
    /// <param name="members">The members that are allowed, each with a value that says whether it is required.</param>
    /// <param name="findings">Gets the errors in the part; missing members of the rest are no errors.</param>
    public static OnboardingRequest? ReadPart(
        ReadOnlyMemory<byte> body,
        string? member,
        IReadOnlyDictionary<string, bool> members,
        FindingList findings
    )
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (!IsReadable(body.Span, findings))
            return null;
        // Only what is JSON by itself is put into the object: it cannot close it.
        byte[] whole = member is null
            ? body.ToArray()
            : [.. Encoding.UTF8.GetBytes($"{{\"{member}\":"), .. body.Span, (byte)'}'];
        using var document = JsonDocument.Parse(whole, new() { MaxDepth = MaxDepth + 1 });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            findings.Error(
                ErrorCodes.FieldWrongType,
                "",
                $"Expected an object with {string.Join(", ", members.Keys)}."
            );
            return null;
        }

        var all = new FindingList();
        _ = new JsonSection(document.RootElement, "", all, [.. members.Keys]);
        var request = Request(document.RootElement, all);
        findings.AddRange(
            all.Findings.Distinct()
                .Where(finding =>
                    finding.Code != ErrorCodes.FieldRequired
                    || finding.Path.LastIndexOf('/') > 0
                    || members.GetValueOrDefault(finding.Path[1..])
                )
        );
        return findings.IsEmpty ? request : null;
    }

    private static bool IsReadable(ReadOnlySpan<byte> body, FindingList findings)
    {
        if (body.Length > MaxBytes)
            findings.Error(ErrorCodes.RequestTooLarge, "", $"A request has at most {MaxBytes / 1024} KB.");
        else if (!Utf8.IsValid(body))
            findings.Error(ErrorCodes.RequestMalformed, "", $"The body is not text in UTF-8.");
        else
            CheckSyntax(body, findings);
        return findings.IsEmpty;
    }

    private static void CheckSyntax(ReadOnlySpan<byte> body, FindingList findings)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxBytes });
            while (reader.Read())
            {
                // The depth of a bracket is that of what surrounds it.
                if (
                    reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)
                    || reader.CurrentDepth < MaxDepth
                )
                    continue;
                findings.Error(ErrorCodes.RequestTooDeep, "", $"A request is nested at most {MaxDepth} deep.");
                return;
            }
        }
        catch (JsonException malformed)
        {
            findings.Error(
                ErrorCodes.RequestMalformed,
                "",
                body.IsEmpty
                    ? (Message)$"The body is empty."
                    : $"This is not JSON: line {malformed.LineNumber + 1}, position {malformed.BytePositionInLine + 1}."
            );
        }
    }

    private static OnboardingRequest Request(JsonElement root, FindingList findings)
    {
        var request = new JsonSection(
            root,
            "",
            findings,
            "$schema",
            "reference",
            "partner",
            "customer",
            "contact",
            "agreement",
            "reseller",
            "subscriptions",
            "ordering",
            "approval",
            "remindBeforeWindowCloses",
            "notify",
            "acknowledged"
        );
        return new()
        {
            Reference = request.Text("reference", 100, required: true) ?? "",
            Partner = request.Text("partner", 64) ?? "default",
            Customer = Customer(request),
            Contact = Contact(request.Section("contact", required: false, ContactMembers)),
            Agreement = Agreement(
                request.Section("agreement", required: false, "mode", "acceptedOn", "acceptedBy", "evidence")
            ),
            Reseller = request.Section("reseller", required: false, "tenantId")?.Id("tenantId", required: true)
                is { } reseller
                ? new(reseller)
                : null,
            Subscriptions =
            [
                .. request
                    .Sections(
                        "subscriptions",
                        MaxSubscriptions,
                        "product",
                        "sku",
                        "quantity",
                        "term",
                        "billing",
                        "name",
                        "promotion",
                        "endsOn",
                        "atTermEnd",
                        "attestationAccepted"
                    )
                    .Select(Line),
            ],
            Ordering = request.Choice<OrderPolicy>("ordering"),
            Approval = request.Choice<ApprovalDemand>("approval") ?? ApprovalDemand.Auto,
            RemindBeforeWindowCloses = request.Flag("remindBeforeWindowCloses"),
            Notify = [.. request.Sections("notify", MaxSubscribers, "kind", "url", "address").Select(Subscriber)],
            Acknowledged = request.Texts("acknowledged", MaxAcknowledged, longest: 100),
        };
    }

    private static CustomerSection Customer(JsonSection request)
    {
        var customer = request.Section(
            "customer",
            required: true,
            "kind",
            "companyName",
            "domainPrefix",
            "registrationNumber",
            "address",
            "culture",
            "language",
            "qualification",
            "tenantId",
            "domain"
        );
        if (customer is null)
            return new();
        var kind = customer.Choice<CustomerKind>("kind", required: true);
        if (kind == CustomerKind.New)
        {
            customer.Forbid("tenantId", $"A new customer has no tenant yet.");
            customer.Forbid("domain", $"The domain of a new customer is made from domainPrefix.");
        }
        else if (kind == CustomerKind.Existing)
        {
            customer.Forbid(
                "domainPrefix",
                $"An existing customer has its domains already; name one of them as domain."
            );
        }

        return new()
        {
            Kind = kind ?? CustomerKind.New,
            CompanyName = customer.Text("companyName", 200),
            DomainPrefix = customer.Text("domainPrefix", 64),
            RegistrationNumber = customer.Text("registrationNumber", 50),
            Address = Address(
                customer.Section("address", required: false, "line1", "line2", "city", "state", "postalCode", "country")
            ),
            Culture = customer.Text("culture", 20),
            Language = customer.Text("language", 10),
            Qualification = Qualification(
                customer.Section("qualification", required: false, "kind", "segment", "website", "validationCode")
            ),
            TenantId = customer.Id("tenantId"),
            Domain = customer.Text("domain", 253),
        };
    }

    private static QualificationSection? Qualification(JsonSection? qualification)
    {
        if (qualification?.Choice<CustomerQualificationKind>("kind", required: true) is not { } kind)
            return null;
        if (kind != CustomerQualificationKind.Education)
        {
            qualification.Forbid("segment", $"Only education has a segment.");
            qualification.Forbid("website", $"Only education names a website.");
        }

        if (kind != CustomerQualificationKind.GovernmentCommunityCloud)
            qualification.Forbid("validationCode", $"Only the government community cloud asks for a code.");
        return new(
            kind,
            qualification.Choice<CustomerEducationSegment>(
                "segment",
                required: kind == CustomerQualificationKind.Education
            ),
            qualification.Text("website", 200),
            qualification.Text(
                "validationCode",
                100,
                required: kind == CustomerQualificationKind.GovernmentCommunityCloud
            )
        );
    }

    private static AddressSection? Address(JsonSection? address) =>
        address is null
            ? null
            : new()
            {
                Line1 = address.Text("line1", 200),
                Line2 = address.Text("line2", 200),
                City = address.Text("city", 100),
                State = address.Text("state", 100),
                PostalCode = address.Text("postalCode", 20),
                Country = address.Text("country", 100),
            };

    private static ReadOnlySpan<string> ContactMembers => new[] { "firstName", "lastName", "email", "phone" };

    private static ContactSection? Contact(JsonSection? contact) =>
        contact is null
            ? null
            : new(
                contact.Text("firstName", 50),
                contact.Text("lastName", 50),
                contact.Text("email", 254),
                contact.Text("phone", 40)
            );

    private static AgreementSection? Agreement(JsonSection? agreement) =>
        agreement is null
            ? null
            : new(
                // A mode that is not known is reported once: read as an attestation, the section may have every other
                // member.
                agreement.Choice<AgreementMode>("mode")
                    ?? (agreement.Has("mode") ? AgreementMode.Attestation : AgreementMode.Direct),
                agreement.Date("acceptedOn"),
                Contact(agreement.Section("acceptedBy", required: false, ContactMembers)),
                agreement.Section("evidence", required: false, "documentSha256", "source") is { } evidence
                    ? new(evidence.Text("documentSha256", 64), evidence.Text("source", 200))
                    : null
            );

    private static SubscriptionLine Line(JsonSection line) =>
        new()
        {
            Product = line.Text("product", 40, required: true) ?? "",
            Sku = line.Text("sku", 40, required: true) ?? "",
            Quantity = line.Whole("quantity", required: true) ?? 0,
            Term = line.Text("term", 20),
            Billing = line.Text("billing", 20),
            Name = line.Text("name", 100),
            Promotion = line.Text("promotion", 100),
            EndsOn = line.Date("endsOn"),
            AtTermEnd = line.Choice<AtTermEnd>("atTermEnd"),
            AttestationAccepted = line.Flag("attestationAccepted"),
        };

    private static Subscriber Subscriber(JsonSection subscriber)
    {
        var kind = subscriber.Choice<SubscriberKind>("kind", required: true);
        if (kind == SubscriberKind.Webhook)
            subscriber.Forbid("address", $"A webhook has a url.");
        if (kind == SubscriberKind.Email)
            subscriber.Forbid("url", $"An e-mail has an address.");
        return new(
            kind ?? SubscriberKind.Webhook,
            subscriber.Text("url", 2000, kind == SubscriberKind.Webhook),
            subscriber.Text("address", 254, kind == SubscriberKind.Email)
        );
    }
}
