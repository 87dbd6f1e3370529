using System.ComponentModel.DataAnnotations;
using Onboarding.Requests;

namespace Onboarding.Subscriptions;

/// <summary>The options of ordering. Section <c>Ordering</c>.</summary>
public sealed class OrderingOptions
{
    public const string Section = "Ordering";

    /// <summary>
    /// The handling of the other orders when one is refused, if the request does not set it. Default: all or nothing.
    /// </summary>
    [EnumDataType(typeof(OrderPolicy))]
    public OrderPolicy Policy { get; set; } = OrderPolicy.AllOrNothing;
}
