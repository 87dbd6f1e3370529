using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Tests.Validation;

namespace Onboarding.Tests.Approvals;

public sealed class ApprovalRulesTests
{
    private static readonly Quote Price = new()
    {
        Lines =
        [
            new()
            {
                Index = 0,
                Item = "P:S",
                Quantity = 25,
                Segment = "Commercial",
                Currency = "EUR",
                Total = 1800,
            },
        ],
        Totals = [new("EUR", 1800)],
    };

    private static readonly Finding Doubt = new(
        ErrorCodes.AddressDoubtful,
        "/customer/address",
        FindingSeverity.Review,
        $"Look."
    );

    [Theory]
    [InlineData("TotalPriceFrom:EUR=1800", true)]
    [InlineData("TotalPriceFrom:EUR=1800.01", false)]
    [InlineData("TotalPriceFrom:USD=999999", true)]
    [InlineData("LicencesFrom=25", true)]
    [InlineData("LicencesFrom=26", false)]
    [InlineData("Countries=at,de", true)]
    [InlineData("Countries=FR", false)]
    [InlineData("Segments=commercial", true)]
    [InlineData("Segments=education", false)]
    [InlineData("Submitters=key:shop,gena", true)]
    [InlineData("Submitters=key:shop", false)]
    [InlineData("ReviewFindings=true", true)]
    [InlineData("ReviewFindings=true;Countries=FR", false)]
    [InlineData("LicencesFrom=25;Countries=DE", true)]
    [InlineData("Name=every", true)]
    public async Task Judge_OneRule_AppliesWhenAllItsConditionsAreMet(string rule, bool applies)
    {
        var need = await Judge(Settings(rule), Request() with { Acknowledged = [Doubt.Code] }, findings: [Doubt]);

        Assert.Equal(applies ? 1 : 0, need.Approvers);
        Assert.Equal(applies, need.Reasons.Count > 0);
    }

    [Theory]
    [InlineData("ReviewFindings=Hold", null, "review")]
    [InlineData("ReviewFindings=Hold", ErrorCodes.AddressDoubtful, null)]
    [InlineData("ReviewFindings=Hold", ErrorCodes.CompanyNameDoubtful, "review")]
    [InlineData("ReviewFindings=Pass", null, null)]
    [InlineData("Rules:0:Approvers=0", null, "review")]
    [InlineData("Rules:0:Countries=DE", null, "rule 0")]
    [InlineData("Rules:0:Countries=DE", ErrorCodes.AddressDoubtful, "rule 0")]
    [InlineData("Rules:0:Countries=FR", null, "review")]
    [InlineData("By=group:finance", null, "review")]
    public async Task Judge_WhatAPersonHasToLookAt_HoldsUnlessItIsAcknowledged(
        string setting,
        string? acknowledged,
        string? rule
    )
    {
        var (key, value) = setting.Split('=') is var parts ? (parts[0], parts[1]) : default;
        var request = Request() with { Acknowledged = acknowledged is null ? null : [acknowledged] };

        var need = await Judge(new() { [key] = value }, request, findings: [Doubt]);

        Assert.Equal((rule is null ? 0 : 1, rule ?? ""), (need.Approvers, need.Rule));
        Assert.Equal(
            rule is not null && acknowledged != ErrorCodes.AddressDoubtful,
            need.Reasons.Any(reason => reason.ToString().Contains("/customer/address", StringComparison.Ordinal))
        );
        if (key == "By")
            Assert.Equal(["group:finance"], need.By);
    }

    [Fact]
    public async Task Judge_WhatCannotBeFoundOut_CountsAsMet()
    {
        var unknown = new Quote
        {
            Lines =
            [
                new()
                {
                    Index = 0,
                    Item = "P:S",
                    Quantity = 1,
                },
            ],
            Totals = [],
            Unknown = "Nobody to ask.",
        };

        Assert.Equal(1, (await Judge(Settings("TotalPriceFrom:EUR=1000000"), Request(), unknown)).Approvers);
        Assert.Equal(1, (await Judge(Settings("Segments=education"), Request(), unknown)).Approvers);
        Assert.Equal(
            1,
            (
                await Judge(
                    Settings("Countries=FR"),
                    Request() with
                    {
                        Customer = new() { Kind = CustomerKind.Existing },
                    }
                )
            ).Approvers
        );
    }

