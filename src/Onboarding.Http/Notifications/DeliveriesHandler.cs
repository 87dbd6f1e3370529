using Microsoft.AspNetCore.Http;
using Onboarding.Http.Access;
using Onboarding.Http.Problems;
using Onboarding.Notifications;

namespace Onboarding.Http.Notifications;

/// <summary>The log of what was told to whom, and sending it again.</summary>
public sealed class DeliveriesHandler(IDeliveries deliveries, Outbox outbox)
{
    private const int MostInBulk = 200;

    public async Task<IResult> List(
        DeliveryState? state,
        OnboardingId? onboarding,
        int limit,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var page = await deliveries.List(state, onboarding, limit, continuation, cancellationToken);
            return Results.Json(
                new DeliveryList([.. page.Items.Select(DeliveryResource.Of)], page.Continuation),
                ApiJson.Options
            );
        }
        catch (FormatException) when (continuation is not null)
        {
            throw Binding.BadContinuation();
        }
    }

    public async Task<IResult> SendAgain(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await deliveries.Get(id, cancellationToken) is null)
            throw new ProblemException(KnownProblems.NotFound("There is no delivery with this id."));
        var again =
            await outbox.SendAgain(id, caller.Name, cancellationToken)
            ?? throw new ProblemException(KnownProblems.DeliveryUnderWay(id));
        return Results.Json(DeliveryResource.Of(again), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>
    /// Sends again all deliveries that were given up because a subscriber was unreachable for too long.
    /// </summary>
    public async Task<IResult> SendFailedAgain(Caller caller, CancellationToken cancellationToken)
    {
        var again = new List<string>();
        var page = await deliveries.List(DeliveryState.Failed, null, MostInBulk, null, cancellationToken);
        foreach (var failed in page.Items)
        {
            if (await outbox.SendAgain(failed.Id, caller.Name, cancellationToken) is not null)
                again.Add(failed.Id);
        }

        return Results.Json(
            new BulkDeliveryAnswer(again, page.Continuation is not null),
            ApiJson.Options,
            statusCode: StatusCodes.Status202Accepted
        );
    }
}
