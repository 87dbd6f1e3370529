using Microsoft.Extensions.Options;

namespace Onboarding.Approvals;

/// <summary>The approvers of the configuration.</summary>
internal sealed class ApproverDirectory(IOptions<ApprovalOptions> options)
{
    /// <summary>Gets the approvers who are notified, by the names that they have in the configuration.</summary>
    public IReadOnlyList<string> Told(IReadOnlyList<string> by) =>
        [
            .. options
                .Value.People.Where(person => person.Value.IsTold && IsOne(person.Value, by))
                .Select(person => person.Key)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Null: nobody of that name is configured any more.</summary>
    public ApproverOptions? Find(string label) => options.Value.People.GetValueOrDefault(label);

    /// <summary>Gets the identity of a person as an approver.</summary>
    public static Approver Identity(ApproverOptions person) =>
        new(person.Identity!, ApproverLists.Split(person.Roles), ApproverLists.Split(person.Groups));

    private static bool IsOne(ApproverOptions person, IReadOnlyList<string> by) =>
        ApproverLists.Allow(by, ApproverLists.Split(person.Roles), ApproverLists.Split(person.Groups));
}
