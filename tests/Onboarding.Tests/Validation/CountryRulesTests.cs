using System.Text.Json.Nodes;
using Onboarding.Reference;
using Onboarding.Requests;

namespace Onboarding.Tests.Validation;

/// <summary>
/// The sentences about countries, each with its rows: what is understood, what is suggested, and what is sent.
/// </summary>
public sealed class CountryRulesTests(SimulatedCountries simulated) : IClassFixture<SimulatedCountries>
{
    [Theory]
    [InlineData("CA", "Québec", "QC")]
    [InlineData("CA", "quebec", "QC")]
    [InlineData("CA", "PQ", "QC")]
    [InlineData("CA", "CA-ON", "ON")]
    [InlineData("CA", "Colombie-Britannique", "BC")]
    [InlineData("MX", "Nuevo León", "NL")]
    [InlineData("MX", "Nuevo Leon", "NL")]
    [InlineData("MX", "NLE", "NL")]
    [InlineData("MX", "CDMX", "DF")]
    [InlineData("MX", "Ciudad de México", "DF")]
    [InlineData("MX", "MX-CMX", "DF")]
    [InlineData("MX", "México, D.F.", "DF")]
    [InlineData("CN", "广东省", "GD")]
    [InlineData("CN", "广东", "GD")]
    [InlineData("CN", "Guangdong", "GD")]
    [InlineData("CN", "CN-44", "GD")]
    [InlineData("CN", "Beijing Municipality", "BJ")]
    [InlineData("AU", "New South Wales", "NSW")]
    [InlineData("AU", "N.S.W.", "NSW")]
    [InlineData("AU", "AU-VIC", "VIC")]
    [InlineData("US", "washington", "WA")]
    [InlineData("US", "US-WA", "WA")]
    [InlineData("US", "Washington, D.C.", "DC")]
    [InlineData("BR", "Sao Paulo", "SP")]
    [InlineData("BR", "São Paulo", "SP")]
    [InlineData("IN", "Orissa", "OR")]
    [InlineData("IN", "OD", "OR")]
    [InlineData("IN", "कर्नाटक", "KA")]
    [InlineData("IN", "Telangana", "TG")]
    public async Task AState_ByAnyCodeOrName_IsSentAsTheCountrysOwnListHasIt(string country, string state, string sent)
    {
        var (findings, completed) = await Submit(country, ("/customer/address/state", Json(state)));

        Assert.Empty(findings);
        Assert.Equal(sent, completed.Customer.Address!.State);
    }

    [Theory]
    [InlineData("US", "PR", "/customer/address/country", "PR")]
    [InlineData("US", "Guam", "/customer/address/country", "GU")]
    [InlineData("CN", "香港", "/customer/address/country", "HK")]
    [InlineData("US", "Californa", "/customer/address/state", "CA")]
    [InlineData("MX", "Jalsco", "/customer/address/state", "JA")]
    [InlineData(
        "CA",
        "Bavaria",
        "/customer/address/state",
        "AB | BC | MB | NB | NL | NS | NT | NU | ON | PE | QC | SK | YT"
    )]
    public void AState_ThatIsRefused_HasASuggestion(string country, string state, string path, string suggestion)
    {
        var finding = Assert.Single(Check(country, ("/customer/address/state", Json(state))));

        Assert.Equal((ErrorCodes.StateUnknown, path, suggestion), (finding.Code, finding.Path, finding.Suggestion));
    }

    [Theory]
    [InlineData("PR", "00926")]
    [InlineData("GU", "96910")]
    public async Task ATerritory_IsACountryOfItsOwn(string country, string postalCode) =>
        Assert.Empty(
            (
                await Submit(
                    country,
                    ("/customer/address/postalCode", Json(postalCode)),
                    ("/customer/address/state", Json(country))
                )
            ).Findings
        );

