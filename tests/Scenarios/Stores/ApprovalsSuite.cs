using Onboarding;
using Onboarding.Approvals;
using Onboarding.Quotes;
using Onboarding.Requests;
using static Scenarios.Stores.Records;

namespace Scenarios.Stores;

/// <summary>What <see cref="IApprovals"/> promises; every store derives it.</summary>
public abstract class ApprovalsSuite
{
    protected abstract IApprovals CreateStore();

    private IApprovals? _store;
    private object? _creating;

    // Several callers at once have one store.
    private IApprovals Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task Add_NewApproval_IsReadBackWithAllItHas()
    {
        var approval = Approval("ob-1") with
        {
            Decisions = [new("lena", Noon, Verdict.Approve, "fine")],
            Log = [new(Noon, ApprovalEntryKind.Approved, $"Approved by lena.")],
            Taken = 1,
        };

        var stored = await Store.Add(approval, default);

        Assert.NotNull(stored.ETag);
        Assert.Equal(DurableJson.Write(approval), DurableJson.Write(stored with { ETag = null }));
        Assert.Equal(DurableJson.Write(stored), DurableJson.Write(await Store.Get(new("ob-1"), default)));
    }

    [Fact]
    public async Task Add_OneThatIsThere_ReturnsThatOne()
    {
        await Store.Add(Approval("ob-1"), default);

        Assert.Equal("v1", (await Store.Add(Approval("ob-1") with { Version = "v2" }, default)).Version);
        Assert.Equal("v1", (await Store.Get(new("ob-1"), default))!.Version);
    }

    [Fact]
    public async Task Get_UnknownId_IsNull() => Assert.Null(await Store.Get(new("ob-nothing"), default));

    [Fact]
    public async Task Update_CurrentETag_ReplacesIt()
    {
        var stored = await Store.Add(Approval("ob-1"), default);

        var updated = await Store.Update(stored with { State = ApprovalState.Rejected, Taken = 3 }, default);

        Assert.NotEqual(stored.ETag, updated!.ETag);
        Assert.Equal(DurableJson.Write(updated), DurableJson.Write(await Store.Get(new("ob-1"), default)));
    }

    [Fact]
    public async Task Update_OldOrNoETag_IsRefused()
    {
        var stored = await Store.Add(Approval("ob-1"), default);
        await Store.Update(stored with { Taken = 1 }, default);

        Assert.Null(await Store.Update(stored with { Taken = 2 }, default));
        Assert.Null(await Store.Update(stored with { Taken = 3, ETag = null }, default));
        Assert.Null(await Store.Update(stored with { Onboarding = new("ob-nothing") }, default));
        Assert.Equal(1, (await Store.Get(new("ob-1"), default))!.Taken);
    }

    [Fact]
    public async Task Update_ManyAtOnce_LetsExactlyOneThrough()
    {
        var store = Store;
        var stored = await store.Add(Approval("ob-1"), default);

        var results = await Task.WhenAll(
            Enumerable.Range(1, 10).Select(n => Task.Run(() => store.Update(stored with { Taken = n }, default)))
        );

        Assert.Single(results, result => result is not null);
    }

    [Fact]
    public async Task List_WithAndWithoutState_GivesOldestFirstPageByPage()
    {
        foreach (var n in (int[])[5, 1, 4, 2, 3])
            await Store.Add(Approval($"ob-{n}") with { RequestedAt = Noon.AddMinutes(n / 2) }, default);
        var second = await Store.Get(new("ob-2"), default);
        await Store.Update(second! with { State = ApprovalState.Approved }, default);

        Assert.Equal(["ob-1", "ob-2", "ob-3", "ob-4", "ob-5"], await Pages(null));
        Assert.Equal(["ob-1", "ob-3", "ob-4", "ob-5"], await Pages(ApprovalState.Pending));
        Assert.Equal(["ob-2"], await Pages(ApprovalState.Approved));
        Assert.Empty(await Pages(ApprovalState.Expired));
    }

    [Fact]
    public async Task List_ForeignContinuation_IsAFormatError() =>
        await Assert.ThrowsAsync<FormatException>(() => Store.List(null, 10, "nonsense", default));

    [Fact]
    public async Task WithUnreadEntries_AsLongAsTheOnboardingDoesNotKnow_NamesIt()
    {
        var quiet = await Store.Add(Approval("ob-quiet"), default);
        var decided = await Store.Add(Approval("ob-decided"), default);
        decided = await Store.Update(
            decided with
            {
                Log = [new(Noon, ApprovalEntryKind.Approved, $"Approved.")],
            },
            default
        );

        Assert.Equal(
            ["ob-decided"],
            (await Store.WithUnreadEntries(10, default)).Select(approval => approval.Onboarding.Value)
        );
        await Store.Update(decided! with { Taken = 1 }, default);

        Assert.Empty(await Store.WithUnreadEntries(10, default));
        Assert.False(quiet.HasUnreadEntries());
    }

    private async Task<IReadOnlyList<string>> Pages(ApprovalState? state)
    {
        var seen = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Store.List(state, 2, continuation, default);
            seen.AddRange(page.Items.Select(approval => approval.Onboarding.Value));
            continuation = page.Continuation;
        } while (continuation is not null);
        return seen;
    }

    private static Approval Approval(string onboarding) =>
        new()
        {
            Onboarding = new(onboarding),
            Partner = "default",
            Reference = "CRM-1",
            Version = "v1",
            RequestedAt = Noon,
            SubmittedBy = "gena",
            Rule = "every",
            Reasons = [$"Every onboarding has to be approved."],
            Needed = 1,
            By = ["role:Approver"],
            FourEyes = true,
            Price = new Quote { Lines = [], Totals = [new("EUR", 12.5m)] },
            Findings = [new("address.doubtful", "/customer/address", FindingSeverity.Review, $"Look.")],
            RemindAt = Noon.AddDays(1),
            ExpiresAt = Noon.AddDays(14),
        };
}
