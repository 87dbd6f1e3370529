using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Http.Access;
using Onboarding.Notifications;

namespace Onboarding.Http.Notifications;

/// <summary>The calls of those who see to it that everybody is told.</summary>
internal static class DeliveryOperations
{
    public static IEnumerable<ApiOperation> All =>
        [
            new()
            {
                Name = "ListDeliveries",
                Method = "GET",
                Route = "deliveries",
                Permission = Permission.Read,
                Summary = "What subscribers and customers are told, with every attempt, oldest first.",
                Parameters =
                [
                    new("state", ParameterPlace.Query, ParameterKind.Text, "waiting, delivered or failed."),
                    new("onboarding", ParameterPlace.Query, ParameterKind.Text, "Id of the onboarding."),
                    .. ApiOperations.Paging,
                ],
                Answers = [new(200, typeof(DeliveryList), "A page; with a continuation there are more.")],
                Handle = call =>
                    Handler(call)
                        .List(
                            call.OneOf<DeliveryState>("state"),
                            call.Text("onboarding") is { } id ? new OnboardingId(id) : null,
                            call.Limit(),
                            call.Continuation(),
                            call.RequestAborted
                        ),
            },
            new()
            {
                Name = "SendDeliveryAgain",
                Method = "POST",
                Route = "deliveries/{id}/again",
                Permission = Permission.Operate,
                Summary = "Sends once more what was given up or delivered, under the same id.",
                Parameters = [new("id", ParameterPlace.Path, ParameterKind.Text, "Id of the delivery.")],
                Answers = [new(202, typeof(DeliveryResource), "It is on its way.")],
                Handle = call => Handler(call).SendAgain(call.Route("id"), Caller.Of(call), call.RequestAborted),
            },
            new()
            {
                Name = "SendFailedDeliveriesAgain",
                Method = "POST",
                Route = "deliveries/again",
                Permission = Permission.Operate,
                Summary = "Sends once more all that were given up, 200 at a time.",
                Answers = [new(202, typeof(BulkDeliveryAnswer), "They are on their way.")],
                Handle = call => Handler(call).SendFailedAgain(Caller.Of(call), call.RequestAborted),
            },
        ];

    private static DeliveriesHandler Handler(HttpContext call) =>
        call.RequestServices.GetRequiredService<DeliveriesHandler>();
}
