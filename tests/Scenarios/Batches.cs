using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Onboarding;
using Onboarding.Batches;
using Onboarding.Retention;
using Onboarding.Webhooks;
using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace Scenarios;

public abstract partial class OnboardingScenarios
{
    [Fact]
    public async Task A_batch_with_every_kind_of_bad_row_begins_the_good_ones_and_says_what_is_wrong_with_the_others()
    {
        await Host.Start();
        var batch = await Received(
            BatchFiles.Csv(
                BatchFiles.Row(1),
                BatchFiles.Row(2, ("reference", "")),
                BatchFiles.Row(3, ("customer.address.postalCode", "1")),
                BatchFiles.Row(4, ("subscriptions.quantity", "many")),
                BatchFiles.Row(5, ("subscriptions.product", "CFQ7TTC0XXXX")),
                BatchFiles.Row(6, ("agreement.acceptedOn", "20.13.2026")),
                BatchFiles.Row(7, ("contact.email", "gena")),
                BatchFiles.Row(8) + ",surplus",
                BatchFiles.Row(9, ("customer.companyName", "\"Nine \"x GmbH")),
                BatchFiles.Row(10),
                BatchFiles.Row(10, ("customer.domainPrefix", "another")),
                BatchFiles.Row(11, ("partner", "nobody"))
            )
        );

        await Host.UntilQuiet();

        var rows = (await Rows(batch)).ToDictionary(row => row.Number);
        Assert.Equal("completed", rows[1].Status);
        Assert.Equal(
            [
                (2, ErrorCodes.FieldRequired),
                (3, ErrorCodes.PostalCodeInvalid),
                (4, ErrorCodes.FieldWrongType),
                (5, ErrorCodes.OfferUnknown),
                (6, ErrorCodes.FieldInvalid),
                (7, ErrorCodes.EmailInvalid),
                (8, ErrorCodes.RowUnreadable),
                (9, ErrorCodes.RowUnreadable),
                (10, ErrorCodes.RowContradiction),
                (12, ErrorCodes.PartnerUnknown),
            ],
            rows.Values.Where(row => row.Status == RowStatus.Refused).Select(row => (row.Number, row.Code!))
        );
        Assert.All(rows.Values, row => Assert.Equal(row.Status == "completed", row.Onboarding is not null));
        Assert.Contains("customer.address.postalCode", rows[3].Message, StringComparison.Ordinal);
        Assert.Single(Simulator.Ledger.Tenants);
        var ended = await Stored(batch);
        Assert.Equal(BatchState.Ended, ended.State);
        Assert.Equal(
            new Dictionary<string, int> { ["completed"] = 1, ["refused"] = 10 },
            ended.Ends!.OrderBy(end => end.Key, StringComparer.Ordinal).ToDictionary()
        );
    }

    [Fact]
    public async Task A_batch_whose_rows_meet_the_partners_own_trouble_pauses_itself_and_is_resumed_as_a_whole()
    {
        await Host.Start(options =>
            options.With(SimulatedPartners.DirectBillTenantId, partner => partner with { CreditLimit = 10 })
        );
        var batch = await Received(BatchFiles.Csv(10), concurrency: 1);

        await Host.StepUntil(async () => (await Stored(batch)).State == BatchState.Paused);
        var paused = await Stored(batch);
        Assert.Equal(ErrorCodes.CreditLimit, paused.PausedBecause!.Code);
        Assert.Equal(3, (await Rows(batch)).Count(row => row.Code == ErrorCodes.CreditLimit));
        Assert.Equal(3, Simulator.Ledger.Tenants.Count);

        Simulator.Control.SetPartner(
            SimulatedPartners.DirectBillTenantId,
            partner => partner with { CreditLimit = null }
        );
        Assert.IsType<BatchChange.Done>(await Batches.Resume(batch.Id, "otto", default));
        await Host.UntilQuiet();

        Assert.All(await Rows(batch), row => Assert.Equal("completed", row.Status));
        Assert.Null((await Stored(batch)).PausedBecause);
        Assert.Equal(0, Effects("relationshipRemoved"));
        AssertEverythingOnce(10);
    }

