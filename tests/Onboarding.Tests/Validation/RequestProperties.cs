using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Tests.Validation;

/// <summary>
/// Nothing that can be sent makes intake fail: it is a request or findings, and findings can be answered.
/// </summary>
public sealed class RequestProperties : IDisposable
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e308",
        "99999999999999999999",
        "\"\"",
        "\" \"",
        "\"x\"",
        "\"\\u0000\"",
        "\"\\ufffe\"",
        "\"2026-13-45\"",
        "\"DE\"",
        "\"\\u0661\"",
        "\"k12\"",
        "\"education\"",
        "\"keepWhatWorked\"",
        "\"none\"",
        "\"0001-01-01\"",
        "\"9999-12-31\"",
        "[]",
        "[null]",
        "[[]]",
        "[{}]",
        "{}",
        "{\"kind\":\"new\"}",
        "{\"kind\":\"existing\"}",
        "{\"mode\":\"direct\"}",
        "{\"\":{}}",
    ];

    private readonly ServiceProvider _services = TestRequests.Services();

    private RequestReader Reader => _services.GetRequiredService<RequestReader>();

    public void Dispose() => _services.Dispose();

    [Property(MaxTest = 500)]
    public bool AnyBytes_AreARequestOrFindings(byte[] bytes) => IsAnswer(bytes);

    [Property(MaxTest = 500)]
    public bool AnyTextAsAMember_IsARequestOrFindings(string? text, byte place)
    {
        var texts = Places().Where(at => at.Value is JsonValue value && value.TryGetValue<string>(out _)).ToArray();
        var request = TestRequests.With((texts[place % texts.Length].At, JsonValue.Create(text ?? "").ToJsonString()));
        return IsAnswer(TestRequests.Bytes(request));
    }

    [Property(MaxTest = 1000)]
    public bool TheGoodRequestWithBytesChanged_IsARequestOrFindings((ushort At, byte Value)[] changes)
    {
        var bytes = TestRequests.Bytes(TestRequests.Good());
        foreach (var (at, value) in changes)
            bytes[at % bytes.Length] = value;
        return IsAnswer(bytes);
    }

    [Fact]
    public void AnUnknownMemberOfLooseAccents_IsNamedInNormalForm()
    {
        var bytes = TestRequests.Bytes(TestRequests.Good());
        (bytes[5], bytes[6]) = (0xCD, 0x80);

        Assert.True(IsAnswer(bytes));
    }

    [Property(MaxTest = 1000)]
    public bool TheGoodRequestWithMembersChanged_IsARequestOrFindings((byte Place, byte Value, bool Away)[] changes)
    {
        var request = TestRequests.Good();
        foreach (var (place, value, away) in changes)
        {
            var places = Places(request).ToArray();
            var (at, _) = places[place % places.Length];
            TestRequests.Change(request, at, away && !char.IsAsciiDigit(at[^1]) ? "-" : Values[value % Values.Length]);
            if (!Places(request).Any())
                break;
        }

        return IsAnswer(TestRequests.Bytes(request));
    }

    [Property(MaxTest = 1000)]
    public bool AFullRequestWithMembersChanged_IsARequestOrFindings(
        bool first,
        (byte Place, byte Value, bool Away)[] changes
    )
    {
        var request = TestRequests.Full()[first ? 0 : 1];
        foreach (var (place, value, away) in changes)
        {
            var places = Places(request).ToArray();
            var (at, _) = places[place % places.Length];
            TestRequests.Change(request, at, away && !char.IsAsciiDigit(at[^1]) ? "-" : Values[value % Values.Length]);
            if (!Places(request).Any())
                break;
        }

        return IsAnswer(TestRequests.Bytes(request));
    }

    [Property(MaxTest = 500)]
    public bool AnyTextAsAMemberOfAFullRequest_IsARequestOrFindings(string? text, bool first, byte place)
    {
        var request = TestRequests.Full()[first ? 0 : 1];
        var texts = Places(request, "")
            .Where(at => at.Value is JsonValue value && value.TryGetValue<string>(out _))
            .ToArray();
        TestRequests.Change(request, texts[place % texts.Length].At, JsonValue.Create(text ?? "").ToJsonString());
        return IsAnswer(TestRequests.Bytes(request));
    }

    [Fact]
    public void EveryMemberOfAFullRequestWithEveryValue_IsARequestOrFindings()
    {
        foreach (var full in TestRequests.Full())
        {
            foreach (var (at, _) in Places(full).ToArray())
            {
                foreach (var value in Values)
                {
                    var request = full.DeepClone().AsObject();
                    TestRequests.Change(request, at, value);
                    Assert.True(IsAnswer(TestRequests.Bytes(request)), $"{at} = {value}");
                }
            }
        }
    }

    [Fact]
    public void TheGoodRequestCutAnywhere_IsFindings()
    {
        var bytes = TestRequests.Bytes(TestRequests.Good());

        Assert.All(
            Enumerable.Range(0, bytes.Length),
            length => Assert.IsType<RequestReading.NotUnderstood>(Reader.Read(bytes.AsMemory(0, length)))
        );
    }

    [Fact]
    public void EveryMemberWithEveryValue_IsARequestOrFindingsWithinIt()
    {
        foreach (var (at, _) in Places().ToArray())
        {
            foreach (var value in Values)
                Assert.True(IsAnswer(TestRequests.Bytes(TestRequests.With((at, value)))), $"{at} = {value}");
        }
    }

    [Fact]
    public void ARequestKept_ReadsBackAsTheSame()
    {
        foreach (var sample in Samples.Good)
        {
            var request = Assert
                .IsType<RequestReading.Understood>(Reader.Read(File.ReadAllBytes(Path.Combine(Samples.Folder, sample))))
                .Request;

            Assert.Equal(
                RequestHash.Of(request),
                RequestHash.Of(DurableJson.Read<OnboardingRequest>(DurableJson.Write(request)))
            );
        }
    }

    private bool IsAnswer(byte[] bytes)
    {
        switch (Reader.Read(bytes))
        {
            case RequestReading.Understood understood:
                _ = RequestHash.Of(understood.Request);
                return _services.GetRequiredService<RequestRules>().Check(understood.Request).All(IsSound);
            case RequestReading.NotUnderstood not:
                return not.Findings.Any(finding => finding.Severity == FindingSeverity.Error)
                    && not.Findings.All(IsSound);
            default:
                return false;
        }
    }

    private static bool IsSound(Finding finding) =>
        ErrorCodes.All.ContainsKey(finding.Code)
        && (finding.Path.Length == 0 || finding.Path[0] == '/')
        && finding.Message.ToString().Length is > 0 and < 2_000
        && finding.Message.ToString().IsNormalized(NormalizationForm.FormC);

    private static IEnumerable<(string At, JsonNode? Value)> Places() => Places(TestRequests.Good());

    private static IEnumerable<(string At, JsonNode? Value)> Places(JsonNode? node, string path = "")
    {
        IEnumerable<(string Name, JsonNode? Value)> members = node switch
        {
            JsonObject map => map.Select(member => (member.Key, member.Value)),
            JsonArray list => list.Select(
                (value, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), value)
            ),
            _ => [],
        };
        return members
            .Where(member => member.Name.Length > 0)
            .SelectMany(member =>
                Places(member.Value, $"{path}/{member.Name}").Prepend(($"{path}/{member.Name}", member.Value))
            );
    }
}
