using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PartnerCenter.Tests.Client;

namespace PartnerCenter.Tests.Wire;

/// <summary>
/// Whatever comes back, with whatever status: a value or a <see cref="PartnerCenterException"/>, never anything else.
/// </summary>
public sealed class ReaderProperties : IAsyncLifetime
{
    private static readonly CustomerId Contoso = CustomerId.Parse("626099fe-0000-4000-8000-000000000001");
    private static readonly CartId Cart = new(Contoso.Value);
    private static readonly SubscriptionId Seats = new(Contoso.Value);

    private Peer _peer = null!;

    public async Task InitializeAsync() => _peer = await Peer.Start();

    public async Task DisposeAsync() => await _peer.DisposeAsync();

    [Property(MaxTest = 300, Arbitrary = [typeof(Bodies)])]
    public void AnyAnswer_AnyOperation_AValueOrAFault(ServerAnswer answer) => CheckAll(answer).GetAwaiter().GetResult();

    private async Task CheckAll(ServerAnswer answer)
    {
        _peer.Answers = async context =>
        {
            context.Response.StatusCode = answer.Status;
            if (answer.Status is not (204 or 304) && context.Request.Method != "HEAD")
                await context.Response.Body.WriteAsync(answer.Body);
        };
        using var client = TestClient.For(_peer.Address);
        var partner = client.Partner;
        var ids = CallIds.New();
        Func<Task>[] calls =
        [
            () => partner.Customers.Create(FaultTests.Wingtip, ids),
            () => partner.Customers.Get(Contoso),
            () => partner.Customers.FindByDomain("x.onmicrosoft.com"),
            () => partner.Customers.GetValidationStatus(Contoso),
            () => partner.Customers.GetBillingProfile(Contoso),
            () => partner.Customers.GetOrganization(Contoso),
            () => partner.Customers.Qualifications(Contoso),
            () => partner.Domains.IsTaken("x.onmicrosoft.com"),
            () => partner.Validation.CountryRules("DE"),
            () => partner.Validation.CheckAddress(FaultTests.Wingtip.Address),
            () => partner.Agreements.Metadata(),
            () => partner.Agreements.IsDirectlySigned(Contoso),
            () => partner.Relationships.IndirectResellers(),
            () => partner.Relationships.MpaStatus(new MpnId("4847383")),
            () => partner.Relationships.RelationshipRequestUrl(),
            () => partner.Catalog.Sku(new("P"), new("0001"), "DE"),
            () => partner.Catalog.AvailabilitiesFor(Contoso, new("P"), new("0001")),
            () => partner.Carts.Checkout(Contoso, Cart, ids),
            () => partner.Carts.Get(Contoso, Cart),
            () => partner.Orders.List(Contoso),
            () => partner.Subscriptions.Get(Contoso, Seats),
            () => partner.Subscriptions.Cancel(Contoso, Seats, ids),
            () => partner.Webhooks.Get(),
            async () => await partner.Audit.List(new(2026, 11, 1)).CountAsync(),
        ];
        foreach (var call in calls)
        {
            try
            {
                await call();
            }
            catch (PartnerCenterException exception)
            {
                Assert.NotEmpty(exception.Message);
                Assert.Equal(
                    exception.Fault == Fault.Throttled,
                    exception.RetryAfter is not null && exception.Fault == Fault.Throttled
                );
            }
        }
    }

    public sealed record ServerAnswer(int Status, byte[] Body)
    {
        public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Body)}";
    }

    public static class Bodies
    {
        private static readonly string[] Names =
        [
            "id",
            "items",
            "code",
            "description",
            "message",
            "totalCount",
            "continuationToken",
            "links",
            "status",
            "companyProfile",
            "billingProfile",
            "userCredentials",
            "attributes",
            "etag",
            "lineItems",
            "orders",
            "orderErrors",
            "quantity",
            "terms",
            "isSigned",
            "isAgreementSigned",
            "iso2Code",
            "states",
            "url",
            "ID",
            "data",
            "creationDate",
            "relationshipToPartner",
            "termDuration",
            "error",
            "pricing",
            "dynamicAttributes",
            "next",
            "headers",
            "autoRenewEnabled",
            "webhookEvents",
        ];

        private static readonly string[] Scalars =
        [
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "99999999999999999999",
            "0.1",
            "\"\"",
            "\"x\"",
            "\"626099fe-0000-4000-8000-000000000001\"",
            "\"2026-11-23T09:00:00\"",
            "\"P1Y\"",
            "\"active\"",
            "\"pending_po_upload\"",
            "\"\\ud800\"",
            "600074",
            "\"27100\"",
            "2000",
            "400072",
            "[]",
            "{}",
        ];

        public static Arbitrary<ServerAnswer> Answer()
        {
            var json = Gen.Sized(size => Json(Math.Min(size, 24)));
            var whole = json.Select(Encoding.UTF8.GetBytes);
            var cut = json.SelectMany(
                text => Gen.Choose(0, text.Length),
                (text, at) => Encoding.UTF8.GetBytes(text[..at])
            );
            var noise = Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value));
            var html = Gen.Constant("<html><body>gateway</body></html>"u8.ToArray());
            var status = Gen.Elements(
                200,
                200,
                200,
                201,
                202,
                204,
                301,
                400,
                401,
                403,
                404,
                405,
                406,
                409,
                412,
                417,
                429,
                500,
                502,
                503,
                504
            );
            return Gen.Frequency((6, whole), (2, cut), (1, noise), (1, html))
                .SelectMany(_ => status, (body, code) => new ServerAnswer(code, body))
                .ToArbitrary();
        }

        private static Gen<string> Json(int size)
        {
            if (size <= 1)
                return Gen.Elements(Scalars);
            var inner = Json(size / 3);
            var members = Gen.Elements(Names).SelectMany(_ => inner, (name, value) => $"\"{name}\":{value}").ListOf(5);
            return Gen.Frequency(
                (1, Gen.Elements(Scalars)),
                (4, members.Select(list => "{" + string.Join(",", list) + "}")),
                (2, inner.ListOf(3).Select(list => "[" + string.Join(",", list) + "]")),
                (2, inner.ListOf(2).Select(list => "{\"totalCount\":2,\"items\":[" + string.Join(",", list) + "]}"))
            );
        }
    }
}
