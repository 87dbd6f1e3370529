using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using PartnerCenter.Customers;

namespace PartnerCenter.Tests.Client;

/// <summary>Every way a call can end badly, over real HTTP.</summary>
public sealed class FaultTests
{
    private static readonly CustomerId Contoso = CustomerId.Parse("626099fe-0000-4000-8000-000000000001");

    internal static readonly NewCustomer Wingtip = new()
    {
        Domain = "wingtip.onmicrosoft.com",
        CompanyName = "Wingtip Toys",
        Email = "gena@wingtip.example",
        Culture = "en-US",
        Language = "en",
        Address = new()
        {
            Country = "US",
            AddressLine1 = "One Microsoft Way",
            City = "Redmond",
            State = "WA",
            PostalCode = "98052",
            FirstName = "Gena",
            LastName = "Soto",
        },
    };

    /// <summary>The same number means different things in different services.</summary>
    [Theory]
    [InlineData("Customers.Create", 403, "20000", "country not supported for the partner")]
    [InlineData("Customers.Create", 404, "20000", "country not supported for the partner")]
    [InlineData("Orders.Get", 404, "20000", "order not found")]
    [InlineData("Customers.Create", 400, "27002", "customer address, state or e-mail rejected")]
    [InlineData("Agreements.Confirm", 404, "20000", null)]
    [InlineData("Customers.Create", 400, "99999", null)]
    public void Message_OfARefusal_SaysWhatTheCodeMeansForTheOperation(
        string operation,
        int status,
        string code,
        string? meaning
    )
    {
        var refused = new PartnerCenterException(Fault.Refused, operation, "The vendor's own words.")
        {
            Status = status,
            Code = code,
        };

        Assert.Equal(
            $"{operation}: refused (status {status}, code {code}{(meaning is null ? "" : ", ")}{meaning}): "
                + "The vendor's own words.",
            refused.Message
        );
    }

    [Theory]
    [InlineData(500, "{\"code\":800003,\"description\":\"oops\"}", Fault.Unknown, false)]
    [InlineData(500, "{\"code\":900192,\"description\":\"later\"}", Fault.Unknown, false)]
    [InlineData(502, "<html>Bad gateway</html>", Fault.Unknown, false)]
    [InlineData(503, "", Fault.Unknown, false)]
    [InlineData(504, "", Fault.Unknown, false)]
    [InlineData(408, "", Fault.Unknown, false)]
    [InlineData(400, "{\"code\":600051,\"description\":\"phone\"}", Fault.Refused, true)]
    [InlineData(400, "{\"code\":\"27100\",\"description\":\"taken\"}", Fault.Refused, true)]
    [InlineData(409, "{\"description\":\"exists\"}", Fault.Refused, true)]
    [InlineData(401, "", Fault.Unauthorized, true)]
    [InlineData(403, "{\"code\":900329,\"description\":\"app only\"}", Fault.Unauthorized, true)]
    [InlineData(403, "{\"code\":600006,\"description\":\"not allowed\"}", Fault.Refused, true)]
    [InlineData(201, "{\"id\":\"626099fe-", Fault.Unknown, false)]
    [InlineData(201, "", Fault.Unknown, false)]
    [InlineData(201, "{}", Fault.Unknown, false)]
    [InlineData(201, "[]", Fault.Unknown, false)]
    [InlineData(200, "<html>a proxy's page</html>", Fault.Unknown, false)]
    public async Task Create_BadAnswer_BecomesTheFaultOfACallWithAnEffect(
        int status,
        string body,
        Fault fault,
        bool answered
    )
    {
        await using var peer = await Peer.Answering(status, body);
        using var client = TestClient.For(peer.Address);

        var ids = CallIds.New();
        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Customers.Create(Wingtip, ids)
        );