    [Theory]
    [InlineData("UK", "GB")]
    [InlineData("England", "GB")]
    [InlineData("Great Britain", "GB")]
    [InlineData("USA", "US")]
    [InlineData("U.S.A.", "US")]
    [InlineData("United States of America", "US")]
    [InlineData("EL", "GR")]
    [InlineData("Deutschland", "DE")]
    [InlineData("DEU", "DE")]
    [InlineData("de", "DE")]
    [InlineData("Germany", "DE")]
    [InlineData("GERMNAY", null)]
    [InlineData("Germny", "DE")]
    [InlineData("España", "ES")]
    [InlineData("espana", "ES")]
    [InlineData("Österreich", "AT")]
    [InlineData("日本", "JP")]
    [InlineData("JPN", "JP")]
    [InlineData("Brasil", "BR")]
    [InlineData("Schweiz", "CH")]
    [InlineData("Suisse", "CH")]
    [InlineData("Česko", "CZ")]
    [InlineData("Czech Republic", "CZ")]
    [InlineData("Turkey", "TR")]
    [InlineData("The Netherlands", "NL")]
    [InlineData("Holland", "NL")]
    [InlineData("South Korea", "KR")]
    [InlineData("UAE", "AE")]
    [InlineData("XX", null)]
    [InlineData("Atlantis", null)]
    public void ACountry_ByNameAlpha3OrHabit_IsSuggested(string country, string? code)
    {
        var finding = Assert.Single(
            Check("DE", ("/customer/address/country", Json(country))),
            one => one.Severity == FindingSeverity.Error
        );

        Assert.Equal(
            (ErrorCodes.CountryUnknown, "/customer/address/country", code),
            (finding.Code, finding.Path, finding.Suggestion)
        );
    }

    [Theory]
    [InlineData("DE", "D-85716", "85716")]
    [InlineData("DE", "DE 85716", "85716")]
    [InlineData("DE", "85 716", "85716")]
    [InlineData("DE", "８５７１６", "85716")]
    [InlineData("AT", "A-1010", "1010")]
    [InlineData("CH", "CH-8001", "8001")]
    [InlineData("FR", "F-75008", "75008")]
    [InlineData("SE", "SE-111 22", "111 22")]
    [InlineData("SE", "S-11122", "111 22")]
    [InlineData("JP", "〒100-0005", "100-0005")]
    [InlineData("JP", "〒１００－０００５", "100-0005")]
    [InlineData("JP", "１００ー０００５", "100-0005")]
    [InlineData("JP", "100 0005", "100-0005")]
    [InlineData("BR", "CEP 01310 100", "01310-100")]
    [InlineData("PL", "PL 00 950", "00-950")]
    [InlineData("PT", "1000 001", "1000-001")]
    [InlineData("NL", "NL-1012AB", "1012 AB")]
    [InlineData("NL", "1012-AB", "1012 AB")]
    [InlineData("GB", "SW1E-5NE", "SW1E 5NE")]
    [InlineData("CA", "M5H-1A1", "M5H 1A1")]
    [InlineData("IN", "560-025", "560 025")]
    [InlineData("GR", "EL 105 57", "105 57")]
    [InlineData("LU", "LU-1855", "1855")]
    [InlineData("US", "98052 6399", "98052-6399")]
    [InlineData("US", "980526399", "98052-6399")]
    [InlineData("CN", "510000 ", null)]
    [InlineData("EG", "١١٥١١", "11511")]
    public async Task APostalCode_InAnyHabit_IsSentInTheCountrysFormAndShown(
        string country,
        string postalCode,
        string? normal
    )
    {
        var (findings, completed) = await Submit(country, ("/customer/address/postalCode", Json(postalCode)));

        Assert.Equal(
            normal is null ? [] : [(ErrorCodes.PostalCodeInvalid, FindingSeverity.Warning, normal)],
            findings.Select(finding => (finding.Code, finding.Severity, finding.Suggestion))
        );
        Assert.Equal(normal ?? postalCode.Trim(), completed.Customer.Address!.PostalCode);
    }

    [Theory]
    [InlineData("DE", "F-85716")]
    [InlineData("DE", "8571")]
    [InlineData("DE", "857160")]
    [InlineData("US", "9805")]
    [InlineData("GB", "SW1E")]
    [InlineData("JP", "10-0005")]
    [InlineData("CA", "D5H 1A1")]
    public void APostalCode_ThatIsNone_IsRefused(string country, string postalCode) =>
        Assert.Equal(
            (ErrorCodes.PostalCodeInvalid, FindingSeverity.Error),
            Assert.Single(
                Check(country, ("/customer/address/postalCode", Json(postalCode)))
                    .Select(finding => (finding.Code, finding.Severity))
            )
        );

