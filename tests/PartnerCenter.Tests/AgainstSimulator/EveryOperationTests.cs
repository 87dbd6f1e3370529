using System.Globalization;
using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.AgainstSimulator;

/// <summary>
/// Every operation of the client over HTTP: plainly, under every kind of fault, and with every row of C §4.2 that any
/// operation can raise.
/// </summary>
public sealed class EveryOperationTests
{
    /// <summary>Nothing comes back with a success, so nothing can be cut off.</summary>
    private static readonly string[] Bodiless =
    [
        "Customers.DeleteSandbox",
        "Customers.RemoveRelationship",
        "Domains.IsTaken",
        "Subscriptions.Register",
    ];

    /// <summary>Not found is an answer there: a free domain, no registration, no such partner.</summary>
    private static readonly string[] MayBeMissing = ["Domains.IsTaken", "Webhooks.Get", "Relationships.Profile"];

    public static TheoryData<string> Operations => [.. OperationsRig.Names];

    [Fact]
    public async Task NoOperation_IsForgotten()
    {
        await using var rig = await OperationsRig.Start();
        Assert.Equal(OperationsRig.Names, rig.Calls.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_PlainAndUnderEveryFault_AnswersOrFaultsAsItsKindDoes(string name)
    {
        await using var rig = await OperationsRig.Start();
        var (call, operation) = (rig.Calls[name], OperationsRig.Simulated(name));
        var lost = OperationsRig.HasEffect(name) ? Fault.Unknown : Fault.Transient;
        await call();

        async Task<PartnerCenterException?> Under(FaultKind kind, int? status = null)
        {
            rig.Simulator.Faults.Add(
                new()
                {
                    Operation = operation,
                    Kind = kind,
                    Count = 1,
                    Status = status,
                    DelayMs = kind == FaultKind.Slow ? 20 : null,
                    Methods = [OperationsRig.RouteOf(name).Method],
                }
            );
            var exception = await Record.ExceptionAsync(call);
            Assert.Empty(rig.Simulator.Faults.Active);
            return exception is null ? null : Assert.IsType<PartnerCenterException>(exception);
        }

        Assert.Equal(
            (lost, false),
            await Under(FaultKind.Error500) is { } error ? (error.Fault, error.Answered) : default
        );
        Assert.Equal(
            (lost, 502, false),
            await Under(FaultKind.BadGateway) is { } gateway
                ? (gateway.Fault, gateway.Status, gateway.Answered)
                : default
        );
        Assert.Equal(
            (lost, 504, false),
            await Under(FaultKind.TimeoutBeforeCommit, 504) is { } late
                ? (late.Fault, late.Status, late.Answered)
                : default
        );
        Assert.Equal(
            (lost, 504, false),
            await Under(FaultKind.TimeoutAfterCommit, 504) is { } later
                ? (later.Fault, later.Status, later.Answered)
                : default
        );
        // A read is made once more over a new connection; what has an effect is the caller's to look after.
        Assert.Equal(lost == Fault.Unknown ? Fault.Unknown : null, (await Under(FaultKind.TimeoutBeforeCommit))?.Fault);
        Assert.Equal(lost == Fault.Unknown ? Fault.Unknown : null, (await Under(FaultKind.TimeoutAfterCommit))?.Fault);
        Assert.Equal(Bodiless.Contains(name) ? null : lost, (await Under(FaultKind.Truncated))?.Fault);
        Assert.Null(await Under(FaultKind.Slow));
        var throttled = await Under(FaultKind.Throttle);
        Assert.Equal((Fault.Throttled, 429, false), (throttled!.Fault, throttled.Status, throttled.Answered));
        Assert.NotNull(throttled.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_RefusedWithARowThatAnyCanRaise_IsItsFault(string name)
    {
        await using var rig = await OperationsRig.Start();
        var isHead = OperationsRig.RouteOf(name).Method == "HEAD";
        foreach (var row in PartnerCenterErrorCodes.All.Where(row => row.RaisedBy == "any"))
        {
            var status = int.Parse(row.Statuses, CultureInfo.InvariantCulture);
            // A refused token is renewed once, so it has to be refused twice.
            rig.Simulator.Faults.Add(
                new()
                {
                    Operation = OperationsRig.Simulated(name),
                    Kind = FaultKind.Refuse,
                    Code = int.Parse(row.Code, CultureInfo.InvariantCulture),
                    Status = status,
                    Count = status == 401 ? 2 : 1,
                    Methods = [OperationsRig.RouteOf(name).Method],
                }
            );

            var exception = await Record.ExceptionAsync(rig.Calls[name]);

            Assert.Empty(rig.Simulator.Faults.Active);
            if (row.Fault == Fault.NotFound && MayBeMissing.Contains(name))
            {
                Assert.Null(exception);
                continue;
            }
            var refused = Assert.IsType<PartnerCenterException>(exception);
            Assert.Equal(name, refused.Operation);
            Assert.Equal((status, status < 500), (refused.Status, refused.Answered));
            // The answer to HEAD has no body, so no code.
            Assert.Equal(isHead ? null : row.Code, refused.Code);
            Assert.Equal(status >= 500 && OperationsRig.HasEffect(name) ? Fault.Unknown : row.Fault, refused.Fault);
        }
    }
}
