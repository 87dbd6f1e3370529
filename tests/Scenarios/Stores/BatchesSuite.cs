using Onboarding;
using Onboarding.Batches;

namespace Scenarios.Stores;

/// <summary>What <see cref="IBatches"/> promises, asked of every implementation.</summary>
public abstract class BatchesSuite
{
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private IBatches? _store;
    private object? _creating;

    /// <summary>The store under test, empty.</summary>
    protected abstract IBatches CreateStore();

    // Several callers at once have one store.
    private IBatches Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task What_is_added_is_found_as_it_was()
    {
        var added = await Store.Add(Batch(), default);

        var found = await Store.Get(added.Id, default);

        Assert.NotNull(added.ETag);
        Assert.Equal(
            (added.Id, added.ETag, added.State, added.Concurrency),
            (found!.Id, found.ETag, found.State, found.Concurrency)
        );
        Assert.Equal(added.Columns, found.Columns);
        Assert.Null(await Store.Get(BatchId.New(), default));
    }

    [Fact]
    public async Task Of_two_changes_based_on_one_version_the_second_is_refused()
    {
        var added = await Store.Add(Batch(), default);

        var first = await Store.Update(added with { State = BatchState.Paused }, default);
        var second = await Store.Update(added with { State = BatchState.Cancelled }, default);

        Assert.NotEqual(added.ETag, first!.ETag);
        Assert.Null(second);
        Assert.Equal(BatchState.Paused, (await Store.Get(added.Id, default))!.State);
    }

    [Fact]
    public async Task Open_ones_are_those_that_have_not_ended_oldest_first()
    {
        var later = await Store.Add(Batch() with { CreatedAt = _now.AddMinutes(1) }, default);
        var earlier = await Store.Add(Batch(), default);
        var ended = await Store.Add(Batch(), default);
        await Store.Update(ended with { State = BatchState.Ended, EndedAt = _now }, default);

        Assert.Equal([earlier.Id, later.Id], (await Store.Open(default)).Select(batch => batch.Id));
    }

    [Fact]
    public async Task Lists_are_newest_first_and_go_on_where_they_stopped()
    {
        var ids = new List<BatchId>();
        for (var n = 0; n < 5; n++)
            ids.Insert(0, (await Store.Add(Batch() with { CreatedAt = _now.AddMinutes(n) }, default)).Id);

        var first = await Store.List(2, null, default);
        var second = await Store.List(2, first.Continuation, default);
        var last = await Store.List(2, second.Continuation, default);

        Assert.Equal(ids, first.Items.Concat(second.Items).Concat(last.Items).Select(batch => batch.Id));
        Assert.Null(last.Continuation);
        await Assert.ThrowsAsync<FormatException>(() => Store.List(2, "none of ours", default));
    }

    [Fact]
    public async Task Rows_are_in_order_whole_and_by_status_and_move_with_their_status()
    {
        var id = (await Store.Add(Batch(), default)).Id;
        await Store.PutRows(id, [.. Enumerable.Range(1, 30).Reverse().Select(number => Row(number))], default);
        await Store.PutRows(
            id,
            [Row(7, RowStatus.Running) with { Onboarding = new OnboardingId("ob-7") }, Row(12, "completed")],
            default
        );
        await Store.PutRows(
            id,
            [Row(7, RowStatus.Running) with { Onboarding = new OnboardingId("ob-7"), Code = "x" }],
            default
        );

        Assert.Equal(Enumerable.Range(1, 30), (await Store.Rows(id, null, 0, 100, default)).Select(row => row.Number));
        Assert.Equal([6, 8, 9], (await Store.Rows(id, RowStatus.Waiting, 5, 3, default)).Select(row => row.Number));
        var running = Assert.Single(await Store.Rows(id, RowStatus.Running, 0, 100, default));
        Assert.Equal(("ob-7", "x", "R-7"), (running.Onboarding!.Value.Value, running.Code, running.Reference));
        Assert.Equal(["a", "ü"], running.Lines.Single().Cells);
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["completed"] = 1,
                ["running"] = 1,
                ["waiting"] = 28,
            },
            (await Store.Count(id, default)).OrderBy(count => count.Key, StringComparer.Ordinal).ToDictionary()
        );
        Assert.Equal("completed", (await Store.GetRow(id, 12, default))!.Status);
        Assert.Null(await Store.GetRow(id, 31, default));
    }

    [Fact]
    public async Task A_row_may_be_large_and_rows_of_another_batch_are_another_matter()
    {
        var (one, other) = ((await Store.Add(Batch(), default)).Id, (await Store.Add(Batch(), default)).Id);
        var cell = new string('x', 250_000);
        await Store.PutRows(one, [Row(1) with { Lines = [new BatchLine(1, [cell])] }], default);
        await Store.PutRows(other, [Row(1, RowStatus.Refused)], default);

        Assert.Equal(cell, (await Store.GetRow(one, 1, default))!.Lines[0].Cells[0]);
        Assert.Equal(RowStatus.Refused, Assert.Single(await Store.Rows(other, null, 0, 10, default)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_removed_batch_is_gone_with_its_rows_and_others_stay(bool ended)
    {
        var (batch, other) = (await Store.Add(Batch(), default), (await Store.Add(Batch(), default)).Id);
        if (ended)
            await Store.Update(batch with { State = BatchState.Ended, EndedAt = _now }, default);
        for (var hundred = 0; hundred < 3; hundred++)
            await Store.PutRows(
                batch.Id,
                [.. Enumerable.Range(1 + hundred * 100, 100).Select(number => Row(number))],
                default
            );
        await Store.PutRows(
            batch.Id,
            [Row(301) with { Lines = [new BatchLine(301, [new string('x', 250_000)])] }],
            default
        );
        await Store.PutRows(other, [Row(1)], default);

        await Store.Remove(batch.Id, default);
        await Store.Remove(batch.Id, default);

        Assert.Null(await Store.Get(batch.Id, default));
        Assert.Empty(await Store.Rows(batch.Id, null, 0, 100, default));
        Assert.Empty(await Store.Count(batch.Id, default));
        Assert.Equal([other], (await Store.List(10, null, default)).Items.Select(found => found.Id));
        Assert.Equal([other], (await Store.Open(default)).Select(found => found.Id));
        Assert.Single(await Store.Rows(other, null, 0, 100, default));
    }

    private static Batch Batch() =>
        new()
        {
            Id = BatchId.New(),
            Format = BatchFormat.Csv,
            Columns = ["reference", "Größe"],
            Concurrency = 4,
            CreatedAt = _now,
            CreatedBy = "gena",
            State = BatchState.Running,
        };

    private static BatchRow Row(int number, string status = RowStatus.Waiting) =>
        new()
        {
            Number = number,
            Reference = $"R-{number}",
            Lines = [new BatchLine(number, ["a", "ü"])],
            Status = status,
        };
}
