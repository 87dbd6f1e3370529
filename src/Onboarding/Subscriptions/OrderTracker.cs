using Onboarding.Requests;

namespace Onboarding.Subscriptions;

/// <summary>A line that was not bought, and why.</summary>
internal sealed record RefusedLine(int Line, string Code, string Reason);

/// <summary>Tracks the refused lines of a request and decides how the onboarding goes on when one is refused.</summary>
internal sealed class OrderTracker(IReadOnlyList<SubscriptionLine> lines, OrderPolicy policy)
{
    private readonly List<RefusedLine> _refused = [];
    private bool _leavesAddOns;

    public IReadOnlyList<RefusedLine> Refused => _refused;

    public bool KeepsWhatWorked => policy == OrderPolicy.KeepWhatWorked;

    public bool NothingIsLeft => _refused.Count == lines.Count;

    /// <summary>Takes refusals down; a line is refused once.</summary>
    public void Refuse(IEnumerable<RefusedLine> refused)
    {
        foreach (var line in refused)
        {
            if (!IsRefused(line.Line))
                _refused.Add(line);
        }
    }

    /// <summary>Notes that the bought subscriptions do not become ready: no add-on is bought for them.</summary>
    public void LeaveAddOns() => _leavesAddOns = true;

    public bool IsRefused(int line) => _refused.Any(refused => refused.Line == line);

    /// <summary>Gets a value that says whether every line that could be the base of an add-on is missing.</summary>
    public bool LacksBase(PlannedLine line) => line.Bases.Count > 0 && (_leavesAddOns || line.Bases.All(IsRefused));

    /// <summary>A line as people know it: its number from 1, the offer and the count.</summary>
    public string Describe(int line) =>
        $"line {line + 1} ({lines[line].Product}:{lines[line].Sku}, {lines[line].Quantity})";

    /// <summary>The lines of a cart that an order consists of.</summary>
    public static IEnumerable<int> LinesOf(BuildCartResult cart, OrderMade order) =>
        cart
            .Lines.Where(line => order.Offers.Contains(line.Offer, StringComparer.OrdinalIgnoreCase))
            .Select(line => line.Line);
}
