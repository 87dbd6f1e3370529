using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Calendar;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Agreements;

/// <summary>The Microsoft Customer Agreement: C §9.1 to §9.5.</summary>
internal static class AgreementOperations
{
    internal const string CustomerAgreement = "MicrosoftCustomerAgreement";
    internal const string CustomerTemplate = "117a77b0-9360-443b-8795-c6dedc750cf9";
    private const string CloudAgreement = "MicrosoftCloudAgreement";
    private const string CloudTemplate = "998b88de-aa99-4388-a42c-1b3517d49490";
    private const string CustomerLink = "https://aka.ms/customeragreement";

    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("agreements.metadata", "GET", "/v1/agreements", TokenRule.AppAndUser, Metadata),
        new("agreements.create", "POST", "/v1/customers/{customerId}/agreements", TokenRule.Both, Create)
        {
            Customer = CustomerRule.Read,
        },
        new("agreements.list", "GET", "/v1/customers/{customerId}/agreements", TokenRule.AppAndUser, List)
        {
            Customer = CustomerRule.Read,
        },
        new(
            "agreements.directSignStatus",
            "GET",
            "/v1/customers/{customerId}/directSignedMicrosoftCustomerAgreementStatus",
            TokenRule.AppAndUser,
            DirectSign
        )
        {
            Customer = CustomerRule.Read,
        },
        new(
            "agreements.templateDocument",
            "GET",
            "/v1/agreementtemplates/{templateId}/document",
            TokenRule.AppAndUser,
            TemplateDocuments.Get
        ),
        new("agreements.document", "GET", "/documents/agreements/{name}", TokenRule.None, TemplateDocuments.Open),
    ];

    /// <summary>
    /// The gate before every purchase (C §9.5): signed by the customer, or stated in a way that still counts.
    /// </summary>
    internal static bool IsAccepted(OperationCall call) =>
        IsDirectlySigned(call)
        || call.World.AgreementsByCustomer[call.Customer.Id]
            .Any(a =>
                (a.TemplateId == CustomerTemplate || !call.Holds(DatedRules.CustomerAgreement))
                && StillCounts(call, DateOnly.FromDateTime(a.DateAgreed.UtcDateTime))
                && (call.Partner.AttestationMode != AttestationMode.Enhanced || a.AttestationId is not null)
            );

    private static bool IsDirectlySigned(OperationCall call) =>
        call.Customer.DirectlySignedAt is { } signed
        && signed <= call.Now
        && StillCounts(call, call.Core.Calendar.DayOf(call.Partner, signed));

    private static bool StillCounts(OperationCall call, DateOnly accepted) =>
        !call.Holds(DatedRules.AcceptanceRepeated) || accepted >= DatedRules.AcceptanceRepeated.From;

    /// <summary>
    /// Gets a value that says whether attestation by the partner is closed (C §9.0): by its switch, or by the calendar.
    /// </summary>
    private static bool IsRetired(OperationCall call) =>
        call.Partner.AttestationMode switch
        {
            AttestationMode.Enhanced => true,
            AttestationMode.ByDate => call.Holds(DatedRules.AttestationRetired),
            _ => false,
        };

    internal static void RequirePublicCloud(OperationCall call)
    {
        if (call.Partner.Cloud != SimulatedCloud.Public)
            throw new Refusal(VendorErrors.EnumNotSupported, "Agreements exist in the public cloud only.");
    }

    private static Answer Metadata(OperationCall call)
    {
        RequirePublicCloud(call);
        var items = new List<JsonNode>();
        var types = TypesAsked(call);
        if (types.Contains(CloudAgreement))
            items.Add(Template(CloudTemplate, CloudAgreement, "https://docs.microsoft.com/partner-center/agreements"));
        if (types.Contains(CustomerAgreement))
            items.Add(Template(CustomerTemplate, CustomerAgreement, CustomerLink));
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    /// <summary>
    /// Gets the agreement types that a call asks for. Without a type the vendor takes the older agreement (C §9.1).
    /// </summary>
    private static string[] TypesAsked(OperationCall call) =>
        call.Query("agreementType") switch
        {
            null => [CloudAgreement],
            "*" => [CloudAgreement, CustomerAgreement],
            var type when type.Equals(CustomerAgreement, StringComparison.OrdinalIgnoreCase) => [CustomerAgreement],
            var type when type.Equals(CloudAgreement, StringComparison.OrdinalIgnoreCase) => [CloudAgreement],
            var type => throw new Refusal(VendorErrors.BadInput, $"The agreement type '{type}' is not known."),
        };

    private static JsonObject Template(string id, string type, string link) =>
        Json.Of(("templateId", id), ("agreementType", type), ("agreementLink", link), ("versionRank", 0));

    private static Answer Create(OperationCall call)
    {
        RequirePublicCloud(call);
        if (call.Partner.PartnerType == SimulatedPartnerKind.IndirectReseller)
            throw new Refusal(VendorErrors.Forbidden, "Indirect resellers cannot attest.");
        var body = call.Body;
        body.MustBeObject();
        var attestationId = body["attestationId"].Filled;
        if (attestationId is not null)
            return Keep(call, AttestationOperations.Finalise(call, attestationId));

        Tokens.Authorization.RequireUser(call);
        if (IsRetired(call))
            throw new Refusal(
                VendorErrors.Of(call.Partner.RetiredAttestationCode, call.Partner.RetiredAttestationStatus),
                "The agreement needs an enhanced attestation; the former way is retired."
            );
        var contact = body["primaryContact"];
        var record = Record(
            call,
            body["templateId"].Required,
            body["dateAgreed"].Date
                ?? throw new Refusal(
                    VendorErrors.InvalidProperty,
                    "The property dateAgreed is required.",
                    ["dateAgreed"]
                )
        ) with
        {
            FirstName = contact["firstName"].Required,
            LastName = contact["lastName"].Required,
            Email = contact["email"].Required,
            PhoneNumber = contact["phoneNumber"].Filled,
        };
        if (record.TemplateId is not (CustomerTemplate or CloudTemplate))
            throw new Refusal(VendorErrors.BadInput, $"The template id '{record.TemplateId}' is not known.");
        if (
            body["type"].Filled is { } type
            && !type.Equals(
                record.TemplateId == CustomerTemplate ? CustomerAgreement : CloudAgreement,
                StringComparison.OrdinalIgnoreCase
            )
        )
            throw new Refusal(VendorErrors.BadInput, "The type is not the one of the template.");
        if (
            record.DateAgreed > call.Now.AddMinutes(5)
            && record.DateAgreed.UtcDateTime.Date > call.Now.UtcDateTime.Date
        )
            throw new Refusal(VendorErrors.BadInput, "dateAgreed must not be in the future.");
        if (
            record.TemplateId == CustomerTemplate
            && DateOnly.FromDateTime(record.DateAgreed.UtcDateTime) < DatedRules.CustomerAgreement.From
        )
            throw new Refusal(
                VendorErrors.BadInput,
                $"dateAgreed must not be before {DatedRules.CustomerAgreement.From:yyyy-MM-dd}, the first day of the "
                    + "agreement."
            );
        if (NameRules.MailProblem(record.Email, call.Partner.MailDomain) is { } mail)
            throw new Refusal(VendorErrors.InvalidProperty, mail, ["primaryContact.email"]);
        return Keep(call, record);
    }

    internal static AgreementRecord Record(OperationCall call, string templateId, DateTimeOffset agreed) =>
        new()
        {
            Id = Ids.New(),
            CustomerId = call.Customer.Id,
            Partner = call.Partner.TenantId,
            TemplateId = templateId,
            UserId = call.Token.UserId ?? call.Token.ApplicationId,
            DateAgreed = agreed,
            FirstName = "",
            LastName = "",
            Email = "",
            RequestId = call.RequestId,
            At = call.Now,
        };

    private static Answer Keep(OperationCall call, AgreementRecord record)
    {
        if (
            call
                .World.AgreementsByCustomer[record.CustomerId]
                .Any(a =>
                    a.TemplateId == record.TemplateId
                    && a.HasContact(record.FirstName, record.LastName, record.Email, record.PhoneNumber)
                    && StillCounts(call, DateOnly.FromDateTime(a.DateAgreed.UtcDateTime))
                    && (call.Partner.AttestationMode != AttestationMode.Enhanced || a.AttestationId is not null)
                )
        )
            throw new Refusal(VendorErrors.PartnerConfirmedAgreementAlreadyExists);
        call.World.Agreements.Put(record);
        call.Effect("agreement", record.Id, record.CustomerId);
        return Answer.Created(Shape(record, withLink: false));
    }

    private static Answer List(OperationCall call)
    {
        RequirePublicCloud(call);
        var types = TypesAsked(call);
        var items = call
            .World.AgreementsByCustomer[call.Customer.Id]
            .Where(a =>
                a.Partner == call.Partner.TenantId
                && types.Contains(a.TemplateId == CustomerTemplate ? CustomerAgreement : CloudAgreement)
            )
            .Select(a => (JsonNode)Shape(a, withLink: true));
        return Answer.Ok(Json.Collection(items, call.Self));
    }

    private static JsonObject Shape(AgreementRecord record, bool withLink) =>
        Json.Of(
            ("userId", record.UserId),
            (
                "primaryContact",
                Json.Of(
                    ("firstName", record.FirstName),
                    ("lastName", record.LastName),
                    ("email", record.Email),
                    ("phoneNumber", record.PhoneNumber)
                )
            ),
            ("dateAgreed", Json.Utc(record.DateAgreed)),
            ("templateId", record.TemplateId),
            ("type", record.TemplateId == CustomerTemplate ? CustomerAgreement : CloudAgreement),
            ("agreementLink", withLink ? CustomerLink : null),
            ("attestationId", record.AttestationId)
        );

    private static Answer DirectSign(OperationCall call)
    {
        RequirePublicCloud(call);
        return Answer.Ok(Json.Of(("isSigned", IsDirectlySigned(call))));
    }
}
