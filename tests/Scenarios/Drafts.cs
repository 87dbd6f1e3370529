using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Drafts;
using Onboarding.Quotes;
using Onboarding.Requests;
using Onboarding.Submission;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task A_reviewed_draft_is_submitted_and_becomes_a_customer()
    {
        await Host.Start();
        var draft = await Drafted(Requests.Direct());
        var review = await Reviewed(draft);
        Assert.True(review.Accepted);
        Assert.Contains(
            review.Permanent,
            effect => effect.What.Contains("wingtiptoys.onmicrosoft.com", StringComparison.Ordinal)
        );

        var record = Assert.IsType<SubmissionResult.Accepted>(await HandedOver(draft)).Record;

        Assert.IsType<OnboardingOutcome.Completed>((await Host.UntilEnded(record.Id)).Outcome);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_review_announces_no_tenant_for_a_customer_that_has_one()
    {
        await Host.Start();
        Simulator.Control.AddTenant("wingtiptoys.onmicrosoft.com", "Wingtip Toys GmbH", "DE");

        var review = await Reviewed(await Drafted(Requests.Direct()));

        Assert.Contains(review.Findings, finding => finding.Code == ErrorCodes.DomainTaken);
        Assert.DoesNotContain(review.Permanent, effect => effect.Path == "/customer");
    }

    [Fact]
    public async Task A_review_announces_no_tenant_for_a_customer_that_is_ours()
    {
        await Host.Start();
        Assert.IsType<OnboardingOutcome.Completed>(
            (
                await Host.UntilEnded(
                    Assert.IsType<SubmissionResult.Accepted>(await Host.Submit(Requests.Direct())).Record.Id
                )
            ).Outcome
        );

        var review = await Reviewed(await Drafted(Requests.Direct() with { Reference = "again" }));

        Assert.Contains(review.Findings, finding => finding.Code == ErrorCodes.SameOnboarding);
        Assert.DoesNotContain(review.Permanent, effect => effect.Path == "/customer");
    }

    [Fact]
    public async Task A_draft_put_together_section_by_section_is_the_same_request()
    {
        await Host.Start();
        var whole = JsonNode.Parse(DurableJson.Write(Requests.Indirect()))!.AsObject();
        var draft = Assert.IsType<DraftResult.Done>(await Service.Create(default, "gena", default)).Draft;

        draft = await Replaced(
            draft,
            DraftSection.General,
            new JsonObject { ["reference"] = whole["reference"]!.DeepClone(), ["partner"] = "default" }
        );
        draft = await Replaced(
            draft,
            DraftSection.Account,
            new JsonObject
            {
                ["customer"] = whole["customer"]!.DeepClone(),
                ["contact"] = whole["contact"]!.DeepClone(),
            }
        );
        draft = await Replaced(draft, DraftSection.Agreement, whole["agreement"]!);
        draft = await Replaced(draft, DraftSection.Reseller, whole["reseller"]!);
        draft = await Replaced(draft, DraftSection.Subscriptions, whole["subscriptions"]!);

        Assert.Equal(DurableJson.Write(Requests.Indirect()), DurableJson.Write(draft.Content));
        Assert.True((await Reviewed(draft)).Accepted);
    }

    [Fact]
    public async Task A_draft_changed_after_its_review_cannot_be_submitted_before_it_is_reviewed_again()
    {
        await Host.Start();
        var draft = await Drafted(Requests.Direct());
        await Reviewed(draft);

        draft = await Replaced(draft, DraftSection.Subscriptions, Lines(Requests.Line(Requests.BusinessBasic, 30)));
        Assert.Equal(
            1,
            Assert
                .IsType<DraftResult.NotReviewed>(await Service.Submit(draft.Id, draft.Version, "gena", default))
                .LastReviewed
        );
        Assert.IsType<DraftResult.NotCurrent>(await Service.Submit(draft.Id, 1, "gena", default));
        var review = await Reviewed(draft);

        Assert.Equal(1, review.ComparedWith);
        Assert.Equal([new DraftDifference("/subscriptions/0/quantity", "25", "30")], review.Differences!);
        var record = Assert.IsType<SubmissionResult.Accepted>(await HandedOver(draft)).Record;
        Assert.Equal(30, (await Host.UntilEnded(record.Id)).Exists.Subscriptions.Single().Quantity);
    }

    [Fact]
    public async Task Two_who_change_a_draft_at_once_do_not_overwrite_each_other()
    {
        await Host.Start();
        var draft = await Drafted(Requests.Direct());

        await Replaced(draft, DraftSection.Subscriptions, Lines(Requests.Line(Requests.BusinessBasic, 30)));
        var second = await Service.Replace(
            draft.Id,
            draft.Version,
            DraftSection.Subscriptions,
            Bytes(Lines(Requests.Line(Requests.BusinessBasic, 99))),
            "otto",
            default
        );

        Assert.Equal(2, Assert.IsType<DraftResult.NotCurrent>(second).Version);
        Assert.Equal(30, (await Current(draft)).Content.Subscriptions.Single().Quantity);
    }

    [Fact]
    public async Task Only_what_a_change_can_affect_is_asked_again()
    {
        await Host.Start();
        var draft = await Drafted(Requests.Indirect());
        await Reviewed(draft);
        var before = Simulator.Requests.Find().Count;

        draft = await Replaced(
            draft,
            DraftSection.Agreement,
            JsonNode.Parse(
                """{"mode":"attestation","acceptedOn":"2026-11-19","acceptedBy":{"firstName":"Gena","lastName":"Soto","email":"gena@wingtiptoys.example"}}"""
            )!
        );
        await Reviewed(draft);
        Assert.Equal(before, Simulator.Requests.Find().Count);

        draft = await Replaced(
            draft,
            DraftSection.Account,
            new JsonObject
            {
                ["customer"] = JsonNode.Parse(
                    DurableJson.Write(draft.Content.Customer with { DomainPrefix = "wingtiptoys2" })
                ),
                ["contact"] = JsonNode.Parse(DurableJson.Write(draft.Content.Contact)),
            }
        );
        await Reviewed(draft);
        Assert.Equal(
            ["domains.check"],
            Simulator.Requests.Find().Skip(before).Select(call => call.Operation).Distinct()
        );
    }

    [Fact]
    public async Task The_price_is_read_from_a_cart_that_nobody_buys()
    {
        await Host.Start();
        var draft = await Drafted(
            Requests.Direct("Adventure Works") with
            {
                Subscriptions =
                [
                    Requests.Line(Requests.BusinessBasic, 10),
                    Requests.Line(Requests.BusinessStandard, 2),
                ],
            }
        );
        var unknown = (await Reviewed(draft)).Price;
        Assert.Empty(unknown.Totals);
        Assert.Contains("there is none in DE yet", unknown.Unknown, StringComparison.Ordinal);

        // Somebody of the same country and partner, in whose name prices can be asked for.
        await Host.Onboard(Requests.Direct());
        var price = (await Reviewed(draft)).Price;

        Assert.Null(price.Unknown);
        Assert.Equal(2, price.Lines.Count);
        Assert.All(price.Lines, line => Assert.Equal(line.UnitPrice * 12 * line.Quantity, line.Total));
        Assert.Equal([new Money("EUR", price.Lines.Sum(line => line.Total!.Value))], price.Totals);
        Assert.Single(Simulator.Ledger.Orders);
        Assert.Single(Simulator.Ledger.Tenants);
    }

    [Fact]
    public async Task An_abandoned_draft_is_gone_after_its_time()
    {
        await Host.Start();
        var draft = await Drafted(Requests.Direct());

        Host.Clock.Advance(TimeSpan.FromDays(30));

        Assert.IsType<DraftResult.NotFound>(await Service.Get(draft.Id, default));
        Assert.IsType<DraftResult.NotFound>(await Service.Review(draft.Id, "gena", default));
        Assert.Equal(1, await Service.RemoveExpired(default));
        Assert.Null(await Host.Services.GetRequiredService<IDrafts>().Get(draft.Id, default));
    }

    [Fact]
    public async Task A_draft_submitted_twice_and_over_a_crash_is_one_onboarding()
    {
        await Host.Start();
        var draft = await Drafted(Requests.Direct());
        await Reviewed(draft);
        var first = Assert.IsType<SubmissionResult.Accepted>(await HandedOver(draft)).Record;

        await Host.KillEngine();
        await Host.StartEngine();
        var again = Assert.IsType<SubmissionResult.Repeated>(await HandedOver(draft)).Record;

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(
            first.Id,
            Assert
                .IsType<DraftResult.AlreadySubmitted>(
                    await Service.Replace(draft.Id, 1, DraftSection.Reseller, Bytes(null), "gena", default)
                )
                .Onboarding
        );
        await Host.UntilEnded(first.Id);
        AssertEverythingOnce();
    }

    [Fact]
    public async Task A_draft_that_is_refused_at_submission_can_be_mended()
    {
        await Host.Start();
        var draft = await Drafted(
            Requests.Direct() with
            {
                Subscriptions = [Requests.Line(Requests.BusinessBasic, 100_000)],
            }
        );
        var review = await Reviewed(draft);
        Assert.False(review.Accepted);

        Assert.IsType<SubmissionResult.Refused>(await HandedOver(draft));
        draft = await Replaced(
            await Current(draft),
            DraftSection.Subscriptions,
            Lines(Requests.Line(Requests.BusinessBasic, 10))
        );
        Assert.True((await Reviewed(draft)).Accepted);

        Assert.IsType<SubmissionResult.Accepted>(await HandedOver(draft));
    }

    private DraftService Service => Host.Services.GetRequiredService<DraftService>();

    private async Task<Draft> Drafted(OnboardingRequest request) =>
        Assert
            .IsType<DraftResult.Done>(
                await Service.Create(Encoding.UTF8.GetBytes(DurableJson.Write(request)), "gena", default)
            )
            .Draft;

    private async Task<DraftReview> Reviewed(Draft draft) =>
        Assert.IsType<DraftResult.Reviewed>(await Service.Review(draft.Id, "gena", default)).Review;

    private async Task<Draft> Current(Draft draft) =>
        Assert.IsType<DraftResult.Done>(await Service.Get(draft.Id, default)).Draft;

    private async Task<Draft> Replaced(Draft draft, DraftSection section, JsonNode? body) =>
        Assert
            .IsType<DraftResult.Done>(
                await Service.Replace(draft.Id, draft.Version, section, Bytes(body), "gena", default)
            )
            .Draft;

    private async Task<SubmissionResult> HandedOver(Draft draft) =>
        Assert
            .IsType<DraftResult.HandedOver>(await Service.Submit(draft.Id, draft.Version, "gena", default))
            .Submission;

    private static JsonNode Lines(params IReadOnlyList<SubscriptionLine> lines) =>
        JsonNode.Parse(DurableJson.Write(lines))!;

    private static byte[] Bytes(JsonNode? body) => Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "null");
}
