using System.Text.Json.Nodes;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Tests.Validation;

/// <summary>Numbers of companies that anybody can look up, and the same with one digit changed.</summary>
public sealed class RegistrationNumbersTests(SimulatedCountries simulated) : IClassFixture<SimulatedCountries>
{
    [Theory]
    [InlineData("AR", "30-50001091-2")]
    [InlineData("BR", "11.222.333/0001-81")]
    [InlineData("BR", "33000167000101")]
    [InlineData("BR", "12.ABC.345/01DE-35")]
    [InlineData("BY", "100325912")]
    [InlineData("HU", "10773381-2-44")]
    [InlineData("HU", "10537914")]
    [InlineData("IN", "27AAPFU0939F1ZV")]
    [InlineData("KZ", "971240001315")]
    [InlineData("KZ", "940140000385")]
    [InlineData("MD", "1008600038413")]
    [InlineData("PL", "5260250274")]
    [InlineData("RU", "7707083893")]
    [InlineData("RU", "500100732259")]
    [InlineData("TH", "0107544000108")]
    [InlineData("TR", "4540536920")]
    [InlineData("UA", "14360570")]
    [InlineData("UA", "32855961")]
    [InlineData("VE", "J-00095036-9")]
    [InlineData("VN", "0101248141")]
    public void ANumber_IsRightAsItIs_AndWrongWithItsLastDigitChanged(string country, string number)
    {
        Assert.Null(RegistrationNumbers.WrongCheckDigit(number, country));
        var at = country == "HU" ? 7 : number.Length - 1;
        var other = char.IsAsciiDigit(number[at]) ? (char)('0' + (number[at] - '0' + 1) % 10) : 'A';
        var wrong = string.Concat(number.AsSpan(0, at), [other], number.AsSpan(at + 1));

        Assert.NotNull(RegistrationNumbers.WrongCheckDigit(wrong, country));
        var finding = Assert.Single(simulated.Check(country, Number(wrong)));
        Assert.Equal(
            (ErrorCodes.FieldInvalid, "/customer/registrationNumber", FindingSeverity.Error),
            (finding.Code, finding.Path, finding.Severity)
        );
    }

    [Theory]
    [InlineData("PL", "PL 526-025-02-74", "5260250274")]
    [InlineData("PL", "526-025-02-74", "5260250274")]
    [InlineData("PL", "0000123456", null)]
    [InlineData("RU", "７７０７０８３８９３", "7707083893")]
    [InlineData("TR", "454 053 6920", "4540536920")]
    [InlineData("IN", "27AAPFU0939F1ZV", "AAPFU0939F")]
    [InlineData("BR", "11 222 333 0001 81", "11222333000181")]
    [InlineData("BR", "11.222.333/0001-81", null)]
    [InlineData("IN", "aabct1234f", null)]
    [InlineData("HU", "01-09-123456", null)]
    [InlineData("ZA", "2010/123456/07", null)]
    public async Task ANumber_InAnotherForm_IsSentInTheOneThatIsTakenAndShown(
        string country,
        string number,
        string? normal
    )
    {
        var (findings, completed) = await simulated.Submit(country, Number(number));

        Assert.Equal(
            normal is null ? [] : [(ErrorCodes.FieldInvalid, FindingSeverity.Warning, normal)],
            findings.Select(finding => (finding.Code, finding.Severity, finding.Suggestion))
        );
        Assert.Equal(normal ?? number, completed.Customer.RegistrationNumber);
    }

    [Theory]
    [InlineData("DE", "HRB 1234")]
    [InlineData("GB", "01234567")]
    [InlineData("AR", "30-50001091-2")]
    public async Task ANumber_WhereNoneIsTaken_IsLeftOutWithAWarning(string country, string number)
    {
        var (findings, completed) = await simulated.Submit(country, Number(number));

        Assert.Equal(
            (ErrorCodes.RegistrationNumberNotAllowed, FindingSeverity.Warning),
            Assert.Single(findings.Select(finding => (finding.Code, finding.Severity)))
        );
        Assert.Null(completed.Customer.RegistrationNumber);
    }

    private static (string, string) Number(string number) =>
        ("/customer/registrationNumber", JsonValue.Create(number).ToJsonString());
}
