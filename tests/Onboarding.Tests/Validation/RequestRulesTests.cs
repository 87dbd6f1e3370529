using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Tests.Validation;

public sealed class RequestRulesTests : IDisposable
{
    private readonly ServiceProvider _services = TestRequests.Services();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Check_TheRequestOfTheDesign_FindsNothing() => Assert.Empty(Check(TestRequests.Good()));

    public static TheoryData<string> GoodSamples => [.. Samples.Good];

    [Theory, MemberData(nameof(GoodSamples))]
    public void Check_EverySample_FindsNothing(string sample) =>
        Assert.Empty(Check(JsonNode.Parse(File.ReadAllBytes(Path.Combine(Samples.Folder, sample)))!.AsObject()));

    [Fact]
    public void Samples_DifferInReferenceAndDomain()
    {
        var requests = Samples
            .Good.Select(sample => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Samples.Folder, sample)))!)
            .ToArray();

        Assert.Equal(requests.Length, requests.Select(request => (string?)request["reference"]).Distinct().Count());
        Assert.Equal(
            requests.Length,
            requests.Select(request => (string?)request["customer"]!["domainPrefix"]).Distinct().Count()
        );
    }

    [Theory]
    [InlineData("Contoso")]
    [InlineData("Fabrikam, Inc.")]
    [InlineData("Wingtip Toys GmbH & Co. KG")]
    [InlineData("A. Datum Corporation")]
    [InlineData("Müller's Bäckerei e.K.")]
    [InlineData("3M Company")]
    [InlineData("Limited Brands Store, LLC")]
    [InlineData("Contoso S.A. de C.V.")]
    [InlineData("株式会社プロスウェア")]
    [InlineData("Общество Контосо")]
    [InlineData("Contest Winners Ltd")]
    public void Check_ALegalName_FindsNothing(string name) =>
        Assert.Empty(Check(TestRequests.With(("/customer/companyName", Json(name)))));

    [Theory]
    [InlineData("X", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("é", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("...", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("-- & --", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("LLC", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("l.l.c.", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("Inc.", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("GmbH & Co. KG", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("S.A.R.L.", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("S.A. de C.V.", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("Pvt. Ltd.", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("Sp. z o.o.", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("株式会社", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("ООО", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("Test", ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review)]
    [InlineData("Contoso Test Ltd.", ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review)]
    [InlineData("Demo (Contoso)", ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review)]
    [InlineData("Test Customer GmbH", ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review)]
    [InlineData("N/A", ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review)]
    [InlineData("xxx", ErrorCodes.CompanyNameRefused, FindingSeverity.Error)]
    [InlineData("CTSO", ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning)]
    [InlineData("CTSO Inc.", ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning)]
    [InlineData("SAP SE", ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning)]
    [InlineData("Contoso Intl. Inc.", ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning)]
    [InlineData("Contoso.com Ltd.", ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning)]
    [InlineData("Contosooo Ltd.", ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning)]
    [InlineData("C o n toso Ltd.", ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning)]
    public void Check_ANameThatIsNoLegalName_IsFound(string name, string code, FindingSeverity severity)
    {
        var finding = Assert.Single(
            Check(TestRequests.With(("/customer/companyName", Json(name)))),
            finding => finding.Code == code || finding.Severity != FindingSeverity.Warning
        );

        Assert.Equal((code, severity, "/customer/companyName"), (finding.Code, finding.Severity, finding.Path));
    }

    [Theory]
    [InlineData("CTSO Inc.")]
    [InlineData("Contoso Intl. Inc.")]
    public void Check_AnAbbreviatedName_IsToldWhatThePageAsksFor(string name) =>
        Assert.Contains(
            "exact legal name, without acronyms or short forms",
            Assert.Single(Check(TestRequests.With(("/customer/companyName", Json(name))))).Message.ToString(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("/contact/firstName", "x", ErrorCodes.ContactDoubtful)]
    [InlineData("/contact/firstName", "nobody", ErrorCodes.ContactDoubtful)]
    [InlineData("/contact/lastName", "N/A", ErrorCodes.ContactDoubtful)]
    [InlineData("/contact/lastName", "Test", ErrorCodes.ContactDoubtful)]
    [InlineData("/contact/email", "nobody@wingtiptoys.example", ErrorCodes.ContactDoubtful)]
    [InlineData("/contact/email", "gena@example.com", ErrorCodes.ContactDoubtful)]
    [InlineData("/contact/email", "gena@wingtiptoys.invalid", ErrorCodes.ContactDoubtful)]
    [InlineData("/contact/phone", "+49 89 0000000", ErrorCodes.ContactDoubtful)]
    [InlineData("/agreement/acceptedBy/lastName", "nobody", ErrorCodes.ContactDoubtful)]
    [InlineData("/customer/address/line1", "x", ErrorCodes.AddressUnreal)]
    [InlineData("/customer/address/line1", "N/A", ErrorCodes.AddressUnreal)]
    [InlineData("/customer/address/line1", "---", ErrorCodes.AddressUnreal)]
    [InlineData("/customer/address/city", "unknown", ErrorCodes.AddressUnreal)]
    [InlineData("/customer/address/postalCode", "00000", ErrorCodes.AddressUnreal)]
    public void Check_AnObviousPlaceholder_IsForAPersonToLookAt(string at, string text, string code)
    {
        var finding = Assert.Single(Check(TestRequests.With((at, Json(text)))));

        Assert.Equal((code, at, FindingSeverity.Review), (finding.Code, finding.Path, finding.Severity));
    }

    [Theory]
    [InlineData("/contact/lastName", "O")]
    [InlineData("/contact/firstName", "Bo")]
    [InlineData("/contact/lastName", "Å")]
    [InlineData("/contact/email", "testa@wingtiptoys.example")]
    [InlineData("/contact/phone", "+49 89 317700")]
    [InlineData("/customer/address/line1", "C 4, 12")]
    [InlineData("/customer/address/city", "Au")]
    [InlineData("/customer/address/postalCode", "01067")]
    public void Check_AShortOrUnusualValueThatIsReal_FindsNothing(string at, string text) =>
        Assert.Empty(Check(TestRequests.With((at, Json(text)))));

    [Theory]
    [InlineData("2019-09-30", ErrorCodes.AcceptedTooEarly)]
    [InlineData("2019-10-01", ErrorCodes.AcceptanceOutdated)]
    [InlineData("2023-03-31", ErrorCodes.AcceptanceOutdated)]
    [InlineData("2023-04-01", null)]
    public void Check_ADayOfAcceptance_CountsSinceApril2023(string day, string? code)
    {
        var findings = Check(TestRequests.With(("/agreement/acceptedOn", Json(day))));

        Assert.Equal(
            code is null ? [] : [(code, "/agreement/acceptedOn", FindingSeverity.Error)],
            findings.Select(finding => (finding.Code, finding.Path, finding.Severity))
        );
        Assert.Equal(
            code == ErrorCodes.AcceptanceOutdated,
            findings.Any(finding =>
                finding.Message.ToString().Contains("must be accepted again", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("/customer/companyName", "-", ErrorCodes.FieldRequired)]
    [InlineData("/customer/domainPrefix", "-", ErrorCodes.FieldRequired)]
    [InlineData("/customer/domainPrefix", "\"wingtip-toys\"", ErrorCodes.DomainPrefixInvalid)]
    [InlineData("/customer/domainPrefix", "\"wingtiptoys.onmicrosoft.com\"", ErrorCodes.DomainPrefixInvalid)]
    [InlineData("/customer/domainPrefix", "\"wíngtip\"", ErrorCodes.DomainPrefixInvalid)]
    [InlineData("/customer/domainPrefix", "\"abcdefghijklmnopqrstuvwxyz01\"", ErrorCodes.DomainPrefixInvalid)]
    [InlineData("/customer/address", "-", ErrorCodes.FieldRequired)]
    [InlineData("/customer/address/line1", "null", ErrorCodes.FieldRequired)]
    [InlineData("/customer/address/city", "-", ErrorCodes.CityRequired)]
    [InlineData("/customer/address/postalCode", "-", ErrorCodes.PostalCodeRequired)]
    [InlineData("/customer/address/postalCode", "\"8571\"", ErrorCodes.PostalCodeInvalid)]
    [InlineData("/customer/address/postalCode", "\"85716\\u0660\"", ErrorCodes.PostalCodeInvalid)]
    [InlineData("/customer/address/country", "-", ErrorCodes.FieldRequired)]
    [InlineData("/customer/address/country", "\"de\"", ErrorCodes.CountryUnknown)]
    [InlineData("/customer/address/country", "\"Germany\"", ErrorCodes.CountryUnknown)]
    [InlineData("/customer/address/country", "\"XX\"", ErrorCodes.CountryUnknown)]
    [InlineData("/customer/culture", "\"fr-FR\"", ErrorCodes.CultureNotSupported)]
    [InlineData("/customer/language", "\"fr\"", ErrorCodes.LanguageNotSupported)]
    [InlineData("/contact", "-", ErrorCodes.FieldRequired)]
    [InlineData("/contact/firstName", "-", ErrorCodes.FieldRequired)]
    [InlineData("/contact/lastName", "\"12\"", ErrorCodes.FieldInvalid)]
    [InlineData("/contact/email", "-", ErrorCodes.FieldRequired)]
    [InlineData("/contact/email", "\"gena\"", ErrorCodes.EmailInvalid)]
    [InlineData("/contact/email", "\"gena@localhost\"", ErrorCodes.EmailInvalid)]
    [InlineData("/contact/email", "\"gena soto@wingtiptoys.example\"", ErrorCodes.EmailInvalid)]
    [InlineData("/contact/email", "\"Gena <gena@wingtiptoys.example>\"", ErrorCodes.EmailInvalid)]
    [InlineData("/contact/email", "\"gena@microsoft.com\"", ErrorCodes.EmailNotTheCustomers)]
    [InlineData("/contact/email", "\"gena@EU.Microsoft.com\"", ErrorCodes.EmailNotTheCustomers)]
    [InlineData("/contact/email", "\"gena@provider.example\"", ErrorCodes.EmailNotTheCustomers)]
    [InlineData("/contact/email", "\"gena@mail.Provider.example\"", ErrorCodes.EmailNotTheCustomers)]
    [InlineData("/contact/phone", "\"12\"", ErrorCodes.PhoneInvalid)]
    [InlineData("/contact/phone", "\"call me\"", ErrorCodes.PhoneInvalid)]
    [InlineData("/agreement", "-", ErrorCodes.FieldRequired)]
    [InlineData("/agreement/acceptedOn", "-", ErrorCodes.EvidenceIncomplete)]
    [InlineData("/agreement/acceptedOn", "\"2026-11-24\"", ErrorCodes.AcceptedInFuture)]
    [InlineData("/agreement/acceptedBy", "-", ErrorCodes.EvidenceIncomplete)]
    [InlineData("/agreement/acceptedBy/firstName", "-", ErrorCodes.EvidenceIncomplete)]
    [InlineData("/agreement/acceptedBy/lastName", "-", ErrorCodes.EvidenceIncomplete)]
    [InlineData("/agreement/acceptedBy/email", "-", ErrorCodes.EvidenceIncomplete)]
    [InlineData("/agreement/acceptedBy/email", "\"gena@provider.example\"", ErrorCodes.EmailNotTheCustomers)]
    [InlineData("/agreement/acceptedBy/phone", "\"1\"", ErrorCodes.PhoneInvalid)]
    [InlineData("/subscriptions/0/product", "\"cfq7ttc0lh18\"", ErrorCodes.FieldInvalid)]
    [InlineData("/subscriptions/0/product", "\"CFQ7TTC0LH18:0001\"", ErrorCodes.FieldInvalid)]
    [InlineData("/subscriptions/0/sku", "\"1\"", ErrorCodes.FieldInvalid)]
    [InlineData("/subscriptions/0/quantity", "0", ErrorCodes.FieldOutOfRange)]
    [InlineData("/subscriptions/0/quantity", "-3", ErrorCodes.FieldOutOfRange)]
    [InlineData("/subscriptions/0/term", "\"1Y\"", ErrorCodes.FieldNotAnOption)]
    [InlineData("/subscriptions/0/billing", "\"Monthly\"", ErrorCodes.FieldNotAnOption)]
    [InlineData("/subscriptions/0/billing", "\"one_time\"", ErrorCodes.FieldNotAnOption)]
    [InlineData("/subscriptions/0/billing", "-", ErrorCodes.FieldRequired)]
    [InlineData("/subscriptions/0/name", "\"<b>25 seats</b>\"", ErrorCodes.FieldInvalid)]
    [InlineData("/subscriptions/0/promotion", "\"the best\"", ErrorCodes.FieldInvalid)]
    [InlineData("/subscriptions/0/promotion", "\"NONE\"", ErrorCodes.FieldInvalid)]
    [InlineData("/subscriptions/0/endsOn", "\"2026-11-23\"", ErrorCodes.FieldOutOfRange)]
    [InlineData("/subscriptions/0/endsOn", "\"2027-11-24\"", ErrorCodes.FieldOutOfRange)]
    [InlineData("/subscriptions/0/endsOn", "\"9999-12-31\"", ErrorCodes.FieldOutOfRange)]
    [InlineData(
        "/customer/qualification",
        "{ \"kind\": \"education\", \"segment\": \"k12\", \"website\": \"school\" }",
        ErrorCodes.FieldInvalid,
        "/customer/qualification/website"
    )]
    [InlineData(
        "/agreement/evidence",
        "{ \"documentSha256\": \"abc\" }",
        ErrorCodes.FieldInvalid,
        "/agreement/evidence/documentSha256"
    )]
    [InlineData("/agreement/evidence", "{}", ErrorCodes.FieldRequired)]
    [InlineData(
        "/agreement",
        "{ \"mode\": \"direct\", \"evidence\": { \"source\": \"203.0.113.7\" } }",
        ErrorCodes.FieldNotAllowed,
        "/agreement/evidence"
    )]
    [InlineData("/notify/0/url", "\"http://crm.example/hooks\"", ErrorCodes.NotifyUrlInvalid)]
    [InlineData("/notify/0/url", "\"ftp://crm.example/hooks\"", ErrorCodes.NotifyUrlInvalid)]
    [InlineData("/notify/0/url", "\"/hooks\"", ErrorCodes.NotifyUrlInvalid)]
    [InlineData("/notify/0/url", "\"https://user:word@crm.example/hooks\"", ErrorCodes.NotifyUrlInvalid)]
    [InlineData("/notify/0", "{ \"kind\": \"email\", \"address\": \"ops\" }", ErrorCodes.EmailInvalid)]
    [InlineData("/partner", "\"nobody\"", ErrorCodes.PartnerUnknown)]
    public void Check_OneBrokenRule_IsOneErrorThatPointsToIt(string at, string json, string code, string? path = null)
    {
        var finding = Assert.Single(
            Check(TestRequests.With((at, json))),
            finding => finding.Severity == FindingSeverity.Error
        );

        Assert.Equal(
            (
                code,
                path
                    ?? at.Replace(
                        "/notify/0",
                        at == "/notify/0" ? "/notify/0/address" : "/notify/0",
                        StringComparison.Ordinal
                    )
            ),
            (finding.Code, finding.Path)
        );
    }

    [Theory]
    [InlineData("/customer/address/country", "\"de\"", "DE")]
    [InlineData("/customer/address/country", "\"germany\"", "DE")]
    [InlineData("/customer/domainPrefix", "\"Wingtip-Toys.onmicrosoft.com\"", "wingtiptoys")]
    [InlineData("/customer/culture", "\"en-GB\"", "en-US")]
    [InlineData("/customer/culture", "\"fr-FR\"", "de-DE")]
    [InlineData("/subscriptions/0/billing", "\"one_time\"", "oneTime")]
    [InlineData("/subscriptions/0/term", "\"p1y\"", "P1Y")]
    public void Check_WhereTheRightValueIsKnown_SuggestsIt(string at, string json, string suggestion) =>
        Assert.Equal(suggestion, Check(TestRequests.With((at, json)))[0].Suggestion);

    [Theory]
    [InlineData("/notify/0/url", "\"http://127.0.0.1:5000/hooks\"")]
    [InlineData("/notify/0/url", "\"http://localhost/hooks\"")]
    [InlineData("/notify/0", "{ \"kind\": \"email\", \"address\": \"ops@crm.example\" }")]
    [InlineData("/customer/culture", "-")]
    [InlineData("/customer/language", "null")]
    [InlineData("/customer/address/state", "-")]
    [InlineData("/customer/domainPrefix", "\"WingtipToys2\"")]
    [InlineData("/contact/phone", "-")]
    [InlineData("/contact/phone", "\"089 31760\"")]
    [InlineData("/agreement/acceptedOn", "\"2026-11-23\"")]
    [InlineData("/subscriptions/0/promotion", "\"none\"")]
    [InlineData("/subscriptions/0/promotion", "\"39NFJQT1PJQB:0001:39NFJQT1Q5KN\"")]
    [InlineData("/subscriptions/0/endsOn", "\"2026-11-24\"")]
    [InlineData("/subscriptions/0/endsOn", "\"2027-11-23\"")]
    [InlineData("/ordering", "\"keepWhatWorked\"")]
    [InlineData(
        "/customer/qualification",
        "{ \"kind\": \"education\", \"segment\": \"higherEducation\", \"website\": \"https://school.example\" }"
    )]
    [InlineData(
        "/customer/qualification",
        "{ \"kind\": \"governmentCommunityCloud\", \"validationCode\": \"5100001\" }"
    )]
    [InlineData("/customer/qualification", "{ \"kind\": \"stateOwnedEntity\" }")]
    [InlineData(
        "/agreement/evidence",
        "{ \"documentSha256\": \"0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdef0123\", \"source\": "
            + "\"203.0.113.7\" }"
    )]
    [InlineData("/subscriptions/0", "{ \"product\": \"DZH318Z0BPS6\", \"sku\": \"0001\", \"quantity\": 1 }")]
    public void Check_WhatMayBe_FindsNothing(string at, string json) =>
        Assert.Empty(Check(TestRequests.With((at, json))));

    [Theory]
    [InlineData("US", "WA", "98052", "+1 425 555 0100", null, null)]
    [InlineData("US", "wa", "98052-6399", "425-555-0100", null, null)]
    [InlineData("US", null, "98052", "+1 425 555 0100", ErrorCodes.StateRequired, "AK | AL | AR")]
    [InlineData("US", "Washington", "98052", "+1 425 555 0100", null, null)]
    [InlineData("US", "Washingtn", "98052", "+1 425 555 0100", ErrorCodes.StateUnknown, "WA")]
    [InlineData("US", "WA", "9805", "+1 425 555 0100", ErrorCodes.PostalCodeInvalid, null)]
    [InlineData("US", "WA", "98052", "555-0100", ErrorCodes.PhoneInvalid, null)]
    [InlineData("CA", "ON", "M5H 1A1", "+1 416 555 0100", null, null)]
    [InlineData("CA", "ON", "m5h1a1", "+1 416 555 0100", null, null)]
    [InlineData("CA", "ON", "D5H 1A1", "+1 416 555 0100", ErrorCodes.PostalCodeInvalid, null)]
    [InlineData("CA", "WA", "M5H 1A1", "+1 416 555 0100", ErrorCodes.StateUnknown, "AB | BC | MB")]
    [InlineData("GB", null, "SW1E 5NE", "+44 20 7946 0958", null, null)]
    [InlineData("GB", null, "SW1E", "+44 20 7946 0958", ErrorCodes.PostalCodeInvalid, null)]
    [InlineData("FR", null, "69002", "+33 4 72 00 00 12", null, null)]
    [InlineData("FR", null, "6900", "+33 4 72 00 00 12", ErrorCodes.PostalCodeInvalid, null)]
    [InlineData("CH", "ZH", "8001", "+41 44 200 00 12", null, null)]
    [InlineData("NO", null, "0159", "+47 22 00 12 34", null, null)]
    [InlineData("NO", null, "159", "+47 22 00 12 34", ErrorCodes.PostalCodeInvalid, null)]
    [InlineData("JP", "東京都", "100-0005", "+81 3 6200 0000", null, null)]
    [InlineData("JP", null, "10-0005", "+81 3 6200 0000", ErrorCodes.PostalCodeInvalid, null)]
    [InlineData("NL", null, "1012 AB", "+31 20 555 0100", null, null)]
    [InlineData("IE", null, null, "+353 1 555 0100", null, null)]
    [InlineData("HK", null, null, "+852 2123 4567", null, null)]
    [InlineData("AU", "NSW", "2000", "+61 2 5550 1000", null, null)]
    [InlineData("AU", "XYZ", "2000", "+61 2 5550 1000", ErrorCodes.StateUnknown, "ACT | NSW | NT")]
    [InlineData("MX", "JAL", "44100", "+52 33 1234 5678", null, null)]
    public void Check_AnAddress_IsCheckedByItsCountry(
        string country,
        string? state,
        string? postalCode,
        string phone,
        string? code,
        string? suggestion
    )
    {
        var findings = Check(
            TestRequests.With(
                ("/customer/address/country", Json(country)),
                ("/customer/address/state", Json(state)),
                ("/customer/address/postalCode", Json(postalCode)),
                ("/contact/phone", Json(phone)),
                ("/customer/culture", "-"),
                ("/customer/language", "-")
            )
        );

        Assert.Equal(code is null ? [] : [code], findings.Select(finding => finding.Code));
        Assert.All(
            findings,
            finding => Assert.StartsWith(suggestion ?? "", finding.Suggestion ?? "", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("IN", "KA", "560025", "+91 80 2221 0000", "AABCT1234F", null)]
    [InlineData("IN", "KA", "560025", "+91 80 2221 0000", null, ErrorCodes.RegistrationNumberRequired)]
    [InlineData("IN", "KA", "560025", null, "AABCT1234F", ErrorCodes.PhoneRequired)]
    [InlineData("IN", "KA", "560025", "+91 80 2221 0000", "123", ErrorCodes.FieldInvalid)]
    [InlineData("BR", "SP", "01310-100", "+55 11 3003 1234", "11.222.333/0001-81", null)]
    [InlineData("BR", "SP", "01310-100", "+55 11 3003 1234", "11222333000181", null)]
    [InlineData("BR", "SP", "01310-100", "+55 11 3003 1234", "11.222.333", ErrorCodes.FieldInvalid)]
    [InlineData("HU", null, "1051", "+36 1 555 0100", "01-09-123456", null)]
    [InlineData("PL", null, "00-950", "+48 22 555 01 00", null, ErrorCodes.RegistrationNumberRequired)]
    [InlineData("ZA", null, "2196", "+27 11 555 0100", "2010/123456/07", null)]
    public void Check_WhereCompaniesAreRegistered_NumberAndPhoneAreMandatory(
        string country,
        string? state,
        string postalCode,
        string? phone,
        string? number,
        string? code
    )
    {
        var findings = Check(
            TestRequests.With(
                ("/customer/address/country", Json(country)),
                ("/customer/address/state", Json(state)),
                ("/customer/address/postalCode", Json(postalCode)),
                ("/contact/phone", Json(phone)),
                ("/customer/registrationNumber", Json(number)),
                ("/customer/culture", "-"),
                ("/customer/language", "-")
            )
        );

        Assert.Equal(code is null ? [] : [code], findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("AM")]
    [InlineData("VE")]
    [InlineData("IQ")]
    [InlineData("SS")]
    public void Check_WhereOnlyThatCompaniesAreRegisteredIsKnown_NumberAndPhoneAreMandatory(string country)
    {
        var codes = Check(
                TestRequests.With(
                    ("/customer/address/country", Json(country)),
                    ("/customer/address/postalCode", Json("1000")),
                    ("/customer/culture", "-"),
                    ("/customer/language", "-"),
                    ("/contact/phone", "-")
                )
            )
            .Where(finding => finding.Code != ErrorCodes.PostalCodeInvalid)
            .Select(finding => finding.Code);

        Assert.Equal([ErrorCodes.RegistrationNumberRequired, ErrorCodes.PhoneRequired], codes);
    }

    [Fact]
    public void Check_ACountryThatIsNotBuiltIn_IsSaidToBeUnchecked() =>
        Assert.Equal(
            [ErrorCodes.CountryRulesMissing, ErrorCodes.PhoneInvalid],
            Check(TestRequests.With(("/customer/address/country", Json("CU")))).Select(finding => finding.Code)
        );

    [Theory]
    [InlineData("direct", ErrorCodes.ResellerNotAllowed)]
    [InlineData("sandbox", ErrorCodes.ResellerNotAllowed)]
    [InlineData("DEFAULT", null)]
    public void Check_AReseller_IsForProvidersOnly(string partner, string? code) =>
        Assert.Equal(
            code is null ? [] : [code],
            Check(TestRequests.With(("/partner", Json(partner)))).Select(finding => finding.Code)
        );

    [Fact]
    public void Check_AProviderWithoutReseller_IsWarned()
    {
        var finding = Assert.Single(Check(TestRequests.With(("/reseller", "-"))));

        Assert.Equal((ErrorCodes.ResellerMissing, FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Empty(Check(TestRequests.With(("/reseller", "-"), ("/partner", "\"direct\""))));
    }

    [Fact]
    public void Check_TheProvidersOwnTenantAsReseller_IsRefused() =>
        Assert.Equal(
            ErrorCodes.ResellerNotAllowed,
            Assert
                .Single(Check(TestRequests.With(("/reseller/tenantId", "\"1d17ec70-0000-4000-8000-000000000002\""))))
                .Code
        );

    [Fact]
    public void Check_InUsGovernment_ThereAreNeitherResellersNorAgreements() =>
        Assert.Equal(
            [ErrorCodes.AgreementModeNotInCloud, ErrorCodes.ResellerNotAllowed],
            Check(TestRequests.With(("/partner", "\"government\""))).Select(finding => finding.Code)
        );

    [Theory]
    [InlineData("abcdefghijklmnopqrstuv", null)]
    [InlineData("abcdefghijklmnopqrstuvw", ErrorCodes.DomainPrefixInvalid)]
    public void Check_InChina_TheLongerSuffixLeavesLessForThePrefix(string prefix, string? code)
    {
        var findings = Check(
            TestRequests.With(("/partner", "\"china\""), ("/agreement", "-"), ("/customer/domainPrefix", Json(prefix)))
        );

        Assert.Equal(code is null ? [] : [code], findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Check_TheSameOfferTwice_IsRefusedOnlyWithTheSameTermAndBilling()
    {
        var line = TestRequests.Good()["subscriptions"]![0]!.ToJsonString();
        var other = line.Replace("monthly", "annual", StringComparison.Ordinal);

        Assert.Empty(Check(TestRequests.With(("/subscriptions", $"[{line},{other}]"))));
        var finding = Assert.Single(Check(TestRequests.With(("/subscriptions", $"[{line},{other},{line}]"))));
        Assert.Equal((ErrorCodes.SubscriptionDuplicate, "/subscriptions/2"), (finding.Code, finding.Path));
    }

    [Fact]
    public void Check_NothingOrdered_IsAWarning()
    {
        var finding = Assert.Single(Check(TestRequests.With(("/subscriptions", "[]"))));

        Assert.Equal((ErrorCodes.SubscriptionsMissing, FindingSeverity.Warning), (finding.Code, finding.Severity));
    }

    [Fact]
    public void Check_AcceptanceOfToday_IsOfTodayWhereTheDayBeginsFirst()
    {
        var clock = _services.GetRequiredService<TimeProvider>() as FakeTimeProvider;
        clock!.SetUtcNow(new(2026, 11, 23, 9, 59, 59, TimeSpan.Zero));
        var request = TestRequests.With(("/agreement/acceptedOn", "\"2026-11-24\""));
        Assert.Equal(ErrorCodes.AcceptedInFuture, Assert.Single(Check(request)).Code);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(Check(request));
    }

    [Theory]
    [InlineData("direct")]
    [InlineData("enhanced")]
    public void Check_WhereTheCustomerAcceptsItself_NoEvidenceIsAskedFor(string mode)
    {
        Assert.Empty(Check(TestRequests.With(("/agreement", $$"""{ "mode": "{{mode}}" }"""))));
        Assert.Equal(
            ErrorCodes.FieldNotAllowed,
            Assert.Single(Check(TestRequests.With(("/agreement/mode", Json(mode))))).Code
        );
    }

    [Theory]
    [InlineData("""{ "kind": "existing", "domain": "contoso.com" }""", null)]
    [InlineData("""{ "kind": "existing", "tenantId": "626099fe-0000-4000-8000-000000000001" }""", null)]
    [InlineData("""{ "kind": "existing" }""", "/customer")]
    [InlineData("""{ "kind": "existing", "domain": "contoso" }""", "/customer/domain")]
    [InlineData("""{ "kind": "existing", "domain": "https://contoso.com" }""", "/customer/domain")]
    public void Check_AnExistingCustomer_IsNamedByTenantOrDomain(string customer, string? path) =>
        Assert.Equal(
            path is null ? [] : [path],
            Check(TestRequests.With(("/customer", customer))).Select(finding => finding.Path)
        );

    [Fact]
    public void Check_TheRefusedSample_NamesEveryMistakeThatCanBeSeenWithoutAsking()
    {
        var findings = Check(
            JsonNode.Parse(File.ReadAllBytes(Path.Combine(Samples.Folder, "refused.json")))!.AsObject()
        );

        Assert.Equal(
            [
                "/agreement/acceptedBy/email",
                "/agreement/acceptedBy/lastName",
                "/agreement/acceptedOn",
                "/contact/email",
                "/contact/phone",
                "/customer/address/postalCode",
                "/customer/address/state",
                "/customer/companyName",
                "/customer/culture",
                "/customer/domainPrefix",
                "/customer/language",
                "/customer/registrationNumber",
                "/notify/0/url",
                "/notify/1/address",
                "/reseller",
                "/subscriptions/0/quantity",
                "/subscriptions/1",
                "/subscriptions/4/billing",
                "/subscriptions/4/term",
            ],
            findings.Select(finding => finding.Path).Order(StringComparer.Ordinal)
        );
        Assert.All(
            findings,
            finding =>
                Assert.Equal(
                    finding.Path == "/customer/registrationNumber" ? FindingSeverity.Warning : FindingSeverity.Error,
                    finding.Severity
                )
        );
    }

    private IReadOnlyList<Finding> Check(JsonObject body)
    {
        var reading = _services.GetRequiredService<RequestReader>().Read(TestRequests.Bytes(body));
        return _services
            .GetRequiredService<RequestRules>()
            .Check(Assert.IsType<RequestReading.Understood>(reading).Request);
    }

    private static string Json(string? text) => text is null ? "null" : JsonValue.Create(text).ToJsonString();
}