    [Fact]
    public async Task Rows_with_one_reference_are_one_request_with_several_subscriptions_wherever_they_stand()
    {
        await Host.Start();
        var batch = await Received(
            BatchFiles.Csv(
                BatchFiles.Row(1),
                BatchFiles.Row(2),
                "LIST-0001,,,,,,,,,,,,,,,,,,,,CFQ7TTC0LDPB,0001,3,P1Y,monthly"
            )
        );

        await Host.UntilQuiet();

        var rows = await Rows(batch);
        Assert.Equal(
            [
                [1, 3],
                [2],
            ],
            rows.Select(row => row.Lines.Select(line => line.Number))
        );
        Assert.All(rows, row => Assert.Equal("completed", row.Status));
        var record = await Host.Records.Get(rows[0].Onboarding!.Value, default);
        Assert.Equal(2, record!.Exists.Subscriptions.Count);
        Assert.Equal(batch.Id.Value, record.Batch);
    }

    [Fact]
    public async Task The_same_file_uploaded_twice_begins_nothing_twice_and_a_corrected_one_only_what_has_not_run()
    {
        await Host.Start();
        var first = await Received(
            BatchFiles.Csv(
                BatchFiles.Row(1),
                BatchFiles.Row(2, ("customer.address.postalCode", "1")),
                BatchFiles.Row(3)
            )
        );
        var twin = await Received(
            BatchFiles.Csv(
                BatchFiles.Row(1),
                BatchFiles.Row(2, ("customer.address.postalCode", "1")),
                BatchFiles.Row(3)
            )
        );
        await Host.UntilQuiet();
        Assert.Equal(2, Simulator.Ledger.Tenants.Count);
        Assert.Equal(
            (await Rows(first)).Select(row => (row.Status, row.Onboarding)),
            (await Rows(twin)).Select(row => (row.Status, row.Onboarding))
        );

        // What came back, corrected in one cell, as somebody with a spreadsheet does it.
        var results = (await Results(first)).Replace(",1,DE", ",85716,DE", StringComparison.Ordinal);
        var corrected = await Received(results);
        await Host.UntilQuiet();

        Assert.All(await Rows(corrected), row => Assert.Equal("completed", row.Status));
        Assert.Equal(3, Simulator.Ledger.Tenants.Count);
        AssertEverythingOnce(3);
    }

