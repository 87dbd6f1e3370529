using System.Globalization;
using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.AgainstSimulator;

/// <summary>
/// One simulator for many calls, but not for so many that the client's governor would hold them back: it allows a
/// customer 500 a minute.
/// </summary>
public sealed class RowsRig : IAsyncLifetime
{
    private const int MostCalls = 60;
    private OperationsRig _rig = null!;
    private int _calls;

    public async Task InitializeAsync() => _rig = await OperationsRig.Start();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    internal async Task<OperationsRig> ForOneCall()
    {
        if (++_calls % MostCalls == 0)
        {
            await _rig.DisposeAsync();
            _rig = await OperationsRig.Start();
        }
        return _rig;
    }
}

/// <summary>
/// Each row of C §4.2, raised by each operation of the client that can raise it, over HTTP. Rows of "any" are in
/// EveryOperationTests.
/// </summary>
public sealed class CodesTests(RowsRig rig) : IClassFixture<RowsRig>
{
    /// <summary>
    /// They become values: LenientReadingTests and AgreementsTests have them. 400072 comes with 200: FaultTests has it.
    /// </summary>
    private static readonly string[] Values =
    [
        "600061",
        "600074",
        "2007",
        "2200",
        "2201",
        "2202",
        "2203",
        "2204",
        "2205",
        "2206",
        "800007",
        "400072",
    ];

    /// <summary>At the end of a list the code is no error but the end (C §3.5).</summary>
    private static bool IsValue(PartnerCenterErrorCode row) =>
        Values.Contains(row.Code) || row is { Code: "2000", RaisedBy: "customer list" };

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var row in PartnerCenterErrorCodes.All.Where(row => row.RaisedBy != "any" && !IsValue(row)))
                rows.Add(row.Code, row.Statuses, row.RaisedBy);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Row_RaisedByEachOfItsOperations_IsItsFault(string code, string statuses, string raisedBy)
    {
        var row = Assert.Single(
            PartnerCenterErrorCodes.All,
            row => row.Code == code && row.Statuses == statuses && row.RaisedBy == raisedBy
        );
        var members = raisedBy.Split(", ").SelectMany(raiser => ErrorRaisers.Members[raiser]).Distinct().ToList();
        // What the client leaves out is raised by any read: the code alone tells.
        foreach (var name in members.Count > 0 ? members : ["Customers.Get"])
        {
            foreach (var status in statuses.Split(", ").Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
            {
                var operations = await rig.ForOneCall();
                operations.Simulator.Faults.Add(
                    new()
                    {
                        Operation = OperationsRig.Simulated(name),
                        Kind = FaultKind.Refuse,
                        Code = int.Parse(code, CultureInfo.InvariantCulture),
                        Status = status,
                        // A refused token is renewed once, so it has to be refused twice.
                        Count = status == 401 ? 2 : 1,
                        Methods = [OperationsRig.RouteOf(name).Method],
                    }
                );

                var thrown = await Record.ExceptionAsync(operations.Calls[name]);

                var exception = Assert.IsType<PartnerCenterException>(thrown);
                Assert.Empty(operations.Simulator.Faults.Active);
                var expected =
                    status < 500 ? row.Fault
                    : OperationsRig.HasEffect(name) ? Fault.Unknown
                    : Fault.Transient;
                Assert.Equal(
                    (name, code, status, expected, status < 500),
                    (exception.Operation, exception.Code, exception.Status, exception.Fault, exception.Answered)
                );
                if (row.Fault != Fault.Unauthorized)
                    Assert.Contains(row.Meaning, exception.Message, StringComparison.Ordinal);
            }
        }
    }
}
