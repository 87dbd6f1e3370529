using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Requests;

namespace Fuzz;

public sealed class RequestFuzz
{
    private static readonly byte[][] Good =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
    ];

    private readonly RequestReader _reader = FuzzedServices.New().GetRequiredService<RequestReader>();

    [Fact]
    public void A_body_is_read_or_refused_with_findings_and_never_throws() =>
        Fuzzing.Try(
            Edit.Few,
            20_000,
            edits =>
            {
                var body = Edit.Apply(Good[edits[0].At % Good.Length], edits);

                var reading = _reader.Read(body);

                if (reading is RequestReading.Understood understood)
                    AssertIsReadBack(understood.Request);
                else
                    AssertSaysWhatIsWrong(((RequestReading.NotUnderstood)reading).Findings);
            }
        );

    [Fact]
    public void Any_bytes_at_all_are_refused_with_findings() =>
        Fuzzing.Try(
            Edit.Few,
            10_000,
            edits =>
                AssertSaysWhatIsWrong(
                    Assert.IsType<RequestReading.NotUnderstood>(_reader.Read(Edit.Apply([], edits))).Findings
                )
        );

    // What was understood means the same when it is written and read again: the record holds it in that form.
    private void AssertIsReadBack(OnboardingRequest request)
    {
        var written = DurableJson.Write(request);
        Assert.Equal(written, DurableJson.Write(DurableJson.Read<OnboardingRequest>(written)));
        var again = _reader.Read(Encoding.UTF8.GetBytes(written));
        Assert.Equal(written, DurableJson.Write(Assert.IsType<RequestReading.Understood>(again).Request));
    }

    private static void AssertSaysWhatIsWrong(IReadOnlyList<Finding> findings)
    {
        Assert.Contains(findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.All(
            findings,
            finding =>
            {
                Assert.True(finding.Path.Length == 0 || finding.Path[0] == '/', finding.Path);
                Assert.NotEmpty(finding.Message.ToString());
                // They are sent and logged: no control characters, no halves of pairs.
                Assert.DoesNotContain($"{finding.Path}{finding.Message}", char.IsControl);
            }
        );
    }
}