    [Fact]
    public async Task A_file_that_is_sent_again_is_through_in_moments_whatever_its_concurrency()
    {
        await Host.Start();
        var file = BatchFiles.Csv(
            Enumerable
                .Range(1, 30)
                .Select(number =>
                    number <= 10 ? BatchFiles.Row(number) : BatchFiles.Row(number, ("customer.address.postalCode", "1"))
                )
        );
        await Received(file, concurrency: 10);
        await Host.UntilQuiet();

        var again = await Received(file, concurrency: 1);
        await Host.UntilQuiet();

        var ended = await Stored(again);
        Assert.InRange(ended.EndedAt!.Value - ended.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(
            new Dictionary<string, int> { ["completed"] = 10, ["refused"] = 20 },
            ended.Ends!.OrderBy(end => end.Key, StringComparer.Ordinal).ToDictionary()
        );
        AssertEverythingOnce(10);
    }

    [Fact]
    public async Task Columns_of_the_sender_come_back_whatever_they_are_called_and_the_mark_of_a_spreadsheet_too()
    {
        await Host.Start();
        var lines = BatchFiles
            .Csv(BatchFiles.Row(1), BatchFiles.Row(2, ("customer.address.postalCode", "1")))
            .TrimEnd()
            .Split('\n');
        var first = await Received($"\uFEFFid,message,{lines[0]}\nC-17,küche,{lines[1]}\nC-18,=1+1,{lines[2]}\n");
        await Host.UntilQuiet();
        var results = await Results(first);

        var again = await Received(results.Replace(",1,DE", ",85716,DE", StringComparison.Ordinal));
        await Host.UntilQuiet();
        var corrected = (await Results(again)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

        Assert.StartsWith("\uFEFFid,message,reference,", results, StringComparison.Ordinal);
        Assert.Equal($"\uFEFFid,message,{lines[0].TrimEnd()},id,outcome,code,message,findings", corrected[0]);
        Assert.StartsWith("C-17,küche,LIST-0001,", corrected[1], StringComparison.Ordinal);
        Assert.StartsWith("C-18,\"'=1+1\",LIST-0002,", corrected[2], StringComparison.Ordinal);
        Assert.Equal(["id", "message"], BatchHeadings.Ignored(again));
        Assert.All(await Rows(again), row => Assert.Equal("completed", row.Status));
        Assert.StartsWith(
            "\uFEFFreference,",
            await Results(await Received(BatchFiles.Csv(3))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_a_spreadsheet_has_changed_is_put_back_with_a_warning_or_refused_with_what_may_be_meant()
    {
        await Host.Start();
        var mended = BatchFiles.Row(
            1,
            ("customer.address.postalCode", "1067"),
            ("customer.address.city", "Dresden"),
            ("customer.address.state", "SN"),
            ("agreement.acceptedOn", "20.11.2026"),
            ("subscriptions.sku", "1"),
            ("customer.culture", "\u201Cde\u2013DE\u201D")
        );
        var batch = await Received(
            BatchFiles.Csv(
                mended,
                BatchFiles.Row(2, ("agreement.acceptedOn", "11/12/2026")),
                BatchFiles.Row(3, ("reference", "4.92E+11")),
                BatchFiles.Row(4, ("customer.companyName", "BÃ¤ckerei Nord GmbH"))
            )
        );
        await Host.UntilQuiet();

        var rows = await Rows(batch);
        Assert.Equal("completed", rows[0].Status);
        Assert.Equal(
            [
                ("/customer/culture", "de-DE"),
                ("/agreement/acceptedOn", "2026-11-20"),
                ("/subscriptions/0/sku", "0001"),
                ("/customer/address/postalCode", "01067"),
            ],
            rows[0]
                .Findings.Where(finding => finding.Code == ErrorCodes.RowCellChanged)
                .Select(finding => (finding.Path, finding.Suggestion!))
        );
        Assert.Equal(
            [ErrorCodes.RowCellChanged, ErrorCodes.RowCellChanged, ErrorCodes.FieldGarbled],
            rows.Skip(1).Select(row => row.Code!)
        );
        Assert.Contains("2026-12-11 or 2026-11-12", rows[1].Message, StringComparison.Ordinal);
        Assert.Contains("Bäckerei Nord GmbH", rows[3].Message, StringComparison.Ordinal);

        var again = await Received(await Results(batch));
        await Host.UntilQuiet();
        Assert.Equal(rows[0].Onboarding, (await Rows(again))[0].Onboarding);
        AssertEverythingOnce(1);
    }

    [Fact]
    public async Task A_batch_and_what_came_in_are_removed_when_they_were_kept_long_enough_and_a_dead_letter_stays()
    {
        await Host.Start();
        var batch = await Received(BatchFiles.Csv(1));
        var inbox = Host.Services.GetRequiredService<InboxService>();
        await inbox.Receive(InboxMessage.Queue, "good", DurableJson.Write(Requests.Direct()), "key:shop", default);
        await inbox.Receive(InboxMessage.Queue, "bad", "{}", "key:shop", default);
        await Host.UntilQuiet();
        var cutOff = await Host
            .Services.GetRequiredService<IBatches>()
            .Add(
                batch with
                {
                    Id = BatchId.New(),
                    State = BatchState.Receiving,
                    CreatedAt = Host.Clock.GetUtcNow(),
                    ETag = null,
                },
                default
            );
        var expired = Host.Services.GetRequiredService<ExpiredData>();

        Host.Clock.Advance(TimeSpan.FromDays(2));
        var early = await expired.Remove(default);
        var stands = await Host.Services.GetRequiredService<IBatches>().Get(batch.Id, default);
        Host.Clock.Advance(TimeSpan.FromDays(90));
        var late = await expired.Remove(default);

        Assert.Equal(new RemovedData(0, 1, 0, 0), early);
        Assert.Null(await Host.Services.GetRequiredService<IBatches>().Get(cutOff.Id, default));
        Assert.NotNull(stands);
        Assert.Equal(new RemovedData(0, 1, 1, 0), late);
        Assert.Empty((await Host.Services.GetRequiredService<IBatches>().List(10, null, default)).Items);
        Assert.Equal("bad", Assert.Single((await Inbox.List(null, 10, null, default)).Items).Id);
        Assert.Equal(2, (await Host.Records.Search(new(), default)).Items.Count);
    }

    [Fact]
    public async Task A_batch_killed_at_forty_percent_goes_on_and_does_nothing_twice()
    {
        await Host.Start();
        var batch = await Received(BatchFiles.Csv(10), concurrency: 2);
        await Host.StepUntil(async () => (await Rows(batch)).Count(row => row.Status == "completed") >= 4);

        await Host.KillEngine();
        await Host.StartEngine();
        await Host.UntilQuiet();

        Assert.Equal(Enumerable.Repeat("completed", 10), (await Rows(batch)).Select(row => row.Status));
        AssertEverythingOnce(10);
    }

    [Fact]
    public async Task A_paused_batch_begins_nothing_until_it_is_resumed()
    {
        await Host.Start();
        var batch = await Received(BatchFiles.Csv(6), concurrency: 1);
        await Host.StepUntil(async () => (await Rows(batch)).Any(row => row.Status == "completed"));
        Assert.IsType<BatchChange.Done>(await Batches.Pause(batch.Id, "otto", default));
        await Host.StepUntil(async () => !(await Rows(batch)).Any(row => row.Status == RowStatus.Running));
        var before = Simulator.Ledger.Tenants.Count;
        for (var look = 0; look < 5; look++)
            await Host.StepUntil(() => Task.FromResult(true));

        Assert.Equal(before, Simulator.Ledger.Tenants.Count);
        Assert.InRange(before, 1, 5);
        Assert.IsType<BatchChange.Done>(await Batches.Resume(batch.Id, "otto", default));
        await Host.UntilQuiet();

        Assert.All(await Rows(batch), row => Assert.Equal("completed", row.Status));
        Assert.True((await Stored(batch)).PausedFor > TimeSpan.Zero);
        AssertEverythingOnce(6);
    }

    [Fact]
    public async Task A_cancelled_batch_begins_no_more_and_lets_what_runs_come_to_its_end()
    {
        await Host.Start();
        var batch = await Received(BatchFiles.Csv(20), concurrency: 1);
        await Host.StepUntil(async () => (await Rows(batch)).Any(row => row.Onboarding is not null));

        Assert.IsType<BatchChange.Done>(await Batches.Cancel(batch.Id, "otto", default));
        await Host.UntilQuiet();

        var rows = await Rows(batch);
        Assert.All(rows, row => Assert.Contains(row.Status, new[] { "completed", RowStatus.Withdrawn }));
        Assert.Equal(rows.Count(row => row.Status == "completed"), Simulator.Ledger.Tenants.Count);
        Assert.Contains(rows, row => row.Status == RowStatus.Withdrawn);
        var ended = await Stored(batch);
        Assert.Equal((BatchState.Cancelled, true), (ended.State, ended.EndedAt is not null));
        Assert.IsType<BatchChange.NotNow>(await Batches.Resume(batch.Id, "otto", default));
    }

    [Fact]
    public async Task Rows_that_wait_for_the_customer_do_not_keep_the_others_from_beginning()
    {
        await Host.Start();
        var batch = await Received(
            BatchFiles.Csv(
                Enumerable
                    .Range(1, 6)
                    .Select(number =>
                        number <= 3
                            ? BatchFiles.Row(
                                number,
                                ("agreement.mode", "direct"),
                                ("agreement.acceptedOn", ""),
                                ("agreement.acceptedBy.firstName", ""),
                                ("agreement.acceptedBy.lastName", ""),
                                ("agreement.acceptedBy.email", "")
                            )
                            : BatchFiles.Row(number)
                    )
            ),
            concurrency: 1
        );

        await Host.StepUntil(async () => (await Rows(batch)).Count(row => row.Status == "completed") == 3);

        var rows = await Rows(batch);
        Assert.All(rows.Take(3), row => Assert.Equal(RowStatus.Pending, row.Status));
        Assert.All(rows.Skip(3), row => Assert.Equal("completed", row.Status));
    }

    [Fact]
    public async Task A_single_onboarding_is_not_starved_by_two_batches_under_throttling()
    {
        await Host.Start();
        var batches = new[]
        {
            await Received(BatchFiles.Csv(40), concurrency: 6),
            await Received(
                BatchFiles.Csv(Enumerable.Range(101, 40).Select(number => BatchFiles.Row(number))),
                concurrency: 6
            ),
        };
        await Host.StepUntil(async () => (await Rows(batches[0])).Any(row => row.Status != RowStatus.Waiting));
        Simulator.Faults.Add(
            new SimulatedFault
            {
                Operation = "*",
                Kind = FaultKind.Throttle,
                Probability = 0.3,
                RetryAfterSeconds = 2,
            }
        );

        var record = await Host.Onboard(Requests.Direct());
        var open = 0;
        foreach (var batch in batches)
            open += (await Rows(batch)).Count(row => RowStatus.Open.Contains(row.Status));

        Assert.IsType<OnboardingOutcome.Completed>(record.Outcome);
        Assert.True(open > 0, "The batches had ended before the single one, which proves nothing.");
        await Host.UntilQuiet();
        foreach (var batch in batches)
            Assert.All(await Rows(batch), row => Assert.Equal("completed", row.Status));
        AssertEverythingOnce(81);
    }

    [Fact]
    public async Task A_file_of_JSON_lines_comes_back_as_a_spreadsheet_that_can_be_sent_again()
    {
        await Host.Start();
        var good = DurableJson.Write(Requests.Direct());
        var bad = DurableJson.Write(
            Requests.Direct("Tailspin") with
            {
                Customer = Requests.Direct("Tailspin").Customer with { DomainPrefix = "no-hyphens" },
            }
        );
        var batch = await Received($"{good}\n\n{bad}\n{{\"reference\":", format: BatchFormat.Ndjson);
        await Host.UntilQuiet();
        Assert.Equal(
            ["completed", RowStatus.Refused, RowStatus.Refused],
            (await Rows(batch)).Select(row => row.Status)
        );

        var again = await Received((await Results(batch)).Replace("no-hyphens", "tailspin", StringComparison.Ordinal));
        await Host.UntilQuiet();

        Assert.Equal(["completed", "completed", RowStatus.Refused], (await Rows(again)).Select(row => row.Status));
        AssertEverythingOnce(2);
    }

    private BatchService Batches => Host.Services.GetRequiredService<BatchService>();

    private Task<Batch> Received(string file, int? concurrency = null, BatchFormat format = BatchFormat.Csv) =>
        Host
            .Services.GetRequiredService<BatchReceiver>()
            .Receive(new(format, "list", concurrency, "gena"), BatchFiles.Stream(file), default);

    private async Task<Batch> Stored(Batch batch) =>
        (await Host.Services.GetRequiredService<IBatches>().Get(batch.Id, default))!;

    private Task<IReadOnlyList<BatchRow>> Rows(Batch batch) =>
        Host.Services.GetRequiredService<IBatches>().Rows(batch.Id, null, 0, 1000, default);

    private async Task<string> Results(Batch batch)
    {
        using var file = new MemoryStream();
        await Host.Services.GetRequiredService<BatchResults>().Write(await Stored(batch), file, default);
        return Encoding.UTF8.GetString(file.ToArray());
    }
}
