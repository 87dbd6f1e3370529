using Microsoft.Extensions.Options;
using Onboarding.Messages;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Validation;

namespace Onboarding.Approvals;

/// <summary>The approval that a request needs. With 0 <paramref name="Approvers"/> it needs none.</summary>
public sealed record ApprovalNeed(int Approvers, string Rule, IReadOnlyList<string> By, IReadOnlyList<Message> Reasons)
{
    public static ApprovalNeed None { get; } = new(0, "", [], []);
}

/// <summary>
/// The facts about a request that the rules use. Price and findings cost calls, so they are read only when a rule needs
/// them.
/// </summary>
internal sealed record ApprovalFacts(
    OnboardingRequest Request,
    string SubmittedBy,
    Func<Task<Quote>> Price,
    Func<Task<IReadOnlyList<Finding>>> Findings
)
{
    /// <summary>
    /// Among the findings there may be some that hold the onboarding; false: it is known that there are none.
    /// </summary>
    public bool MayHold { get; init; } = true;
}

/// <summary>The rules of the configuration, applied to one request.</summary>
internal sealed class ApprovalRules(IOptions<ApprovalOptions> options)
{
    /// <summary>
    /// The rule that holds an onboarding for what was found in its request, where no configured rule applies.
    /// </summary>
    public const string ReviewRule = Approval.ReviewRule;

    private static readonly Message OwnDemand = $"The request asks for it.";

    public async Task<ApprovalNeed> Judge(ApprovalFacts facts)
    {
        var demanded = facts.Request.Approval == ApprovalDemand.Required;
        foreach (var (rule, index) in options.Value.Rules.Select((rule, index) => (rule, index)))
        {
            if (await Reasons(rule, facts) is not { } reasons)
                continue;
            // A rule that asks nobody waves nothing through that somebody has to look at.
            if (rule.Approvers == 0 && !demanded)
                break;
            Message[] all =
            [
                .. demanded ? [OwnDemand] : Array.Empty<Message>(),
                .. reasons,
                .. rule.ReviewFindings ? [] : await HoldingReasons(facts),
            ];
            return new(
                Math.Max(rule.Approvers, 1),
                rule.Name ?? $"rule {index}",
                ApproverLists.Split(rule.By ?? options.Value.By),
                all
            );
        }

        var holding = await HoldingReasons(facts);
        if (demanded)
            return new(1, "request", ApproverLists.Split(options.Value.By), [OwnDemand, .. holding]);
        return holding.Count > 0
            ? new(1, ReviewRule, ApproverLists.Split(options.Value.By), holding)
            : ApprovalNeed.None;
    }

    private async Task<IReadOnlyList<Message>> HoldingReasons(ApprovalFacts facts)
    {
        if (!facts.MayHold || options.Value.ReviewFindings == ReviewPolicy.Pass)
            return [];
        return Review(ReviewFindings.Held(await facts.Findings(), facts.Request, options.Value)) is { } reason
            ? [reason]
            : [];
    }

    // Null: a condition is not met.
    private static async Task<IReadOnlyList<Message>?> Reasons(ApprovalRule rule, ApprovalFacts facts)
    {
        var reasons = new List<Message>();
        // The cheap ones first.
        if (rule.Submitters is not null && !Met(Submitter(rule, facts), reasons))
            return null;
        if (rule.Countries is not null && !Met(Country(rule, facts.Request), reasons))
            return null;
        if (rule.LicencesFrom is { } licences && !Met(Licences(licences, facts.Request), reasons))
            return null;
        if (rule.ReviewFindings && !Met(Review(await facts.Findings()), reasons))
            return null;
        if (rule.Segments is not null && !Met(Segment(rule, await facts.Price()), reasons))
            return null;
        if (rule.TotalPriceFrom.Count > 0 && !Met(TotalPrice(rule, await facts.Price()), reasons))
            return null;
        return reasons.Count > 0 ? reasons : [$"Every onboarding has to be approved."];
    }

    private static bool Met(Message? reason, List<Message> reasons)
    {
        if (reason is not null)
            reasons.Add(reason);
        return reason is not null;
    }

    private static Message? Submitter(ApprovalRule rule, ApprovalFacts facts) =>
        ApproverLists
            .Split(facts.SubmittedBy)
            .Any(submitter => ApproverLists.Holds(ApproverLists.Split(rule.Submitters), PersonId.NameOf(submitter)))
            ? (Message)$"It was submitted by {facts.SubmittedBy}."
            : null;

    private static Message? Country(ApprovalRule rule, OnboardingRequest request) =>
        request.Customer.Address?.Country switch
        {
            null => $"The customer's country is not known.",
            var country => ApproverLists.Holds(ApproverLists.Split(rule.Countries), country)
                ? (Message)$"The customer is in {country}."
                : null,
        };

    private static Message? Licences(int from, OnboardingRequest request)
    {
        var licences = request.Subscriptions.Sum(line => (long)line.Quantity);
        return licences >= from ? (Message)$"{licences} licences are {from} or more." : null;
    }

    private static Message? Review(IReadOnlyList<Finding> findings)
    {
        var paths = findings
            .Where(finding => finding.Severity == FindingSeverity.Review)
            .Select(finding => finding.Path)
            .Distinct()
            .ToArray();
        return paths.Length > 0 ? (Message)$"A person has to look at {string.Join(", ", paths)}." : null;
    }

    private static Message? Segment(ApprovalRule rule, Quote price)
    {
        var wanted = ApproverLists.Split(rule.Segments);
        if (price.Lines.Any(line => line.Segment is null))
            return $"The segment of an offer is not known.";
        return
            price.Lines.Select(line => line.Segment!).FirstOrDefault(segment => ApproverLists.Holds(wanted, segment))
                is { } found
            ? (Message)$"An offer is for {found} customers."
            : null;
    }

    private static Message? TotalPrice(ApprovalRule rule, Quote price)
    {
        if (price.Unknown is not null)
            return $"The total price is not known.";
        foreach (var total in price.Totals)
        {
            if (!rule.TotalPriceFrom.TryGetValue(total.Currency, out var from))
                return $"The price is in {total.Currency}, for which the rule has no limit.";
            if (total.Amount >= from)
                return $"The total price of {total.Amount:N2} {total.Currency} is {from:N2} or more.";
        }

        return null;
    }
}