        Assert.Equal(
            (fault, answered, status, "Customers.Create", ids.CorrelationId),
            (exception.Fault, exception.Answered, exception.Status, exception.Operation, exception.CorrelationId)
        );
        Assert.Equal(status is 409 || body.Contains("27100", StringComparison.Ordinal), exception.DomainTaken);
        // Nothing with an effect is repeated, but after a 401.
        Assert.Equal(status == 401 ? 2 : 1, peer.Requests.Count);
        Assert.Single(peer.Requests.Select(request => request.Headers["MS-RequestId"]).Distinct());
    }

    [Theory]
    [InlineData(500, "{\"code\":800003}", Fault.Transient)]
    [InlineData(503, "<html/>", Fault.Transient)]
    [InlineData(404, "{\"code\":60003,\"description\":\"tenant\"}", Fault.NotFound)]
    [InlineData(404, "", Fault.NotFound)]
    [InlineData(403, "{\"code\":20002,\"description\":\"no relationship\"}", Fault.Refused)]
    [InlineData(403, "", Fault.Unauthorized)]
    [InlineData(412, "", Fault.Conflict)]
    [InlineData(417, "{\"code\":800036}", Fault.Conflict)]
    [InlineData(400, "{\"code\":2055}", Fault.Conflict)]
    [InlineData(200, "{\"id\":", Fault.Transient)]
    [InlineData(200, "null", Fault.Transient)]
    [InlineData(200, "{\"code\":400072,\"description\":\"item isn't available\"}", Fault.NotFound)]
    public async Task Get_BadAnswer_BecomesTheFaultOfARead(int status, string body, Fault fault)
    {
        await using var peer = await Peer.Answering(status, body);
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));

        Assert.Equal(fault, exception.Fault);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task Create_NobodyListens_IsTransient()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var tokens = await Peer.Start();
        using var client = TestClient.For(
            new($"http://127.0.0.1:{port}"),
            null,
            ("Authority", tokens.Address.ToString())
        );

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Customers.Create(Wingtip, CallIds.New())
        );

        Assert.Equal((Fault.Transient, (int?)null, false), (exception.Fault, exception.Status, exception.Answered));
    }

    [Fact]
    public async Task Create_ConnectionResetAfterSending_IsUnknown()
    {
        await using var peer = await Peer.Start(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Customers.Create(Wingtip, CallIds.New())
        );

        Assert.Equal((Fault.Unknown, false), (exception.Fault, exception.Answered));
    }

    [Fact]
    public async Task Get_ConnectionResetOnce_IsReadAgain()
    {
        var first = true;
        await using var peer = await Peer.Start(async context =>
        {
            if (first)
            {
                first = false;
                context.Abort();
                return;
            }
            await Peer.Json(context, 200, $$"""{"id":"{{Contoso}}"}""");
        });
        using var client = TestClient.For(peer.Address);

        var customer = await client.Partner.Customers.Get(Contoso);

        Assert.Equal(Contoso, customer.Id);
        Assert.Single(peer.Requests.Select(request => request.Headers["MS-RequestId"]).Distinct());
    }

    [Fact]
    public async Task Get_ConnectionResetAlways_IsTransientAfterThreeTries()
    {
        await using var peer = await Peer.Start(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));

        Assert.Equal((Fault.Transient, 3), (exception.Fault, peer.Requests.Count));
    }

    [Fact]
    public async Task Create_BodyCutOff_IsUnknown()
    {
        await using var peer = await Peer.Start(async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentLength = 500;
            await context.Response.Body.WriteAsync("{\"id\":\"626099fe-"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Customers.Create(Wingtip, CallIds.New())
        );

        Assert.Equal((Fault.Unknown, false), (exception.Fault, exception.Answered));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_TenMegabytes_IsAFaultNotAMemoryProblem(bool announced)
    {
        await using var peer = await Peer.Start(async context =>
        {
            if (announced)
                context.Response.ContentLength = 10 * 1024 * 1024;
            var chunk = new byte[1024 * 1024];
            Array.Fill(chunk, (byte)' ');
            for (var sent = 0; sent < 10; sent++)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));

        Assert.Equal(Fault.Transient, exception.Fault);
    }

    [Fact]
    public async Task Get_Redirect_IsRefusedAndNotFollowed()
    {
        await using var elsewhere = await Peer.Answering(200, $$"""{"id":"{{Contoso}}"}""");
        await using var peer = await Peer.Start(context =>
        {
            context.Response.Redirect($"http://localhost:{elsewhere.Address.Port}/v1/customers/{Contoso}");
            return Task.CompletedTask;
        });
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));

        Assert.Equal((Fault.Refused, 302), (exception.Fault, exception.Status));
        Assert.Contains("localhost", exception.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Create_NoAnswerInTime_IsUnknown()
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var arrived = new TaskCompletionSource();
        await using var peer = await Peer.Start(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var client = TestClient.For(peer.Address, time, ("RequestTimeout", "00:00:10"));

        var creating = client.Partner.Customers.Create(Wingtip, CallIds.New());
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(11));
        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() => creating);

        Assert.Equal((Fault.Unknown, false), (exception.Fault, exception.Answered));
        Assert.Contains("within 10 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_CallerCancels_IsCancelled()
    {
        using var cancelling = new CancellationTokenSource();
        await using var peer = await Peer.Start(async context =>
        {
            await cancelling.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var client = TestClient.For(peer.Address);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.Partner.Customers.Create(Wingtip, CallIds.New(), cancelling.Token)
        );
    }

    [Fact]
    public async Task Create_CertificateThatDoesNotMatch_IsTransientAndSaysSo()
    {
        await using var peer = await TlsPeer.Start();
        await using var tokens = await Peer.Start();
        using var client = TestClient.For(peer.Address, null, ("Authority", tokens.Address.ToString()));

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Customers.Create(Wingtip, CallIds.New())
        );

        Assert.Equal(Fault.Transient, exception.Fault);
        Assert.Contains("certificate", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, peer.Requests);
    }

    [Fact]
    public async Task Create_RefusalQuotesTheRequest_DescriptionHasNoPersonalData()
    {
        await using var peer = await Peer.Answering(
            400,
            """{"code":27002,"description":"Address One Microsoft Way of Gena Soto (gena@wingtip.example, other@person.example, +1 425 555 0100) is invalid"}"""
        );
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() =>
            client.Partner.Customers.Create(Wingtip, CallIds.New())
        );

        foreach (var personal in new[] { "Gena", "Soto", "Microsoft Way", "@", "555" })
            Assert.DoesNotContain(personal, exception.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("is invalid", exception.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "{\"statusCode\":429,\"message\":\"Rate limit is exceeded. Try again in 57 seconds.\"}", 57)]
    [InlineData("12", "", 12)]
    [InlineData("12,12", "", 12)]
    [InlineData(null, "", 30)]
    [InlineData("-3", "", 1)]
    public async Task Get_429_IsThrottledWithTheWaitFromWhereverItStands(string? header, string body, int seconds)
    {
        await using var peer = await Peer.Start(context =>
        {
            if (header is not null)
                context.Response.Headers.RetryAfter = header;
            return Peer.Json(context, 429, body);
        });
        using var client = TestClient.For(peer.Address);

        var exception = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));
        var next = await Assert.ThrowsAsync<PartnerCenterException>(() => client.Partner.Customers.Get(Contoso));

        Assert.Equal((Fault.Throttled, false), (exception.Fault, exception.Answered));
        Assert.InRange(exception.RetryAfter!.Value.TotalSeconds, seconds, seconds + 10);
        // The second was held back without being sent.
        Assert.Equal((Fault.Throttled, (int?)null), (next.Fault, next.Status));
        Assert.NotNull(next.RetryAfter);
        Assert.Single(peer.Requests);
    }
}
