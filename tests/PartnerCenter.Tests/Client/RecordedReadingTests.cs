using System.Text.Json;
using System.Text.Json.Nodes;
using PartnerCenter.Catalog;
using PartnerCenter.Relationships;
using PartnerCenter.Subscriptions;
using PartnerCenter.Wire;

namespace PartnerCenter.Tests.Client;

/// <summary>
/// Answers with the members that were recorded from the service: read and written again they are the same, also in what
/// the client has no name for.
/// </summary>
public sealed class RecordedReadingTests
{
    private const string Link = """{"uri":"/offers/MS-AZR-0145P?country=US","method":"GET","headers":[]}""";

    [Theory]
    [InlineData(
        typeof(Subscription),
        $$$"""
            {"id":"4f26a5ca-c468-4715-8fc5-a14f28bcc29b","offerId":"MS-AZR-0145P","entitlementId":"4f26a5ca-c468-4715-8fc5-a14f28bcc29b","offerName":"Microsoft Azure","friendlyName":"Microsoft Azure",
             "quantity":1,"unitType":"Usage-based","hasPurchasableAddons":false,"creationDate":"2018-04-04T17:08:20.71Z","effectiveStartDate":"2018-04-04T00:00:00Z",
             "commitmentEndDate":"9999-12-14T00:00:00Z","status":"suspended","autoRenewEnabled":false,"isTrial":false,"billingType":"usage","billingCycle":"monthly","actions":["Cancel","Edit"],
             "suspensionReasons":["CustomerCancellation"],"attentionNeeded":false,"actionTaken":false,"contractType":"subscription","links":{"offer":{{{Link}}},"self":{{{Link}}}},
             "orderId":"89BABBF2-AFBB-42C6-82F9-FCD14668304D","attributes":{"etag":"removed","objectType":"Subscription"}}
            """
    )]
    [InlineData(
        typeof(Sku),
        $$$"""
            {"id":"0001","productId":"CFQ7TTC0LH18","title":"Basic","description":"Basic","minimumQuantity":1,"maximumQuantity":300,"isTrial":false,"supportedBillingCycles":["monthly"],
             "purchasePrerequisites":["InventoryCheck"],"inventoryVariables":["CustomerId","ArmRegionName"],"provisioningVariables":["Scope"],"actions":["Refund"],"consumptionType":"metered",
             "minimumPurchaseCommitment":1,"dynamicAttributes":{"isAddon":false},"links":{"self":{{{Link}}}} }
            """
    )]
    [InlineData(
        typeof(Product),
        $$$"""
            {"id":"CFQ7TTC0LH18","title":"Basic","description":"Basic","productType":{"id":"Azure","displayName":"Azure","subType":{"id":"x","displayName":"y"}},"isMicrosoftProduct":true,
             "publisherName":"Microsoft Corporation","links":{"skus":{{{Link}}},"self":{{{Link}}}} }
            """
    )]
    [InlineData(
        typeof(Availability),
        $$$"""
            {"id":"CFQ7TTC0K971","productId":"CFQ7TTC0LH18","skuId":"0001","catalogItemId":"CFQ7TTC0LH18:0001:CFQ7TTC0K971","defaultCurrency":{"code":"USD","symbol":"$"},"segment":"commercial","country":"US",
             "isPurchasable":true,"isRenewable":true,"renewalInstructions":[{"applicableTermIds":["a"],"renewalOptions":[{"renewToId":"b","isAutoRenewable":true}]}],
             "includedQuantityOptions":[{"units":1,"description":"d"}],
             "terms":[{"id":"t","duration":"P1Y","description":"d","billingCycle":"annual","renewalOptions":[{"termDuration":"P1Y"}],
               "cancellationPolicies":[{"refundOptions":[{"sequenceId":0,"type":"Full","expiresAfter":"P7D"}]}]}],
             "links":{"self":{{{Link}}}} }
            """
    )]
    [InlineData(
        typeof(InventoryItem),
        """
            {"productId":"DZH318Z0BQ3Q","skuId":"0001","isRestricted":true,"restrictions":[{"reasonCode":"NotAvailableForSubscription","description":"d","properties":{"type":"Location","values":"japanwest"}}]}
            """
    )]
    [InlineData(
        typeof(PartnerRelationship),
        """
            {"id":"99fc7f44-0d86-438b-9269-84e640d71b12","name":"Test","relationshipType":"is_indirect_cloud_solution_provider_of","mpnId":"9999999","attributes":{"objectType":"PartnerRelationship"}}
            """
    )]
    [InlineData(
        typeof(MpnProfile),
        $$$"""
            {"mpnId":"9999999","partnerName":"Test","profileType":"MpnProfile","links":{"self":{{{Link}}}},"attributes":{"objectType":"MpnProfile"}}
            """
    )]
    public void ReadModel_RecordedAnswer_LosesNothing(Type model, string recorded)
    {
        var read = JsonSerializer.Deserialize(recorded, model, PartnerCenterJson.Options);
        var again = JsonSerializer.SerializeToNode(read, model, PartnerCenterJson.Options)!;
        foreach (var (name, value) in JsonNode.Parse(recorded)!.AsObject())
        {
            Assert.True(
                again[name] is { } kept && Contains(kept, value!),
                $"{name}: {value!.ToJsonString()} was read as {again[name]?.ToJsonString() ?? "nothing"}"
            );
        }
    }

    /// <summary>What was recorded is there; what the client adds (an empty list) does no harm.</summary>
    private static bool Contains(JsonNode kept, JsonNode recorded) =>
        (kept, recorded) switch
        {
            (JsonObject left, JsonObject right) => right.All(member =>
                member.Value is null || (left[member.Key] is { } found && Contains(found, member.Value))
            ),
            (JsonArray left, JsonArray right) => left.Count == right.Count
                && left.Zip(right).All(pair => Contains(pair.First!, pair.Second!)),
            _ => string.Equals(kept.ToString(), recorded.ToString(), StringComparison.OrdinalIgnoreCase),
        };
}
