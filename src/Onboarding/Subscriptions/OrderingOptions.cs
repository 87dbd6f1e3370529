using System.ComponentModel.DataAnnotations;
using Onboarding.Requests;

namespace Onboarding.Subscriptions;

/// <summary>How is ordered. Section <c>Ordering</c>.</summary>
public sealed class OrderingOptions
{
    public const string Section = "Ordering";

    /// <summary>
    /// What becomes of what was ordered when something else is refused, where the request does not say. Default: all or
    /// nothing.
    /// </summary>
    [EnumDataType(typeof(OrderPolicy))]
    public OrderPolicy Policy { get; set; } = OrderPolicy.AllOrNothing;
}
