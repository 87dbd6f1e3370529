using Azure.Data.Tables;
using Onboarding.Azure.Tables;
using Onboarding.Progress;
using OnboardingFunctions.Tests.Azurite;
using Scenarios.Stores;

namespace OnboardingFunctions.Tests.Tables;

/// <summary>
/// What the abstract suite cannot ask because it is Tables' own: sizes, partitions, races on ETags, pages over many
/// rows.
/// </summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableRecordsTests(AzuriteFixture azurite)
{
    private static CancellationToken Never => CancellationToken.None;

    [AzuriteFact]
    public async Task Reserve_ManyAtOnce_OneIsWritten()
    {
        var records = new TableOnboardingRecords(azurite.NewStore());
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n => records.Reserve(TestRecords.Record("CRM-1") with { SubmittedBy = $"caller {n}" }, Never))
        );
        Assert.Single(answers, answer => answer.IsNew);
        Assert.Single(answers.Select(answer => answer.Record.SubmittedBy).Distinct());
        Assert.Single((await records.Search(new OnboardingQuery(), Never)).Items);
    }

    [AzuriteFact]
    public async Task Apply_ManyAtOnce_NoneIsLostAndTheHighestStands()
    {
        var records = new TableOnboardingRecords(azurite.NewStore());
        var record = TestRecords.Record("CRM-2");
        await records.Reserve(record, Never);
        await Task.WhenAll(
            Enumerable
                .Range(1, 12)
                .Select(n => records.Apply(record.Id, TestRecords.Change(n, stage: $"stage-{n}"), Never))
        );
        Assert.Equal(
            Enumerable.Range(1, 12),
            (await records.Timeline(record.Id, Never)).Select(change => change.Sequence)
        );
        Assert.Equal("stage-12", (await records.Get(record.Id, Never))!.Stage);
        Assert.Equal(
            "stage-12",
            Assert.Single((await records.Search(new OnboardingQuery { State = "stage-12" }, Never)).Items).Stage
        );
    }

    [AzuriteTheory]
    [InlineData(30_000)]
    [InlineData(150_000)]
    [InlineData(900_000)]
    public async Task Reserve_BodyOfAnySize_ComesBackWhole(int letters)
    {
        var records = new TableOnboardingRecords(azurite.NewStore());
        var record = TestRecords.Record("CRM-3", company: new string('ü', letters));
        await records.Reserve(record, Never);
        Assert.Equal(
            record.Request.Customer.CompanyName,
            (await records.Get(record.Id, Never))!.Request.Customer.CompanyName
        );
        await records.Apply(record.Id, TestRecords.Change(1, text: new string('x', letters)), Never);
        Assert.Equal(letters, Assert.Single(await records.Timeline(record.Id, Never)).Text.ToString().Length);
    }

    [AzuriteFact]
    public async Task Search_OverTenThousandRows_PagesHoldEachOnceNewestFirst()
    {
        // Each lies in five rows.
        const int onboardings = 2_500;
        var records = new TableOnboardingRecords(azurite.NewStore());
        await Parallel.ForAsync(
            0,
            onboardings,
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (n, stop) =>
                await records.Reserve(TestRecords.Record($"CRM-{n}", TestRecords.Noon.AddSeconds(n / 2)), stop)
        );
        var seen = new List<OnboardingRecord>();
        string? continuation = null;
        do
        {
            var page = await records.Search(new OnboardingQuery { Limit = 200, Continuation = continuation }, Never);
            seen.AddRange(page.Items);
            continuation = page.Continuation;
        } while (continuation is not null);
        Assert.Equal(onboardings, seen.Select(record => record.Id).Distinct().Count());
        Assert.Equal(onboardings, seen.Count);
        Assert.Equal(
            seen.OrderByDescending(record => record.SubmittedAt).Select(record => record.SubmittedAt),
            seen.Select(record => record.SubmittedAt)
        );
    }

    [AzuriteFact]
    public async Task Search_FromAndTo_FromCountsToDoesNot()
    {
        var records = new TableOnboardingRecords(azurite.NewStore());
        for (var n = 0; n < 4; n++)
            await records.Reserve(TestRecords.Record($"CRM-{n}", TestRecords.Noon.AddTicks(n)), Never);
        var found = await records.Search(
            new OnboardingQuery { From = TestRecords.Noon.AddTicks(1), To = TestRecords.Noon.AddTicks(3) },
            Never
        );
        Assert.Equal(["CRM-2", "CRM-1"], found.Items.Select(record => record.Request.Reference));
    }

    [AzuriteFact]
    public async Task Search_ContinuationOfAnotherList_IsRefused()
    {
        var records = new TableOnboardingRecords(azurite.NewStore());
        await Assert.ThrowsAsync<FormatException>(() =>
            records.Search(new OnboardingQuery { Continuation = "bm9uc2Vuc2U" }, Never)
        );
        await Assert.ThrowsAsync<FormatException>(() =>
            records.Search(
                new OnboardingQuery { Continuation = Keys.ToContinuation("t|1' or PartitionKey ne '") },
                Never
            )
        );
    }

    [AzuriteTheory]
    [InlineData(1)]
    [InlineData(25)]
    public async Task FindSameCustomer_RowsOfVersion01_AreFoundWhileTheyAreMovedAndAfterwards(int movedAtOnce)
    {
        var store = azurite.NewStore();
        var records = new TableOnboardingRecords(store, new CustomerIndex(store, movedAtOnce));
        var table = await store.Table(TableNames.Records, Never);
        for (var n = 0; n < 3; n++)
            await ReserveAsVersion01(records, table, $"CRM-old-{n}", TestRecords.Noon.AddMinutes(n));
        await records.Reserve(TestRecords.Record("CRM-new", TestRecords.Noon.AddMinutes(5)), Never);

        for (var look = 0; look < 12; look++)
        {
            Assert.Equal(
                ["CRM-new", "CRM-old-2", "CRM-old-1", "CRM-old-0"],
                await Found(new("default", null, "wingtip toys gmbh"))
            );
            Assert.Equal(["CRM-old-1"], await Found(new("default", "crm-old-1.onmicrosoft.com")));
            Assert.Equal(["CRM-old-2"], await Found(new("default", null, null, "HRB CRM-old-2")));
        }

        foreach (var partition in RecordRows.Partitions)
        {
            foreach (var list in new[] { "d|", "n|", "g|" })
                Assert.Empty(table.Query<TableEntity>(Filter.Range(partition, list, list + Keys.End)));
        }

        async Task<IEnumerable<string>> Found(CustomerKeys keys) =>
            (await records.FindSameCustomer(keys, null, Never)).Select(record => record.Request.Reference);
    }

    [AzuriteFact]
    public async Task FindSameCustomer_OneReservedManyTimes_DoesNotHideTheOthers()
    {
        var store = azurite.NewStore();
        var records = new TableOnboardingRecords(store);
        await records.Reserve(TestRecords.Record("CRM-first", TestRecords.Noon), Never);
        for (var n = 1; n <= 12; n++)
            await records.Reserve(TestRecords.Record("CRM-again", TestRecords.Noon.AddMinutes(n)), Never);

        var found = await records.FindSameCustomer(new("default", null, "Wingtip Toys GmbH"), null, Never);

        Assert.Equal(["CRM-again", "CRM-first"], found.Select(record => record.Request.Reference));
    }

    [AzuriteFact]
    public async Task Rows_of_lists_of_version_01_are_filled_a_few_at_a_time_and_found_by_what_they_had_meanwhile()
    {
        var store = azurite.NewStore();
        var records = new TableOnboardingRecords(store);
        for (var n = 0; n < 7; n++)
        {
            var plain = TestRecords.Record($"CRM-{n}", TestRecords.Noon.AddMinutes(n), $"Ärzte {9 - n}");
            await records.Reserve(
                plain with
                {
                    Request = plain.Request with { Contact = new("A", "B", $"mail{n}@wingtip.example", null) },
                },
                Never
            );
        }

        await WriteListsAsVersion01(await store.Table(TableNames.Records, Never));
        var columns = new TableSearchColumns(store, records, most: 5);
        Assert.Equal(["CRM-6"], await Found(new() { Text = "ärzte 3" }));
        Assert.Equal(
            ["CRM-6", "CRM-5"],
            await Found(new() { Sort = new(OnboardingSortKey.CompanyName, false), Limit = 2 })
        );
        Assert.Empty(await Found(new() { Text = "mail3@" }));

        // Each is in the list of all and in that of the open ones.
        Assert.Equal(5, await columns.FillMissing(Never));
        Assert.Equal(5, await columns.FillMissing(Never));
        Assert.Equal(4, await columns.FillMissing(Never));
        Assert.Equal(0, await columns.FillMissing(Never));
        Assert.Equal(0, await new TableSearchColumns(store, records).FillMissing(Never));

        Assert.Equal(["CRM-3"], await Found(new() { Text = "mail3@" }));
        Assert.Equal(["CRM-3"], await Found(new() { Text = "MAIL3@", State = "open" }));
        Assert.Equal(["CRM-6"], await Found(new() { Text = "ärzte 3" }));

        async Task<IEnumerable<string>> Found(OnboardingQuery query) =>
            (await records.Search(query, Never)).Items.Select(record => record.Request.Reference);
    }

    private static async Task WriteListsAsVersion01(TableClient table)
    {
        foreach (var partition in RecordRows.Partitions)
        {
            foreach (var list in (string[])[RecordRows.All, RecordRows.Open])
            {
                await foreach (var row in table.QueryAsync<TableEntity>(Filter.Range(partition, list, list + Keys.End)))
                {
                    var words = row.GetString("Words").Split('\n');
                    (row["Company"], row["Reference"], row["Domain"]) = (words[0], words[1], words[2]);
                    foreach (var added in (string[])["Words", "Name", "Since"])
                        row.Remove(added);
                    await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
                }
            }
        }
    }

    // As it lay in version 0.1: the rows by which a customer is known again beside the record, none in the index. Those
    // of a name with a number had a list of their own.
    private static async Task ReserveAsVersion01(
        TableOnboardingRecords records,
        TableClient table,
        string reference,
        DateTimeOffset at
    )
    {
        var plain = TestRecords.Record(reference, at);
        var number = $"HRB {reference}";
        var record = plain with
        {
            Request = plain.Request with { Customer = plain.Request.Customer with { RegistrationNumber = number } },
        };
        await records.Reserve(record, Never);
        var suffix = $"{Keys.Descending(at)}|{Keys.Part(record.Id.Value)}";
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.RowKey == suffix))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        string[] keys =
        [
            $"d|default|{Keys.Part(record.Domain!)}|{suffix}",
            $"n|default|{Keys.Hash("WINGTIP TOYS GMBH\n")}|{suffix}",
            $"g|default|{Keys.Hash(number)}|{suffix}",
        ];
        foreach (var key in keys)
            await table.AddEntityAsync(
                new TableEntity(RecordRows.Partition(record.Id.Value), key) { ["Onboarding"] = record.Id.Value }
            );
    }
}
