using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Progress;
using Onboarding.Requests;
using OnboardingServer.Changes;
using Scenarios;
using Scenarios.Stores;

namespace OnboardingServer.Tests.Api;

/// <summary>The server tells what has changed, and nothing of what it is.</summary>
public sealed class ChangesTests
{
    private static readonly Uri Changes = new("changes", UriKind.Relative);

    [Fact]
    public async Task A_write_is_told_with_the_id_and_nothing_else_of_what_was_written()
    {
        await using var server = await RunningServer.Start();
        using var answer = await Open(server);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.StartsWith(":", await stream.ReadLineAsync(), StringComparison.Ordinal);
        var record = Records.Record("told", company: "Secret GmbH");

        await server.Services.GetRequiredService<IOnboardingRecords>().Reserve(record, default);

        Assert.Equal("", await stream.ReadLineAsync());
        Assert.Equal("event: change", await stream.ReadLineAsync());
        Assert.Equal($$"""data: {"changed":["onboardings/{{record.Id}}"]}""", await stream.ReadLineAsync());
        Assert.Equal("", await stream.ReadLineAsync());
    }

    [Fact]
    public async Task Onboardings_and_batches_are_told_with_their_id_and_the_rest_by_the_name_of_its_list()
    {
        await using var server = await RunningServer.Start();
        using var reader = server.Services.GetRequiredService<ChangeSignal>().TryRead(1)!;
        var request = Requests.Direct("Told Of") with { Approval = ApprovalDemand.Required };

        var id = await server.Accepted(request);
        await server.Until(id, now => now["stage"]!.GetValue<string>() == "awaiting-approval");

        var told = reader.Take();
        Assert.Contains($"onboardings/{id}", told);
        Assert.Contains("approvals", told);
        Assert.All(told, path => Assert.Matches("^(onboardings|batches)/[a-z0-9-]+$|^[a-z]+$", path));
    }

    [Fact]
    public async Task It_asks_for_credentials_and_takes_no_parameters()
    {
        await using var server = await RunningServer.Start(
            ("Authentication:Mode", "ApiKey"),
            ("Authentication:ApiKeys:shop:Hash", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("k")))),
            ("Authentication:ApiKeys:shop:Roles", "SalesAgent")
        );
        (await server.Get("changes")).AssertProblem(401, ErrorCodes.Unauthenticated);

        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "k");
        using var permitted = await Open(server);
        Assert.Equal(200, (int)permitted.StatusCode);
        (await server.Get("changes?since=1")).AssertProblem(400, ErrorCodes.InvalidParameter);
        (await server.Post("changes")).AssertProblem(405, ErrorCodes.MethodNotAllowed);
    }

    [Fact]
    public async Task More_readers_than_there_may_be_are_told_to_come_again()
    {
        await using var server = await RunningServer.Start();
        var signal = server.Services.GetRequiredService<ChangeSignal>();
        var readers = new Stack<ChangeReader>();
        while (signal.TryRead(ChangesEndpoint.MostReaders) is { } reader)
            readers.Push(reader);

        Assert.Equal(200, readers.Count);
        Assert.NotNull((await server.Get("changes")).AssertProblem(503, ErrorCodes.NotReady).Headers.RetryAfter);
        readers.Pop().Dispose();
        foreach (var left in readers)
            left.Dispose();
        using var answer = await Open(server);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task It_ends_when_the_server_stops()
    {
        var server = await RunningServer.Start();
        using var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        using var answer = await client.GetAsync(Changes, HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.StartsWith(":", await stream.ReadLineAsync(), StringComparison.Ordinal);

        var stopped = server.DisposeAsync();

        // To a regular end: a connection that is cut would throw.
        await stream.ReadToEndAsync();
        await stopped;
    }

    private static Task<HttpResponseMessage> Open(RunningServer server) =>
        server.Client.GetAsync(Changes, HttpCompletionOption.ResponseHeadersRead);
}
