using System.Globalization;
using System.Text;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Surface;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Simulator.Agreements;

/// <summary>
/// Documents of agreement templates: C §9.2. A link is new on every call and dies after five minutes.
/// </summary>
internal static class TemplateDocuments
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(5);

    internal static Answer Get(OperationCall call)
    {
        AgreementOperations.RequirePublicCloud(call);
        if (call.Route("templateId") != AgreementOperations.CustomerTemplate)
            throw new Refusal(VendorErrors.NotFound, "The template is not known.");
        // Case-sensitive, and what does not go together falls back without a word.
        var country =
            Country.Find(call.Query("country") ?? "US") is { } known && known.Iso == (call.Query("country") ?? "US")
                ? known
                : Country.Find("US")!;
        var language = call.Query("language") is { } asked && country.Cultures.Contains(asked) ? asked : "en-US";
        var expires = (call.Now + LinkLifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var uri =
            $"{call.Core.Address.GetLeftPart(UriPartial.Authority)}/documents/agreements/{country.Iso}.{language}.pdf?se={expires}&sig={Guid.NewGuid():n}";
        return Answer.Ok(
            Json.Of(
                ("displayUri", uri),
                ("downloadUri", uri + "&download=true"),
                ("language", language),
                ("country", country.Iso)
            )
        );
    }

    internal static Answer Open(OperationCall call)
    {
        if (
            !long.TryParse(call.Query("se"), NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            || call.Now.ToUnixTimeSeconds() > expires
        )
            return new Answer(403);
        var text = $"%PDF-1.4\n% Microsoft Customer Agreement (simulated) {call.Route("name")}\n%%EOF\n";
        return new Answer(200) { Content = (Encoding.ASCII.GetBytes(text), "application/pdf") };
    }
}
