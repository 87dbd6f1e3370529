using System.Text.RegularExpressions;
using Onboarding.Approvals;
using Onboarding.Progress;
using Onboarding.Requests;

namespace Onboarding.Erasure;

/// <summary>
/// Removes the customer's personal data from what is stored of one onboarding. Ids, times, outcome, error codes, orders
/// and prices stay.
/// </summary>
internal sealed class PersonalData
{
    /// <summary>Stands where something was removed from a text.</summary>
    public const string Mark = "[erased]";

    // Shorter ones stand in too many words that mean something else.
    private const int ShortestValue = 3;

    private readonly Regex? _values;

    /// <summary>Gets the instance that knows no values: it only removes the members that name a customer.</summary>
    public static PersonalData None { get; } = new([]);

    private PersonalData(IEnumerable<string?> values)
    {
        var known = values
            .Select(value => value?.Trim())
            .OfType<string>()
            .Where(value => value.Length >= ShortestValue)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            // A domain before the prefix that it begins with.
            .OrderByDescending(value => value.Length)
            .Select(Regex.Escape)
            .ToList();
        _values =
            known.Count == 0
                ? null
                : new Regex(
                    $@"(?<![\p{{L}}\p{{N}}])(?:{string.Join('|', known)})(?![\p{{L}}\p{{N}}])",
                    RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
                );
    }

    /// <summary>Finds the personal data of an onboarding in its record.</summary>
    public static PersonalData Of(OnboardingRecord record)
    {
        var (request, exists) = (record.Request, record.Exists);
        var (customer, address, agreement) = (request.Customer, request.Customer.Address, request.Agreement);
        return new([
            record.Domain,
            exists.Domain,
            exists.Invitation?.Domain,
            customer.CompanyName,
            customer.DomainPrefix,
            customer.Domain,
            customer.RegistrationNumber,
            customer.Qualification?.Website,
            customer.Qualification?.ValidationCode,
            address?.Line1,
            address?.Line2,
            address?.City,
            address?.PostalCode,
            .. Of(request.Contact),
            .. Of(agreement?.AcceptedBy),
            agreement?.Evidence?.Source,
            .. request.Notify.SelectMany(subscriber => new[] { subscriber.Url, subscriber.Address }),
            .. request.Subscriptions.Select(line => line.Name),
        ]);
    }

    private static IEnumerable<string?> Of(ContactSection? person) =>
        person is null
            ? []
            : [$"{person.FirstName} {person.LastName}", person.FirstName, person.LastName, person.Email, person.Phone];

    /// <summary>Removes it from a text.</summary>
    public string In(string text) => _values?.Replace(text, Mark) ?? text;

    /// <summary>Removes it from a text that may be missing.</summary>
    public string? InOptional(string? text) => text is null ? null : In(text);

    /// <summary>Removes it from a record, which is marked as erased.</summary>
    public OnboardingRecord In(OnboardingRecord record, DateTimeOffset at) =>
        record with
        {
            ErasedAt = at,
            Domain = null,
            Request = In(record.Request),
            Findings = In(record.Findings),
            Exists = In(record.Exists),
            Outcome = record.Outcome is { } outcome ? In(outcome) : null,
        };

    /// <summary>Removes it from a line of the timeline.</summary>
    public OnboardingChange In(OnboardingChange change) =>
        change with
        {
            Text = change.Text.Changed(In),
            Exists = change.Exists is { } exists ? In(exists) : null,
            Outcome = change.Outcome is { } outcome ? In(outcome) : null,
        };

    /// <summary>Removes it from an open or closed task.</summary>
    public OpenTask In(OpenTask task) =>
        task with
        {
            What = task.What.Changed(In),
            Why = task.Why.Changed(In),
            LastError = InOptional(task.LastError),
            Note = InOptional(task.Note),
            // What it would do is done, or was given up.
            Call = null,
        };

    /// <summary>Removes it from an approval.</summary>
    public Approval In(Approval approval) =>
        approval with
        {
            Reasons = [.. approval.Reasons.Select(one => one.Changed(In))],
            Findings = In(approval.Findings),
            Decisions =
            [
                .. approval.Decisions.Select(decision => decision with { Comment = InOptional(decision.Comment) }),
            ],
            Log = [.. approval.Log.Select(entry => entry with { Text = entry.Text.Changed(In) })],
        };

    /// <summary>Removes it from an entry of the audit.</summary>
    public AuditEntry In(AuditEntry entry) => entry with { Detail = InOptional(entry.Detail) };

    private static OnboardingRequest In(OnboardingRequest request) =>
        request with
        {
            Customer = new CustomerSection
            {
                Kind = request.Customer.Kind,
                TenantId = request.Customer.TenantId,
                Culture = request.Customer.Culture,
                Language = request.Customer.Language,
                Address = request.Customer.Address is { } address ? new() { Country = address.Country } : null,
                Qualification = request.Customer.Qualification is { } asked ? new(asked.Kind, asked.Segment) : null,
            },
            Contact = null,
            Agreement = request.Agreement is { } agreement
                ? agreement with
                {
                    AcceptedBy = null,
                    Evidence = agreement.Evidence is { } evidence ? evidence with { Source = null } : null,
                }
                : null,
            Subscriptions = [.. request.Subscriptions.Select(line => line with { Name = null })],
            Notify = [],
        };

    private IReadOnlyList<Finding> In(IReadOnlyList<Finding> findings) =>
        [.. findings.Select(finding => finding with { Message = finding.Message.Changed(In), Suggestion = null })];

    private static ProvisionedResources In(ProvisionedResources exists) =>
        exists with
        {
            Domain = null,
            Invitation = exists.Invitation is { } invitation ? invitation with { Domain = null } : null,
        };

    private Cause In(Cause cause) => cause with { Message = In(cause.Message) };

    private OnboardingOutcome In(OnboardingOutcome outcome)
    {
        var erased = outcome switch
        {
            OnboardingOutcome.Rejected rejected => rejected with
            {
                Findings = In(rejected.Findings),
                Reasons = [.. rejected.Reasons.Select(one => one.Changed(In))],
            },
            OnboardingOutcome.Expired expired => expired with { WaitedFor = expired.WaitedFor.Changed(In) },
            OnboardingOutcome.RolledBack undone => undone with { Cause = In(undone.Cause) },
            OnboardingOutcome.NeedsAttention open => open with
            {
                Cause = open.Cause is { } cause ? In(cause) : null,
                Underlying = open.Underlying is { } underlying ? In(underlying) : null,
            },
            _ => outcome,
        };
        return erased with
        {
            Exists = In(outcome.Exists),
            Remains = [.. outcome.Remains.Select(one => one.Changed(In))],
        };
    }
}
