using Onboarding;
using Onboarding.Messages;
using Onboarding.Progress;
using Onboarding.Requests;

namespace OnboardingFunctions.Tests.Tables;

internal static class TestRecords
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static OnboardingRecord Record(
        string reference,
        DateTimeOffset? at = null,
        string company = "Wingtip Toys GmbH",
        string? domain = null
    ) =>
        new()
        {
            Id = OnboardingId.From("default", reference),
            Request = new OnboardingRequest
            {
                Reference = reference,
                Customer = new CustomerSection { CompanyName = company, DomainPrefix = "wingtiptoys" },
            },
            RequestHash = $"hash of {reference}",
            Domain = domain ?? $"{reference.ToLowerInvariant()}.onmicrosoft.com",
            SubmittedAt = at ?? Noon,
            SubmittedBy = "tester",
            Stage = Stage.Submitted,
            WaitsFor = Actor.Us,
            Since = at ?? Noon,
        };

    public static OnboardingChange Change(int sequence, string stage = Stage.Ordering, string text = "Ordering.") =>
        new()
        {
            Sequence = sequence,
            At = Noon.AddMinutes(sequence),
            Stage = stage,
            WaitsFor = Actor.Microsoft,
            Text = Message.Verbatim(text),
        };
}
