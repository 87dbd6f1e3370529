using Onboarding.Progress;
using static Scenarios.Stores.Records;

namespace Scenarios.Stores;

/// <summary>What <see cref="IAuditLog"/> promises; every store derives it.</summary>
public abstract class AuditLogSuite
{
    protected abstract IAuditLog CreateStore();

    private IAuditLog? _store;
    private object? _creating;

    // Several callers at once have one store.
    private IAuditLog Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task Append_Entry_IsReadBackWhole()
    {
        var entry = Entry("a1", 0) with { CorrelationId = Guid.NewGuid(), Detail = "cart refused" };

        await Store.Append(entry, default);

        Assert.Equal(entry, Assert.Single(await Store.For("ob-one", default)));
    }

    [Fact]
    public async Task Append_SameIdAgain_IsOneEntry()
    {
        await Store.Append(Entry("a1", 0), default);

        await Store.Append(Entry("a1", 5) with { Who = "somebody else" }, default);

        Assert.Equal("operator", Assert.Single(await Store.For("ob-one", default)).Who);
    }

    [Fact]
    public async Task For_Subject_GivesItsOwnOldestFirst()
    {
        await Store.Append(Entry("late", 9), default);
        await Store.Append(Entry("early", 1), default);
        await Store.Append(Entry("foreign", 2) with { Subject = "ob-two" }, default);

        Assert.Equal(["early", "late"], (await Store.For("ob-one", default)).Select(entry => entry.Id));
    }

    [Fact]
    public async Task For_UnknownSubject_IsEmpty() => Assert.Empty(await Store.For("ob-nowhere", default));

    [Fact]
    public async Task Rewrite_Subject_ChangesItsOwnEntriesOnly()
    {
        await Store.Append(Entry("one", 1) with { Detail = "Wingtip Toys" }, default);
        await Store.Append(Entry("two", 2) with { Subject = "ob-two", Detail = "Wingtip Toys" }, default);

        await Store.Rewrite("ob-one", entry => entry with { Detail = "gone" }, default);

        Assert.Equal(
            ("one", "gone"),
            Assert.Single(await Store.For("ob-one", default)) is var first ? (first.Id, first.Detail) : default
        );
        Assert.Equal("Wingtip Toys", Assert.Single(await Store.For("ob-two", default)).Detail);
    }

    [Fact]
    public async Task RemoveBefore_Time_RemovesTheOldestAndNoneOfTheOthers()
    {
        for (var n = 0; n < 5; n++)
            await Store.Append(Entry($"a{n}", n), default);

        Assert.Equal(2, await Store.RemoveBefore(Noon.AddMinutes(3), 2, default));
        Assert.Equal(1, await Store.RemoveBefore(Noon.AddMinutes(3), 2, default));
        Assert.Equal(0, await Store.RemoveBefore(Noon.AddMinutes(3), 2, default));

        Assert.Equal(["a3", "a4"], (await Store.For("ob-one", default)).Select(entry => entry.Id));
    }

    private static AuditEntry Entry(string id, int minute) =>
        new(id, Noon.AddMinutes(minute), "operator", "onboarding.cancel", "ob-one");
}
