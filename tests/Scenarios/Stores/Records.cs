using Onboarding;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Scenarios.Stores;

/// <summary>Records and changes as the suites use them; each call names only what its test is about.</summary>
public static class Records
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static OnboardingRecord Record(
        string key,
        string partner = "default",
        string? company = "Wingtip Toys GmbH",
        string? domain = null,
        int minute = 0
    ) =>
        new()
        {
            Id = OnboardingId.From(partner, key),
            Request = new OnboardingRequest
            {
                Reference = key,
                Partner = partner,
                Customer = new CustomerSection
                {
                    CompanyName = company,
                    DomainPrefix = domain?.Split('.')[0],
                    Culture = "de-DE",
                    Language = "de",
                },
                Subscriptions =
                [
                    new SubscriptionLine
                    {
                        Product = "CFQ7TTC0LH18",
                        Sku = "0001",
                        Quantity = 25,
                        Term = "P1Y",
                        Billing = "monthly",
                    },
                ],
                Notify = [new Subscriber(SubscriberKind.Webhook, "https://crm.example/hooks/onboarding")],
            },
            RequestHash = $"hash of {key}",
            Domain = domain,
            SubmittedAt = Noon.AddMinutes(minute),
            SubmittedBy = "gena@wingtiptoys.example",
            Stage = Stage.Submitted,
            WaitsFor = Actor.Us,
            Since = Noon.AddMinutes(minute),
        };

    public static OnboardingRecord WithRegistration(this OnboardingRecord record, string? number) =>
        record with
        {
            Request = record.Request with { Customer = record.Request.Customer with { RegistrationNumber = number } },
        };

    public static OnboardingChange Change(int sequence, string stage, Actor waitsFor = Actor.Us) =>
        new()
        {
            Sequence = sequence,
            At = Noon.AddHours(sequence),
            Stage = stage,
            WaitsFor = waitsFor,
            Text = $"step {sequence}",
        };

    public static OpenTask OpenTask(string id, string onboarding = "ob-one", int minute = 0) =>
        new()
        {
            Id = id,
            Onboarding = new OnboardingId(onboarding),
            Partner = "default",
            What = $"Suspend the subscription",
            Why = $"The cancellation window has passed",
            Who = Actor.Operator,
            Since = Noon.AddMinutes(minute),
            ErrorCode = "order.not-completed",
            Call = new RepeatableCall("subscriptions-suspend", """{"id":"1"}"""),
        };
}