    [Fact]
    public async Task Judge_SeveralRules_TheFirstThatAppliesDecides()
    {
        var settings = Settings(
            "Countries=FR;Approvers=2",
            "Submitters=gena;Approvers=0",
            "Approvers=2;By=group:finance;Name=rest"
        );

        Assert.Equal(0, (await Judge(settings, Request())).Approvers);
        var rest = await Judge(settings, Request(), by: "otto");
        Assert.Equal((2, "rest"), (rest.Approvers, rest.Rule));
        Assert.Equal(["group:finance"], rest.By);
    }

    [Theory]
    [InlineData("Submitters=gena;Approvers=0", 1)]
    [InlineData("Countries=FR", 1)]
    [InlineData("Approvers=2", 2)]
    public async Task Judge_TheRequestAsksForIt_AtLeastOneHasToApprove(string rule, int approvers)
    {
        var need = await Judge(Settings(rule), Request() with { Approval = ApprovalDemand.Required });

        Assert.Equal(approvers, need.Approvers);
        Assert.Equal("The request asks for it.", need.Reasons[0].ToString());
        Assert.NotEmpty(need.By);
    }

    [Fact]
    public async Task Judge_RulesThatAskForNoPrice_AskNobodyForOne()
    {
        var rules = new ApprovalRules(Options.Create(Bound(Settings("Countries=FR;TotalPriceFrom:EUR=1"))));

        var need = await rules.Judge(
            new(
                Request(),
                "gena",
                () => throw new InvalidOperationException("asked"),
                () => throw new InvalidOperationException("asked")
            )
            {
                MayHold = false,
            }
        );

        Assert.Equal(0, need.Approvers);
    }

    [Theory]
    [InlineData("By", "Approver", "Approvals:By")]
    [InlineData("By", "role:", "Approvals:By")]
    [InlineData("EscalateTo", "everybody", "Approvals:EscalateTo")]
    [InlineData("PublicAddress", "http://onboarding.example/", "Approvals:PublicAddress")]
    [InlineData("PublicAddress", "https://onboarding.example/?x=1", "Approvals:PublicAddress")]
    [InlineData("Rules:0:Approvers", "3", "Approvals:Rules:0:Approvers")]
    [InlineData("Rules:0:Countries", "Germany", "Approvals:Rules:0:Countries")]
    [InlineData("Rules:0:Segments", "private", "Approvals:Rules:0:Segments")]
    [InlineData("Rules:0:TotalPriceFrom:Euro", "5", "Approvals:Rules:0:TotalPriceFrom:Euro")]
    [InlineData("Rules:0:TotalPriceFrom:EUR", "-5", "Approvals:Rules:0:TotalPriceFrom:EUR")]
    [InlineData("Rules:0:LicencesFrom", "-1", "Approvals:Rules:0:LicencesFrom")]
    [InlineData("Rules:0:By", "finance", "Approvals:Rules:0:By")]
    [InlineData("People:lena:Groups", "finance", "Approvals:People:lena:Identity")]
    [InlineData("People:lena:NotifyUrl", "ftp://lena.example", "Approvals:People:lena:NotifyUrl")]
    public void Validate_AKeyThatIsWrong_IsNamed(string key, string value, string named)
    {
        var result = new ApprovalOptionsValidator().Validate(null, Bound(new() { [key] = value }));

        Assert.True(result.Failed);
        Assert.Contains(result.Failures!, failure => failure.StartsWith(named, StringComparison.Ordinal));
    }

    private static Task<ApprovalNeed> Judge(
        Dictionary<string, string?> settings,
        OnboardingRequest request,
        Quote? price = null,
        IReadOnlyList<Finding>? findings = null,
        string by = "gena"
    ) =>
        new ApprovalRules(Options.Create(Bound(settings))).Judge(
            new(request, by, () => Task.FromResult(price ?? Price), () => Task.FromResult(findings ?? []))
        );

    private static Dictionary<string, string?> Settings(params string[] rules) =>
        rules
            .SelectMany(
                (rule, index) =>
                    rule.Split(';')
                        .Select(part => part.Split('='))
                        .Select(part => KeyValuePair.Create($"Rules:{index}:{part[0]}", (string?)part[1]))
            )
            .ToDictionary();

    private static ApprovalOptions Bound(Dictionary<string, string?> settings)
    {
        var options = new ApprovalOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings)
            .Build()
            .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        return options;
    }

    private static OnboardingRequest Request()
    {
        using var services = TestRequests.Services();
        return Assert
            .IsType<RequestReading.Understood>(
                ((RequestReader)services.GetService(typeof(RequestReader))!).Read(
                    TestRequests.Bytes(TestRequests.Good())
                )
            )
            .Request;
    }
}
