using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.State;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Agreements;

/// <summary>Enhanced attestation on the wire and on its hosted page: C §9.6.</summary>
internal static class AttestationOperations
{
    internal static IEnumerable<BoundOperation> All { get; } =
    [
        new("attestations.create", "POST", "/v1/attestations/enhanced", TokenRule.AppOnly, Create),
        new(
            "attestations.get",
            "GET",
            "/v1/attestations/enhanced/{attestationId}",
            TokenRule.AppOnly,
            call => Answer.Ok(Shape(call, Find(call, call.Route("attestationId"))))
        ),
        new("attestations.page", "GET", "/attestation/{attestationId}", TokenRule.None, Page),
        new("attestations.accept", "POST", "/attestation/{attestationId}", TokenRule.None, Accept),
    ];

    /// <summary>The agreement an accepted attestation stands for.</summary>
    internal static AgreementRecord Finalise(OperationCall call, string id)
    {
        if (call.Partner.AttestationMode == AttestationMode.Legacy)
            throw new Refusal(VendorErrors.UnsupportedOperation, "Enhanced attestation is not available.");
        var attestation = Find(call, id);
        if (attestation.StatusAt(call.Now) is not "accepted")
            throw new Refusal(
                VendorErrors.BadInput,
                $"The attestation is {attestation.StatusAt(call.Now)}, not accepted."
            );
        call.World.Attestations.Put(attestation with { FinalisedAt = call.Now });
        return AgreementOperations.Record(
            call,
            AgreementOperations.CustomerTemplate,
            attestation.AcceptedAt!.Value
        ) with
        {
            FirstName = attestation.FirstName,
            LastName = attestation.LastName,
            Email = attestation.Email,
            PhoneNumber = attestation.PhoneNumber,
            AttestationId = id,
        };
    }

    private static Answer Create(OperationCall call)
    {
        AgreementOperations.RequirePublicCloud(call);
        if (call.Partner.PartnerType == SimulatedPartnerKind.IndirectReseller)
            throw new Refusal(VendorErrors.Forbidden, "Indirect resellers cannot attest.");
        if (call.Partner.AttestationMode == AttestationMode.Legacy)
            throw new Refusal(VendorErrors.UnsupportedOperation, "Enhanced attestation is not available.");
        var body = call.Body;
        body.MustBeObject();
        var attestation = new Attestation
        {
            Id = Ids.New(),
            Partner = call.Partner.TenantId,
            Country = body["country"].Required.ToUpperInvariant(),
            Language = body["language"].Required,
            CompanyName = body["companyName"].Required,
            FirstName = body["signatoryFirstName"].Required,
            LastName = body["signatoryLastName"].Required,
            Email = body["signatoryEmail"].Required,
            PhoneNumber = body["signatoryPhoneNumber"].Filled,
            CreatedAt = call.Now,
        };
        if (Country.Find(attestation.Country) is null)
            throw new Refusal(
                VendorErrors.InvalidProperty,
                $"The country '{attestation.Country}' is not known.",
                ["country"]
            );
        call.World.Attestations.Put(attestation);
        call.Effect("attestation", attestation.Id);
        return Answer.Created(Shape(call, attestation));
    }

    private static JsonObject Shape(OperationCall call, Attestation attestation) =>
        Json.Of(
            ("attestationId", attestation.Id),
            ("status", attestation.StatusAt(call.Now)),
            ("country", attestation.Country),
            ("language", attestation.Language),
            ("companyName", attestation.CompanyName),
            ("signatoryFirstName", attestation.FirstName),
            ("signatoryLastName", attestation.LastName),
            ("attestationUrl", $"{call.Core.Address.GetLeftPart(UriPartial.Authority)}/attestation/{attestation.Id}"),
            ("expirationDate", Json.Utc(attestation.CreatedAt + Attestation.Lifetime))
        );

    private static Attestation Find(OperationCall call, string id) =>
        call.World.Attestations.Find(id) is { } found && found.Partner == call.Partner.TenantId
            ? found
            : throw new Refusal(VendorErrors.NotFound, "The attestation is not known.");

    /// <summary>The page on which the customer reads and accepts; reachable without sign-in.</summary>
    private static Answer Page(OperationCall call)
    {
        if (call.World.Attestations.Find(call.Route("attestationId")) is not { } attestation)
            return new Answer(404);
        if (attestation.OpenedAt is null)
            call.World.Attestations.Put(attestation with { OpenedAt = call.Now });
        var status = attestation.StatusAt(call.Now);
        var button = status is "created" or "pending"
            ? "<form method=\"post\"><button>I have read and accept the Microsoft Customer Agreement</button></form>"
            : $"<p>{status}</p>";
        return Html(
            "<!doctype html><title>Microsoft Customer Agreement</title><h1>Microsoft Customer "
                + $"Agreement</h1><p>{WebUtility.HtmlEncode(attestation.CompanyName)}</p>{button}"
        );
    }

    private static Answer Accept(OperationCall call)
    {
        if (call.World.Attestations.Find(call.Route("attestationId")) is not { } attestation)
            return new Answer(404);
        if (attestation.StatusAt(call.Now) is not ("created" or "pending"))
            return new Answer(409);
        call.World.Attestations.Put(
            attestation with
            {
                OpenedAt = attestation.OpenedAt ?? call.Now,
                AcceptedAt = call.Now,
            }
        );
        return Html("<!doctype html><title>Accepted</title><h1>Thank you. The agreement is accepted.</h1>");
    }

    private static Answer Html(string html) =>
        new(200) { Content = (Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8") };
}
