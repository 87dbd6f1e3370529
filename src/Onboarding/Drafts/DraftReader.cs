using Onboarding.Requests;

namespace Onboarding.Drafts;

/// <summary>
/// Reads what a draft is made of: the JSON of a request, of which anything may be missing as a whole. What is there
/// must be in shape; whether it is right is for the review to say.
/// </summary>
internal static class DraftReader
{
    // Per section the members of a request that it holds; true: it must be there when the section is.
    private static readonly Dictionary<DraftSection, Dictionary<string, bool>> Members = new()
    {
        [DraftSection.General] = Of(
            ("reference", true),
            ("partner", false),
            ("ordering", false),
            ("approval", false),
            ("remindBeforeWindowCloses", false),
            ("notify", false),
            ("acknowledged", false)
        ),
        [DraftSection.Account] = Of(("customer", true), ("contact", false)),
        [DraftSection.Agreement] = Of(("agreement", false)),
        [DraftSection.Reseller] = Of(("reseller", false)),
        [DraftSection.Subscriptions] = Of(("subscriptions", false)),
    };

    private static readonly Dictionary<string, bool> Everything = new(
        Members
            .Values.SelectMany(members => members.Keys)
            .Append("$schema")
            .Select(name => KeyValuePair.Create(name, false))
    );

    /// <summary>The draft as its maker begins it. Null: the findings say why not.</summary>
    public static OnboardingRequest? ReadNew(ReadOnlyMemory<byte> body, DraftId id, out IReadOnlyList<Finding> findings)
    {
        var found = new FindingList();
        var request = RequestJson.ReadPart(body.IsEmpty ? "{}"u8.ToArray() : body, member: null, Everything, found);
        findings = found.Findings;
        return request is { Reference.Length: 0 } ? request with { Reference = id.Value } : request;
    }

    /// <summary>The content with one section replaced. Null: the findings say why not.</summary>
    public static OnboardingRequest? ReadSection(
        OnboardingRequest content,
        DraftSection section,
        ReadOnlyMemory<byte> body,
        out IReadOnlyList<Finding> findings
    )
    {
        var found = new FindingList();
        var members = Members[section];
        var part = RequestJson.ReadPart(body, members.Count == 1 ? members.Keys.Single() : null, members, found);
        findings = found.Findings;
        if (part is null)
            return null;
        return section switch
        {
            DraftSection.General => content with
            {
                Reference = part.Reference,
                Partner = part.Partner,
                Ordering = part.Ordering,
                Approval = part.Approval,
                RemindBeforeWindowCloses = part.RemindBeforeWindowCloses,
                Notify = part.Notify,
                Acknowledged = part.Acknowledged,
            },
            DraftSection.Account => content with { Customer = part.Customer, Contact = part.Contact },
            DraftSection.Agreement => content with { Agreement = part.Agreement },
            DraftSection.Reseller => content with { Reseller = part.Reseller },
            DraftSection.Subscriptions => content with { Subscriptions = part.Subscriptions },
            _ => throw new ArgumentOutOfRangeException(nameof(section)),
        };
    }

    private static Dictionary<string, bool> Of(params ReadOnlySpan<(string Name, bool Needed)> members)
    {
        var names = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (name, needed) in members)
            names.Add(name, needed);
        return names;
    }
}
