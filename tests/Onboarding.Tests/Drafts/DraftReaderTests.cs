using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Onboarding.Drafts;
using Onboarding.Requests;
using Onboarding.Tests.Validation;

namespace Onboarding.Tests.Drafts;

public sealed class DraftReaderTests
{
    private static readonly DraftId Id = new("dr-test");
    private static readonly OnboardingRequest Empty = DraftReader.ReadNew(default, Id, out _)!;

    [Theory]
    [InlineData(DraftSection.General, "{", "request.malformed", "")]
    [InlineData(DraftSection.General, "{}", "field.required", "/reference")]
    [InlineData(DraftSection.General, "[]", "field.wrong-type", "")]
    [InlineData(DraftSection.General, "{\"reference\":\"R\",\"customer\":{}}", "field.unknown", "/customer")]
    [InlineData(DraftSection.General, "{\"reference\":\"R\",\"reference\":\"S\"}", "field.duplicate", "/reference")]
    [InlineData(
        DraftSection.General,
        "{\"reference\":\"R\",\"approval\":\"maybe\"}",
        "field.not-an-option",
        "/approval"
    )]
    [InlineData(DraftSection.Account, "{\"contact\":{}}", "field.required", "/customer")]
    [InlineData(DraftSection.Account, "{\"customer\":{}}", "field.required", "/customer/kind")]
    [InlineData(
        DraftSection.Account,
        "{\"customer\":{\"kind\":\"new\",\"shoe\":44}}",
        "field.unknown",
        "/customer/shoe"
    )]
    [InlineData(
        DraftSection.Account,
        "{\"customer\":{\"kind\":\"new\"},\"contact\":5}",
        "field.wrong-type",
        "/contact"
    )]
    [InlineData(DraftSection.Agreement, "[]", "field.wrong-type", "/agreement")]
    [InlineData(DraftSection.Agreement, "{\"mode\":\"oral\"}", "field.not-an-option", "/agreement/mode")]
    [InlineData(DraftSection.Agreement, "{\"mode\":\"attestation\"},\"reseller\":{}", "request.malformed", "")]
    [InlineData(DraftSection.Agreement, "", "request.malformed", "")]
    [InlineData(DraftSection.Reseller, "\"484e548c-f5f3-4528-93a9-c16c6373cb59\"", "field.wrong-type", "/reseller")]
    [InlineData(DraftSection.Reseller, "{\"tenantId\":\"x\"}", "field.invalid", "/reseller/tenantId")]
    [InlineData(DraftSection.Subscriptions, "{}", "field.wrong-type", "/subscriptions")]
    [InlineData(DraftSection.Subscriptions, "[5]", "field.wrong-type", "/subscriptions/0")]
    [InlineData(DraftSection.Subscriptions, "[{\"product\":\"P\"}]", "field.required", "/subscriptions/0/sku")]
    public void ReadSection_OutOfShape_IsRefusedWithCodeAndPath(
        DraftSection section,
        string body,
        string code,
        string path
    )
    {
        Assert.Null(DraftReader.ReadSection(Empty, section, Encoding.UTF8.GetBytes(body), out var findings));

        Assert.Contains(findings, finding => finding.Code == code && finding.Path == path);
        Assert.Equal(findings.Distinct(), findings);
    }

    [Theory]
    [InlineData(DraftSection.Agreement)]
    [InlineData(DraftSection.Reseller)]
    [InlineData(DraftSection.Subscriptions)]
    public void ReadSection_Null_TakesTheSectionAway(DraftSection section)
    {
        var whole = Whole(TestRequests.Good());

        var read = DraftReader.ReadSection(whole, section, "null"u8.ToArray(), out var findings)!;

        Assert.Empty(findings);
        Assert.True(
            section switch
            {
                DraftSection.Agreement => read.Agreement is null,
                DraftSection.Reseller => read.Reseller is null,
                _ => read.Subscriptions.Count == 0,
            }
        );
        Assert.Equal(DurableJson.Write(whole.Customer), DurableJson.Write(read.Customer));
    }

    [Fact]
    public void ReadNew_NothingAtAll_IsADraftThatIsCalledByItsId() => Assert.Equal(Id.Value, Empty.Reference);

