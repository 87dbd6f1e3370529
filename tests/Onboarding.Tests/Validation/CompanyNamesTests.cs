using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Tests.Validation;

/// <summary>
/// The sentences about company names, each with its own rows: what is a name, what Microsoft refuses (C §5.1), what a
/// person has to look at.
/// </summary>
public sealed class CompanyNamesTests
{
    [Theory]
    [InlineData("EE Limited")]
    [InlineData("SAS AB")]
    [InlineData("BT Limited")]
    [InlineData("AB S.A.")]
    [InlineData("AG Insurance SA/NV")]
    [InlineData("KG Limited")]
    [InlineData("Company & Co Ltd")]
    [InlineData("B & M")]
    [InlineData("K+S")]
    [InlineData("H&F")]
    [InlineData("PSA")]
    [InlineData("H & M Hennes & Mauritz AB")]
    [InlineData("1&1 AG")]
    [InlineData("3i Group plc")]
    [InlineData("111, Inc.")]
    [InlineData("888 Holdings plc")]
    [InlineData("中国石油")]
    [InlineData("田 中 工業")]
    [InlineData("Limited Brands Store, LLC")]
    [InlineData("Warner Bros.")]
    [InlineData("Testing Laboratories")]
    [InlineData("Educational Testing Service")]
    [InlineData("Customers Bancorp, Inc.")]
    [InlineData("Contoso Test Instruments Ltd.")]
    [InlineData("Test and Measurement Systems GmbH")]
    [InlineData("The Demo Company of London")]
    [InlineData("Sample Logistics GmbH")]
    [InlineData("Client Service Partners Ltd")]
    public void Check_AName_IsRefusedByNobodyAndHeldByNobody(string name) =>
        Assert.All(
            Check(name),
            finding =>
                Assert.Equal((ErrorCodes.CompanyNameUnusual, FindingSeverity.Warning), (finding.Code, finding.Severity))
        );

    [Theory]
    [InlineData("S. de R.L. de C.V.")]
    [InlineData("S. de R. L. de C. V.")]
    [InlineData("SA de CV")]
    [InlineData("Α.Ε.")]
    [InlineData("ΕΤΑΙΡΕΙΑ ΠΕΡΙΟΡΙΣΜΕΝΗΣ ΕΥΘΥΝΗΣ")]
    [InlineData("Aktiengesellschaft")]
    [InlineData("AKTIENGESELLSCHAFT")]
    [InlineData("Limited Liability Company")]
    [InlineData("L.L.C.")]
    [InlineData("G m b H")]
    [InlineData("GmbH & Co. KG")]
    [InlineData("GmbH + Co KG")]
    [InlineData("A/S")]
    [InlineData("S/A")]
    [InlineData("Gesellschaft mit beschränkter Haftung")]
    [InlineData("Société à responsabilité limitée")]
    [InlineData("SOCIETE ANONYME")]
    [InlineData("Sp. z o. o.")]
    [InlineData("Spółka z ograniczoną odpowiedzialnością")]
    [InlineData("ANONİM ŞİRKETİ")]
    [InlineData("Общество с ограниченной ответственностью")]
    [InlineData("㈱")]
    [InlineData("株式会社")]
    [InlineData("有限公司")]
    [InlineData("주식회사")]
    [InlineData("บริษัท จำกัด")]
    [InlineData("Co., Ltd.")]
    [InlineData("Company Limited")]
    [InlineData("Sdn. Bhd.")]
    [InlineData("S.p.A.")]
    [InlineData("ＧｍｂＨ")]
    public void Check_ALegalFormAlone_IsRefused(string name) =>
        AssertOnly(name, ErrorCodes.CompanyNameRefused, FindingSeverity.Error);

    [Theory]
    [InlineData("1 2 3")]
    [InlineData("999")]
    [InlineData("AAA")]
    [InlineData("aaa")]
    [InlineData("A.A.A.")]
    [InlineData("xxx")]
    [InlineData("a b c")]
    [InlineData("X")]
    [InlineData("7")]
    [InlineData("光")]
    [InlineData("...")]
    [InlineData("-- & --")]
    [InlineData("***")]
    public void Check_WhatMicrosoftRefuses_IsRefused(string name) =>
        AssertOnly(name, ErrorCodes.CompanyNameRefused, FindingSeverity.Error);

    [Theory]
    [InlineData("N/A")]
    [InlineData("none")]
    [InlineData("Unknown")]
    [InlineData("New Customer")]
    [InlineData("Kunde")]
    [InlineData("Neuer Kunde GmbH")]
    [InlineData("Nuevo cliente")]
    [InlineData("Customer 42")]
    [InlineData("test-company")]
    [InlineData("Test123")]
    [InlineData("Test Ltd.")]
    [InlineData("My Test Company Inc.")]
    [InlineData("Demo (Contoso)")]
    [InlineData("Test Customer GmbH")]
    [InlineData("テスト株式会社")]
    [InlineData("株式会社テスト")]
    [InlineData("测试公司")]
    [InlineData("测试有限公司")]
    [InlineData("ทดสอบ")]
    [InlineData("บริษัท ทดสอบ จำกัด")]
    [InlineData("ООО Тест")]
    [InlineData("테스트")]
    [InlineData("Δοκιμή Α.Ε.")]
    public void Check_WhatIsNoName_IsForAPersonToLookAt(string name)
    {
        var finding = Assert.Single(Check(name), one => one.Severity != FindingSeverity.Warning);

        Assert.Equal((ErrorCodes.CompanyNameDoubtful, FindingSeverity.Review), (finding.Code, finding.Severity));
    }

    /// <summary>A list that nobody picked for this test: no name is refused, and hardly one is held.</summary>
    [Fact]
    public void Check_TheNamesOfListedCompanies_RefusesNoneAndHoldsUnderThreeInAThousand()
    {
        var names = File.ReadLines(
                Path.Combine(
                    Samples.Folder,
                    "..",
                    "tests",
                    "Onboarding.Tests",
                    "Validation",
                    "Data",
                    "listed-companies.txt"
                )
            )
            .Where(line => !line.StartsWith('#'))
            .ToArray();
        var findings = names.SelectMany(name => Check(name).Select(finding => (name, finding.Severity))).ToArray();

        Assert.True(names.Length >= 1000);
        Assert.DoesNotContain(findings, found => found.Severity == FindingSeverity.Error);
        Assert.InRange(findings.Count(found => found.Severity == FindingSeverity.Review), 0, names.Length * 3 / 1000);
    }

    private static void AssertOnly(string name, string code, FindingSeverity severity)
    {
        var finding = Assert.Single(Check(name));

        Assert.Equal((code, severity, "/customer/companyName"), (finding.Code, finding.Severity, finding.Path));
    }

    private static IReadOnlyList<Finding> Check(string name)
    {
        var findings = new FindingList();
        CompanyNames.Check(name, findings);
        return findings.Findings;
    }
}