    [Theory]
    [InlineData("m5h1a1", "CA")]
    [InlineData("sw1e5ne", "GB")]
    [InlineData("1000001", "JP")]
    public async Task APostalCode_ThatTheCountryTakesAsItIs_StaysAsItWasWritten(string postalCode, string country)
    {
        var (findings, completed) = await Submit(country, ("/customer/address/postalCode", Json(postalCode)));

        Assert.Empty(findings);
        Assert.Equal(postalCode, completed.Customer.Address!.PostalCode);
    }

    [Theory]
    [InlineData("AE", "00000")]
    [InlineData("HK", "000000")]
    public async Task APostalCodeOfZeros_WhereThereAreNone_IsNoPlaceholder(string country, string postalCode) =>
        Assert.Empty((await Submit(country, ("/customer/address/postalCode", Json(postalCode)))).Findings);

    [Theory]
    [InlineData("ME", "/customer/address/city", "Bar")]
    [InlineData("GB", "/contact/lastName", "Street")]
    [InlineData("IL", "/contact/firstName", "Bar")]
    public void ANameThatIsAlsoAWord_IsAName(string country, string at, string text) =>
        Assert.Empty(Check(country, (at, Json(text))));

    [Theory]
    [InlineData("DE", null, null, "de-DE", "de")]
    [InlineData("DE", "en-US", null, "en-US", "en")]
    [InlineData("DE", null, "en", "de-DE", "en")]
    [InlineData("PT", null, null, "pt-PT", "pt")]
    [InlineData("PT", "PT-pt", "pt-PT", "pt-PT", "pt")]
    [InlineData("CN", null, null, "zh-CN", "zh-CHS")]
    [InlineData("CN", null, "zh", "zh-CN", "zh-CHS")]
    [InlineData("CN", null, "zh-Hans", "zh-CN", "zh-CHS")]
    [InlineData("NO", null, null, "nb-NO", "nb")]
    [InlineData("NO", null, "no", "nb-NO", "nb")]
    [InlineData("CH", null, null, "de-CH", "de")]
    [InlineData("CH", "fr-CH", null, "fr-CH", "fr")]
    [InlineData("RS", null, null, "sr-Latn-RS", "sr")]
    [InlineData("BR", null, "PT", "pt-BR", "pt")]
    public async Task TheLanguage_IsThatOfTheCulture(
        string country,
        string? culture,
        string? language,
        string sentCulture,
        string sentLanguage
    )
    {
        var (findings, completed) = await Submit(
            country,
            ("/customer/culture", Json(culture)),
            ("/customer/language", Json(language))
        );

        Assert.Empty(findings);
        Assert.Equal((sentCulture, sentLanguage), (completed.Customer.Culture, completed.Customer.Language));
    }

    [Theory]
    [InlineData("pt-PT", "pt", true)]
    [InlineData("pt", "pt-PT", true)]
    [InlineData("pt-PT", "pt-BR", false)]
    [InlineData("nb", "no", true)]
    [InlineData("de", "fr", false)]
    [InlineData("zh-CHS", "zh-Hans", true)]
    [InlineData("en", "no language at all", false)]
    public void ALanguage_IsTakenByItsWiderOrNarrowerName(string known, string text, bool taken) =>
        Assert.Equal(taken ? known : null, Languages.Find([known], text));

    [Theory]
    [InlineData("de", "de-DE")]
    [InlineData("en_US", "en-US")]
    [InlineData("fr-FR", "de-DE")]
    public void ACulture_ThatIsNotTheCountrys_HasASuggestion(string culture, string suggestion) =>
        Assert.Equal(
            (ErrorCodes.CultureNotSupported, suggestion),
            Assert.Single(
                Check("DE", ("/customer/culture", Json(culture))).Select(finding => (finding.Code, finding.Suggestion))
            )
        );

    [Fact]
    public void ALanguage_ThatIsNotTheCountrys_HasTheDefaultOneSuggested() =>
        Assert.Equal(
            (ErrorCodes.LanguageNotSupported, "de"),
            Assert.Single(
                Check("DE", ("/customer/language", Json("fr"))).Select(finding => (finding.Code, finding.Suggestion))
            )
        );