    [Fact]
    public void ReadNew_AnyPartOfAGoodRequest_IsTaken()
    {
        var good = TestRequests.Good();
        var names = good.Select(member => member.Key).ToArray();
        for (var parts = 0; parts < 1 << names.Length; parts++)
        {
            var part = new JsonObject(
                names
                    .Where((_, n) => (parts >> n & 1) == 1)
                    .Select(name => KeyValuePair.Create(name, good[name]?.DeepClone()))
            );

            Assert.True(
                DraftReader.ReadNew(TestRequests.Bytes(part), Id, out var findings) is not null,
                string.Join(" ", findings)
            );
        }
    }

    [Fact]
    public void ReadNew_AnyMemberOfARequest_IsKnown() =>
        Assert.All(
            typeof(OnboardingRequest).GetProperties().Where(property => property.SetMethod?.IsPublic == true),
            property =>
            {
                var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                DraftReader.ReadNew(Encoding.UTF8.GetBytes($"{{\"{name}\":null}}"), Id, out var findings);

                Assert.Empty(findings);
            }
        );

    [Property(MaxTest = 1000)]
    public bool ReadNew_AnyBytes_AreADraftOrFindings(byte[] bytes) =>
        (DraftReader.ReadNew(bytes, Id, out var findings) is null) == findings.Count > 0 && findings.All(IsSound);

    [Property(MaxTest = 1000)]
    public bool ReadSection_AnyBytes_AreASectionOrFindings(byte[] bytes, byte section) =>
        IsAnswer((DraftSection)(section % 5), bytes);

    [Property(MaxTest = 2000)]
    public bool ReadSection_AGoodSectionWithBytesChanged_IsASectionOrFindings(
        byte section,
        (ushort At, byte Value)[] changes
    )
    {
        var which = (DraftSection)(section % 5);
        var bytes = TestRequests.Bytes(Body(which));
        foreach (var (at, value) in changes)
            bytes[at % bytes.Length] = value;
        return IsAnswer(which, bytes);
    }

    [Property(MaxTest = 1000)]
    public bool ReadSection_WhateverItHolds_ChangesNoOtherSection(byte section, string? text)
    {
        var which = (DraftSection)(section % 5);
        var whole = Whole(TestRequests.Good());
        var wild = Encoding.UTF8.GetBytes(Body(which).ToJsonString() + text);
        if (DraftReader.ReadSection(whole, which, wild, out _) is not { } read)
            return true;
        return (which == DraftSection.Account || DurableJson.Write(read.Customer) == DurableJson.Write(whole.Customer))
            && (which == DraftSection.Agreement || read.Agreement == whole.Agreement)
            && (which == DraftSection.Reseller || read.Reseller == whole.Reseller)
            && (which == DraftSection.General || read.Reference == whole.Reference);
    }

    [Fact]
    public void Between_TwoRequests_NamesWhatIsNewGoneAndOther()
    {
        var before = Whole(TestRequests.Good());
        var after = Whole(
            TestRequests.With(
                ("/contact/phone", "-"),
                ("/customer/companyName", "\"Tailspin Toys GmbH\""),
                ("/subscriptions/0/name", "\"Office\"")
            )
        );

        var differences = Differences.Between(before, after);

        Assert.Equal(
            [
                ("/contact/phone", true, false),
                ("/customer/companyName", true, true),
                ("/subscriptions/0/name", false, true),
            ],
            differences.Select(one => (one.Path, one.Before is not null, one.After is not null))
        );
        Assert.Empty(Differences.Between(before, before));
    }

    private static JsonNode Body(DraftSection section)
    {
        var good = TestRequests.Good();
        return section switch
        {
            DraftSection.General => new JsonObject { ["reference"] = "R-1", ["partner"] = "default" },
            DraftSection.Account => new JsonObject
            {
                ["customer"] = good["customer"]!.DeepClone(),
                ["contact"] = good["contact"]!.DeepClone(),
            },
            DraftSection.Agreement => good["agreement"]!,
            DraftSection.Reseller => good["reseller"]!,
            _ => good["subscriptions"]!,
        };
    }

    private static OnboardingRequest Whole(JsonObject request) =>
        DraftReader.ReadNew(TestRequests.Bytes(request), Id, out _)!;

    private static bool IsAnswer(DraftSection section, byte[] bytes) =>
        (DraftReader.ReadSection(Empty, section, bytes, out var findings) is null) == findings.Count > 0
        && findings.All(IsSound);

    private static bool IsSound(Finding finding) =>
        ErrorCodes.All.ContainsKey(finding.Code)
        && (finding.Path.Length == 0 || finding.Path[0] == '/')
        && finding.Message.ToString().Length > 0;
}