    [Theory]
    [InlineData("DE", "+1 425 555 0100", true)]
    [InlineData("DE", "+44 20 7946 0958", true)]
    [InlineData("GB", "+353 1 555 0100", true)]
    [InlineData("NG", "+234 1 448 0815", true)]
    [InlineData("AM", "+374 12 222222", false)]
    [InlineData("DE", "+49 89 31760", false)]
    [InlineData("DE", "089 31760", false)]
    [InlineData("GB", "020 7946 0958", false)]
    [InlineData("US", "(425) 555-0100", false)]
    [InlineData("FR", "01 23 45 67 89", false)]
    public async Task APhoneNumber_OfAnyCountryWhereThereIsNoPattern_PassesWithAWarningAtMost(
        string country,
        string phone,
        bool warned
    )
    {
        var findings = (await Submit(country, ("/contact/phone", Json(phone)))).Findings;

        Assert.Equal(
            warned ? [(ErrorCodes.PhoneInvalid, FindingSeverity.Warning)] : [],
            findings.Select(finding => (finding.Code, finding.Severity))
        );
    }

    [Theory]
    [InlineData("US", "+49 89 31760")]
    [InlineData("FR", "+49 89 317600")]
    [InlineData("NO", "+44 20 7946 0958")]
    [InlineData("DE", "+49 12")]
    [InlineData("DE", "call me")]
    public void APhoneNumber_ThatThePatternDoesNotTake_IsRefused(string country, string phone) =>
        Assert.Equal(
            (ErrorCodes.PhoneInvalid, FindingSeverity.Error),
            Assert.Single(
                Check(country, ("/contact/phone", Json(phone))).Select(finding => (finding.Code, finding.Severity))
            )
        );

    [Theory]
    [InlineData("DE", "０８９ ３１７６０", "+498931760")]
    [InlineData("JP", "０３-６２００-００００", "+81362000000")]
    public async Task APhoneNumber_InFullWidthDigits_IsSentInAscii(string country, string phone, string sent)
    {
        var (findings, completed) = await Submit(country, ("/contact/phone", Json(phone)));

        Assert.Empty(findings);
        Assert.Equal(sent, completed.Contact!.Phone);
    }

    [Theory]
    [InlineData("gena@bücher.example", "gena@xn--bcher-kva.example")]
    [InlineData("gena@例え.テスト2", "gena@xn--r8jz45g.xn--2-pfusbj")]
    [InlineData("gena@почта.рф", "gena@xn--80a1acny.xn--p1ai")]
    [InlineData("gena@xn--bcher-kva.example", "gena@xn--bcher-kva.example")]
    public async Task AMailAddress_OfAnInternationalisedDomain_PassesAndIsSentInAscii(string email, string sent)
    {
        var (findings, completed) = await Submit(
            "DE",
            ("/contact/email", Json(email)),
            ("/agreement/acceptedBy/email", Json(email))
        );

        Assert.Empty(findings);
        Assert.Equal((sent, sent), (completed.Contact!.Email, completed.Agreement!.AcceptedBy!.Email));
    }

    [Theory]
    [InlineData("gena@bücher", ErrorCodes.EmailInvalid)]
    [InlineData("gena@bü_cher.example", ErrorCodes.EmailInvalid)]
    [InlineData("gäna@bücher.example", ErrorCodes.EmailInvalid)]
    [InlineData("gena@ｍicrosoft.com", ErrorCodes.EmailNotTheCustomers)]
    [InlineData("gena@mail.ＰＲＯＶＩＤＥＲ.example", ErrorCodes.EmailNotTheCustomers)]
    public void AMailAddress_InDisguise_IsRefused(string email, string code) =>
        Assert.Equal(code, Assert.Single(Check("DE", ("/contact/email", Json(email)))).Code);

    private Task<(IReadOnlyList<Finding> Findings, OnboardingRequest Completed)> Submit(
        string country,
        params (string, string)[] changes
    ) => simulated.Submit(country, changes);

    private IReadOnlyList<Finding> Check(string country, params (string, string)[] changes) =>
        simulated.Check(country, changes);

    private static string Json(string? text) => text is null ? "-" : JsonValue.Create(text).ToJsonString();
}
