using Onboarding;
using Onboarding.Progress;
using Onboarding.Requests;
using static Scenarios.Stores.Records;

namespace Scenarios.Stores;

/// <summary>
/// What <see cref="IOnboardingRecords"/> promises; every store derives it. <see cref="CreateStore"/> gives the same
/// empty store for the length of one test.
/// </summary>
public abstract class OnboardingRecordsSuite
{
    protected abstract IOnboardingRecords CreateStore();

    private IOnboardingRecords? _store;
    private object? _creating;

    // Several callers at once have one store.
    private IOnboardingRecords Store => LazyInitializer.EnsureInitialized(ref _store, ref _creating, CreateStore)!;

    [Fact]
    public async Task Reserve_NewId_WritesTheRecord()
    {
        var record = Record("one", domain: "wingtiptoys.onmicrosoft.com");

        var reservation = await Store.Reserve(record, default);

        Assert.True(reservation.IsNew);
        AssertSame(record, reservation.Record);
        AssertSame(record, await Store.Get(record.Id, default));
    }

    [Fact]
    public async Task Reserve_IdThatStands_ReturnsTheFirstRecord()
    {
        var first = Record("one");
        await Store.Reserve(first, default);

        var second = await Store.Reserve(first with { RequestHash = "another body", Stage = Stage.Ordering }, default);

        Assert.False(second.IsNew);
        AssertSame(first, second.Record);
        AssertSame(first, await Store.Get(first.Id, default));
    }

    [Fact]
    public async Task Reserve_ManyAtOnce_WritesExactlyOne()
    {
        var store = Store;

        var reservations = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(n => Task.Run(() => store.Reserve(Record("one") with { RequestHash = $"body {n}" }, default)))
        );

        var winner = Assert.Single(reservations, reservation => reservation.IsNew);
        Assert.All(
            reservations,
            reservation => Assert.Equal(winner.Record.RequestHash, reservation.Record.RequestHash)
        );
    }

    [Fact]
    public async Task Get_UnknownId_IsNull() => Assert.Null(await Store.Get(new OnboardingId("ob-nowhere"), default));

    [Fact]
    public async Task Apply_NewestChange_MovesTheRecordOn()
    {
        var record = await Reserved("one");
        var exists = ProvisionedResources.Empty with
        {
            TenantId = Guid.NewGuid(),
            Domain = "wingtiptoys.onmicrosoft.com",
        };

        await Store.Apply(
            record.Id,
            Change(1, Stage.UnderMicrosoftReview, Actor.Microsoft) with
            {
                Exists = exists,
                ErrorCode = "wait.expired",
            },
            default
        );

        var moved = (await Store.Get(record.Id, default))!;
        Assert.Equal(
            (Stage.UnderMicrosoftReview, Actor.Microsoft, Noon.AddHours(1), 1, "wait.expired"),
            (moved.Stage, moved.WaitsFor, moved.Since, moved.Sequence, moved.ErrorCode)
        );
        Assert.Equal(exists.TenantId, moved.Exists.TenantId);
    }

    [Fact]
    public async Task Apply_ChangeThatCarriesNothing_KeepsWhatStood()
    {
        var record = await Reserved("one");
        var tenant = Guid.NewGuid();
        var exists = ProvisionedResources.Empty with { TenantId = tenant };
        await Store.Apply(
            record.Id,
            Change(1, Stage.Undoing) with
            {
                Exists = exists,
                Outcome = new OnboardingOutcome.Cancelled(exists, "gena"),
                ErrorCode = "onboarding.cancelled",
            },
            default
        );

        await Store.Apply(record.Id, Change(2, "cancelled", Actor.Nobody), default);

        var moved = (await Store.Get(record.Id, default))!;
        Assert.Equal(
            (tenant, "onboarding.cancelled", "cancelled"),
            (moved.Exists.TenantId, moved.ErrorCode, moved.Stage)
        );
        Assert.Equal("gena", Assert.IsType<OnboardingOutcome.Cancelled>(moved.Outcome).By);
    }

    [Fact]
    public async Task Erase_Record_IsNotFoundByItsNameAnyMoreAndStands()
    {
        var record = await Reserved("one", domain: "wingtiptoys.onmicrosoft.com");
        await Store.Apply(record.Id, Change(1, Stage.Ordering) with { Text = $"For Wingtip Toys GmbH." }, default);

        await Store.Erase(
            record.Id,
            known =>
                known with
                {
                    Domain = null,
                    ErasedAt = Noon,
                    Request = known.Request with { Customer = new CustomerSection() },
                },
            change => change with { Text = $"For somebody." },
            default
        );

        var erased = (await Store.Get(record.Id, default))!;
        Assert.Equal((Noon, null, "one"), (erased.ErasedAt, erased.Domain, erased.Request.Reference));
        Assert.Equal("For somebody.", Assert.Single(await Store.Timeline(record.Id, default)).Text.ToString());
        Assert.Empty((await Store.Search(new() { Text = "wingtip" }, default)).Items);
        Assert.Equal(record.Id, Assert.Single((await Store.Search(new() { Text = "one" }, default)).Items).Id);
        Assert.Empty(
            await Store.FindSameCustomer(
                new("default", "wingtiptoys.onmicrosoft.com", "Wingtip Toys GmbH"),
                null,
                default
            )
        );
    }

    [Fact]
    public async Task Apply_ToAnErasedRecord_KeepsNoDomain()
    {
        var record = await Reserved("one");
        await Store.Erase(record.Id, known => known with { ErasedAt = Noon }, change => change, default);

        var moved = await Store.Apply(
            record.Id,
            [
                Change(1, Stage.Ordering) with
                {
                    Exists = ProvisionedResources.Empty with { Domain = "wingtiptoys.onmicrosoft.com" },
                },
            ],
            default
        );

        Assert.Null(moved!.Exists.Domain);
        var line = Assert.Single(await Store.Timeline(record.Id, default));
        Assert.Null(line.Exists!.Domain);
    }

    [Fact]
    public async Task Remove_Record_LeavesATombstoneThatItsRequestFinds()
    {
        var record = await Reserved("one", domain: "wingtiptoys.onmicrosoft.com");
        await Store.Apply(
            record.Id,
            Change(1, "completed", Actor.Nobody) with
            {
                Outcome = new OnboardingOutcome.Completed(ProvisionedResources.Empty),
            },
            default
        );

        await Store.Remove((await Store.Get(record.Id, default))!, Noon.AddDays(1), default);

        var tombstone = (await Store.Get(record.Id, default))!;
        Assert.Equal(
            (Noon.AddDays(1), record.RequestHash, "completed", null),
            (tombstone.RemovedAt, tombstone.RequestHash, tombstone.Stage, tombstone.Request.Customer.CompanyName)
        );
        Assert.IsType<OnboardingOutcome.Completed>(tombstone.Outcome);
        Assert.Empty(await Store.Timeline(record.Id, default));
        Assert.Empty((await Store.Search(new(), default)).Items);
        Assert.Empty(
            await Store.FindSameCustomer(
                new("default", "wingtiptoys.onmicrosoft.com", "Wingtip Toys GmbH"),
                null,
                default
            )
        );
        var again = await Store.Reserve(record, default);
        Assert.False(again.IsNew);
        Assert.Equal(Noon.AddDays(1), again.Record.RemovedAt);
    }

    [Fact]
    public async Task Apply_SameSequenceAgain_ChangesNothing()
    {
        var record = await Reserved("one");
        await Store.Apply(record.Id, Change(1, Stage.CreatingCustomer), default);

        await Store.Apply(record.Id, Change(1, Stage.Ordering) with { Text = $"again" }, default);

        Assert.Equal(Stage.CreatingCustomer, (await Store.Get(record.Id, default))!.Stage);
        Assert.Equal("step 1", Assert.Single(await Store.Timeline(record.Id, default)).Text.ToString());
    }

    [Fact]
    public async Task Changes_written_together_are_in_the_timeline_and_the_newest_stands()
    {
        var record = await Reserved("CRM-together");

        var moved = await Store.Apply(
            record.Id,
            [Change(1, Stage.Validating), Change(2, Stage.CreatingCustomer), Change(3, Stage.Ordering)],
            default
        );
        Assert.Equal(Stage.Ordering, moved!.Stage);

        Assert.Equal([1, 2, 3], (await Store.Timeline(record.Id, default)).Select(change => change.Sequence));
        Assert.Equal(Stage.Ordering, (await Store.Get(record.Id, default))!.Stage);
    }

    [Fact]
    public async Task Of_changes_written_together_again_only_the_new_ones_are_added()
    {
        var record = await Reserved("CRM-again");
        await Store.Apply(record.Id, [Change(1, Stage.Validating), Change(2, Stage.CreatingCustomer)], default);

        Assert.Equal(
            3,
            (
                await Store.Apply(
                    record.Id,
                    [Change(1, "again"), Change(2, "again"), Change(3, Stage.Ordering)],
                    default
                )
            )!.Sequence
        );
        Assert.Null(await Store.Apply(record.Id, [Change(2, "again"), Change(3, "again")], default));

        Assert.Equal(
            [Stage.Validating, Stage.CreatingCustomer, Stage.Ordering],
            (await Store.Timeline(record.Id, default)).Select(change => change.Stage)
        );
        Assert.Equal(3, (await Store.Get(record.Id, default))!.Sequence);
    }

    [Fact]
    public async Task Apply_OlderChangeAfterNewer_OnlyJoinsTheTimeline()
    {
        var record = await Reserved("one");
        await Store.Apply(record.Id, Change(2, Stage.Ordering), default);

        await Store.Apply(record.Id, Change(1, Stage.CreatingCustomer), default);

        var moved = (await Store.Get(record.Id, default))!;
        Assert.Equal((Stage.Ordering, 2), (moved.Stage, moved.Sequence));
        Assert.Equal([1, 2], (await Store.Timeline(record.Id, default)).Select(change => change.Sequence));
    }

    [Fact]
    public async Task Apply_ManyAtOnce_KeepsThemAllAndTheNewestStands()
    {
        var store = Store;
        var record = await Reserved("one");

        await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(n => Task.Run(() => store.Apply(record.Id, Change(n, $"stage-{n}"), default)))
        );

        Assert.Equal(
            Enumerable.Range(1, 20),
            (await store.Timeline(record.Id, default)).Select(change => change.Sequence)
        );
        Assert.Equal("stage-20", (await store.Get(record.Id, default))!.Stage);
    }

    [Fact]
    public async Task Apply_UnknownId_Throws() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() =>
            Store.Apply(new OnboardingId("ob-nowhere"), Change(1, Stage.Ordering), default)
        );

    [Fact]
    public async Task Timeline_MoreThanNineChanges_IsInOrderOfSequence()
    {
        var record = await Reserved("one");
        for (var n = 12; n >= 1; n--)
            await Store.Apply(record.Id, Change(n, Stage.Provisioning), default);

        Assert.Equal(
            Enumerable.Range(1, 12),
            (await Store.Timeline(record.Id, default)).Select(change => change.Sequence)
        );
    }

    [Fact]
    public async Task Timeline_UnknownId_IsEmpty() =>
        Assert.Empty(await Store.Timeline(new OnboardingId("ob-nowhere"), default));

    [Fact]
    public async Task Search_WithoutConditions_GivesAllNewestFirst()
    {
        foreach (var n in (int[])[3, 1, 2])
            await Store.Reserve(Record($"r{n}", minute: n), default);

        Assert.Equal(["r3", "r2", "r1"], await References(new OnboardingQuery()));
    }

    [Fact]
    public async Task Search_PageByPage_GivesEveryRecordOnceThoughNewOnesCome()
    {
        // Two of each minute: the page's end may lie between two of the same time.
        for (var n = 0; n < 25; n++)
            await Store.Reserve(Record($"r{n}", minute: n / 2), default);
        var seen = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Store.Search(new OnboardingQuery { Limit = 4, Continuation = continuation }, default);
            Assert.InRange(page.Items.Count, 1, 4);
            seen.AddRange(page.Items.Select(record => record.Request.Reference));
            continuation = page.Continuation;
            await Store.Reserve(Record($"later {seen.Count}", minute: 1000 + seen.Count), default);
        } while (continuation is not null);

        Assert.Equal(25, seen.Distinct().Count());
        Assert.Equal(25, seen.Count);
        Assert.DoesNotContain(seen, reference => reference.StartsWith("later", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("not base64!")]
    [InlineData("")]
    public async Task Search_ForeignContinuation_IsAFormatError(string continuation) =>
        await Assert.ThrowsAsync<FormatException>(() =>
            Store.Search(new OnboardingQuery { Continuation = continuation }, default)
        );

    [Theory]
    [InlineData("toys", "r1")]
    [InlineData("TOYS", "r1")]
    [InlineData("zürich", "r2")]
    [InlineData("ZÜRICH", "r2")]
    [InlineData("r2", "r2")]
    [InlineData("fabrikam.onmicrosoft", "r2")]
    [InlineData("100%", "r3")]
    [InlineData("%", "r3")]
    [InlineData("a_c", "r3")]
    [InlineData("toys\nr1", null)]
    [InlineData("nobody", null)]
    public async Task Search_Text_FindsPartsAsTheyStandIgnoringCase(string text, string? expected)
    {
        await Store.Reserve(
            Record("r1", company: "Wingtip Toys GmbH", domain: "wingtip.onmicrosoft.com", minute: 1),
            default
        );
        await Store.Reserve(
            Record("r2", company: "Fabrikam Zürich AG", domain: "fabrikam.onmicrosoft.com", minute: 2),
            default
        );
        await Store.Reserve(Record("r3", company: @"100% a_c \ O'Neill", minute: 3), default);

        Assert.Equal(expected is null ? [] : [expected], await References(new OnboardingQuery { Text = text }));
    }

    [Theory]
    [InlineData("ADA.LOVELACE@wingtip")]
    [InlineData("signer@fabrikam.example")]
    [InlineData("7a1fc1d7-9ef4-4b2e-9c11-0d7c1bd52a90")]
    [InlineData("created.onmicrosoft.com")]
    public async Task Search_EmailTenantOrCreatedDomain_IsFoundUntilItIsErased(string text)
    {
        var record = (await Store.Reserve(WithPeople(Record("r1")), default)).Record;
        await Store.Reserve(Record("r2", minute: 1), default);
        Assert.Equal(
            text.Contains('@', StringComparison.Ordinal) ? ["r1"] : [],
            await References(new() { Text = text })
        );
        await Store.Apply(
            record.Id,
            Change(1, Stage.Provisioning) with
            {
                Exists = ProvisionedResources.Empty with
                {
                    TenantId = Guid.Parse("7a1fc1d7-9ef4-4b2e-9c11-0d7c1bd52a90"),
                    Domain = "created.onmicrosoft.com",
                },
            },
            default
        );

        Assert.Equal(["r1"], await References(new() { Text = text }));
        Assert.Equal(["r1"], await References(new() { Text = text, Sort = new(OnboardingSortKey.Since, false) }));

        await Store.Erase(
            record.Id,
            known =>
                known with
                {
                    Exists = ProvisionedResources.Empty,
                    Request = new() { Reference = "r1", Customer = new() },
                },
            change => change,
            default
        );
        Assert.Empty(await References(new() { Text = text }));
    }

    [Theory]
    [InlineData("submittedAt", "zebra, apple, arzt, Ärzte 1, Azur, ärzte 2")]
    [InlineData("-submittedAt", "ärzte 2, Azur, Ärzte 1, arzt, apple, zebra")]
    [InlineData("companyName", "apple, arzt, Ärzte 1, ärzte 2, Azur, zebra")]
    [InlineData("-companyName", "zebra, Azur, ärzte 2, Ärzte 1, arzt, apple")]
    [InlineData("since", "zebra, arzt, Ärzte 1, Azur, ärzte 2, apple")]
    [InlineData("-since", "apple, ärzte 2, Azur, Ärzte 1, arzt, zebra")]
    public async Task Search_Sorted_GivesEveryRecordOnceInTheOrder(string name, string expected)
    {
        string[] companies = ["zebra", "apple", "arzt", "Ärzte 1", "Azur", "ärzte 2"];
        for (var n = 0; n < companies.Length; n++)
            await Store.Reserve(Record($"r{n}", company: companies[n], minute: n), default);
        await Store.Apply(OnboardingId.From("default", "r1"), Change(1, Stage.Ordering), default);
        var sort = OnboardingSort.Of(name)!;
        var seen = new List<string?>();
        string? continuation = null;
        do
        {
            var query = new OnboardingQuery
            {
                Sort = sort,
                Limit = 2,
                Continuation = continuation,
            };
            var page = await Store.Search(query, default);
            Assert.Equal(2, page.Items.Count);
            seen.AddRange(page.Items.Select(record => record.Request.Customer.CompanyName));
            continuation = page.Continuation;
        } while (continuation is not null);

        Assert.Equal(expected.Split(", "), seen);
    }

    [Fact]
    public async Task Search_SortedAmongOpenOnes_GivesOnlyThose()
    {
        foreach (var (name, minute) in ((string, int)[])[("c", 1), ("a", 2), ("b", 3)])
            await Store.Reserve(Record(name, company: name, minute: minute), default);
        await Store.Apply(
            OnboardingId.From("default", "a"),
            Change(1, "completed", Actor.Nobody) with
            {
                Outcome = new OnboardingOutcome.Completed(ProvisionedResources.Empty),
            },
            default
        );
        var byName = new OnboardingSort(OnboardingSortKey.CompanyName, IsDescending: false);

        Assert.Equal(["b", "c"], await References(new() { Sort = byName, State = "open" }));
        Assert.Equal(["a"], await References(new() { Sort = byName, State = "ended" }));
        Assert.Equal(
            ["b"],
            await References(
                new()
                {
                    Sort = byName,
                    From = Noon.AddMinutes(2),
                    State = "open",
                }
            )
        );
    }

    [Fact]
    public async Task Search_ContinuationOfAnotherOrder_IsAFormatError()
    {
        foreach (var name in (string[])["a", "b", "c"])
            await Store.Reserve(Record(name, company: name), default);
        var sorts = OnboardingSort.Names.Select(name => OnboardingSort.Of(name)!).ToList();
        foreach (var sort in sorts)
        {
            var page = await Store.Search(new() { Sort = sort, Limit = 1 }, default);
            foreach (var other in sorts.Where(other => other != sort))
                await Assert.ThrowsAsync<FormatException>(() =>
                    Store.Search(new() { Sort = other, Continuation = page.Continuation }, default)
                );
        }
    }

    [Fact]
    public async Task Search_ByTheEndOfTheWindow_FindsWhatHasCompletedAndCanBeUndone()
    {
        foreach (var (name, day) in ((string, int)[])[("soon", 1), ("later", 5), ("over", -1), ("running", 1)])
        {
            await Store.Reserve(Record(name), default);
            var exists = ProvisionedResources.Empty with
            {
                Subscriptions = [new(Guid.NewGuid(), "item", 5, "Active", Noon.AddDays(day))],
            };
            await Store.Apply(
                OnboardingId.From("default", name),
                Change(1, name == "running" ? Stage.Provisioning : "completed") with
                {
                    Exists = exists,
                    Outcome = name == "running" ? null : new OnboardingOutcome.Completed(exists),
                },
                default
            );
        }

        var query = new OnboardingQuery { WindowEndsFrom = Noon, WindowEndsTo = Noon.AddDays(3) };
        Assert.Equal(["soon"], await References(query));
        Assert.Equal(["later", "soon"], (await References(query with { WindowEndsTo = null })).Order());

        await Store.Apply(
            OnboardingId.From("default", "soon"),
            Change(2, "taken-back") with
            {
                Exists = ProvisionedResources.Empty,
            },
            default
        );
        Assert.Empty(await References(query));
    }

    private static OnboardingRecord WithPeople(OnboardingRecord record) =>
        record with
        {
            Request = record.Request with
            {
                Contact = new("Ada", "Lovelace", "ada.lovelace@wingtip.example", null),
                Agreement = new(
                    AgreementMode.Attestation,
                    new(2026, 11, 1),
                    new("Sig", "Ner", "signer@fabrikam.example", null)
                ),
            },
        };

    [Fact]
    public async Task Count_OpenEndedAndStopped_ByStageAndError()
    {
        foreach (var name in (string[])["new one", "new two", "stopped", "also stopped", "done", "done long ago"])
            await Store.Reserve(Record(name, minute: name == "done long ago" ? -10 : 0), default);
        foreach (var name in (string[])["stopped", "also stopped"])
            await Store.Apply(
                OnboardingId.From("default", name),
                Change(1, Stage.AwaitingOperator, Actor.Operator) with
                {
                    ErrorCode = "order.credit-limit",
                },
                default
            );
        foreach (var name in (string[])["done", "done long ago"])
            await Store.Apply(
                OnboardingId.From("default", name),
                Change(1, "completed", Actor.Nobody) with
                {
                    Outcome = new OnboardingOutcome.Completed(ProvisionedResources.Empty),
                },
                default
            );

        var counts = await Store.Count(Noon, default);

        Assert.Equal([(Stage.AwaitingOperator, 2), (Stage.Submitted, 2)], Sorted(counts.Open));
        Assert.Equal([("completed", 1)], Sorted(counts.Ended));
        Assert.Equal([("order.credit-limit", 2)], Sorted(counts.Stopped));

        static IEnumerable<(string, int)> Sorted(IReadOnlyDictionary<string, int> counts) =>
            counts.Select(one => (one.Key, one.Value)).Order();
    }

    [Fact]
    public async Task Search_ByState_TellsOpenFromEndedAndStages()
    {
        await Store.Reserve(Record("open", minute: 1), default);
        var ended = Record("ended", minute: 2);
        await Store.Reserve(ended, default);
        await Store.Apply(
            ended.Id,
            Change(1, "completed", Actor.Nobody) with
            {
                Outcome = new OnboardingOutcome.Completed(ProvisionedResources.Empty),
            },
            default
        );

        Assert.Equal(["open"], await References(new OnboardingQuery { State = "open" }));
        Assert.Equal(["ended"], await References(new OnboardingQuery { State = "ended" }));
        Assert.Equal(["ended"], await References(new OnboardingQuery { State = "completed" }));
        await Store.Apply(
            ended.Id,
            Change(2, "taken-back", Actor.Nobody) with
            {
                Outcome = new OnboardingOutcome.UndoneOnRequest(ProvisionedResources.Empty, "gena"),
            },
            default
        );
        Assert.Equal(["ended"], await References(new OnboardingQuery { State = "taken-back" }));
        Assert.Equal(["open"], await References(new OnboardingQuery { State = Stage.Submitted }));
        Assert.Empty(await References(new OnboardingQuery { State = Stage.Ordering }));
    }

    [Fact]
    public async Task Search_SeveralConditions_AllHold()
    {
        var reseller = Guid.NewGuid();
        var sought = Record("sought", partner: "contoso", minute: 5) with
        {
            Batch = "b1",
            ErrorCode = "order.line-refused",
        };
        sought = sought with
        {
            Request = sought.Request with { Reseller = new Onboarding.Requests.ResellerSection(reseller) },
        };
        await Store.Reserve(sought, default);
        await Store.Reserve(Record("other", partner: "fabrikam", minute: 5), default);

        var query = new OnboardingQuery
        {
            Partner = "contoso",
            Reseller = reseller,
            Batch = "b1",
            ErrorCode = "order.line-refused",
            From = Noon.AddMinutes(5),
            To = Noon.AddMinutes(6),
            Text = "sou",
            State = "open",
        };
        Assert.Equal(["sought"], await References(query));
        Assert.Empty(await References(query with { Partner = "fabrikam" }));
        Assert.Empty(await References(query with { Reseller = Guid.NewGuid() }));
        Assert.Empty(await References(query with { Batch = "b2" }));
        Assert.Empty(await References(query with { ErrorCode = "unexpected" }));
        Assert.Empty(await References(query with { From = Noon.AddMinutes(6), To = null }));
        Assert.Empty(await References(query with { From = null, To = Noon.AddMinutes(5) }));
    }

    [Fact]
    public async Task FindSameCustomer_Domain_IgnoresCaseAndOtherPartners()
    {
        await Store.Reserve(Record("one", domain: "wingtip.onmicrosoft.com"), default);
        await Store.Reserve(Record("two", partner: "other", domain: "wingtip.onmicrosoft.com"), default);

        Assert.Equal(
            ["one"],
            (await Store.FindSameCustomer(new("default", "Wingtip.OnMicrosoft.com", null, null), null, default)).Select(
                record => record.Request.Reference
            )
        );
        Assert.Empty(
            await Store.FindSameCustomer(new("default", "fabrikam.onmicrosoft.com", null, null), null, default)
        );
    }

    [Fact]
    public async Task FindSameCustomer_NameOrRegistrationNumber_EachCountsByItself()
    {
        await Store.Reserve(Record("one", company: "Müller AG").WithRegistration("CHE-1"), default);

        Assert.Single(await Store.FindSameCustomer(new("default", null, "MÜLLER ag", "CHE-1"), null, default));
        Assert.Single(await Store.FindSameCustomer(new("default", null, "Müller AG", "CHE-2"), null, default));
        Assert.Single(await Store.FindSameCustomer(new("default", null, "Müller", "CHE-1"), null, default));
        Assert.Single(await Store.FindSameCustomer(new("default", null, "Müller AG", null), null, default));
        Assert.Empty(await Store.FindSameCustomer(new("default", null, "Müller", "CHE-2"), null, default));
        Assert.Empty(await Store.FindSameCustomer(new("other", null, "Müller AG", "CHE-1"), null, default));
        Assert.Empty(await Store.FindSameCustomer(new("default", null, null, null), null, default));
    }

    [Fact]
    public async Task FindSameCustomer_ManyOfTheSameName_DoNotHideTheOwnerOfTheDomain()
    {
        await Store.Reserve(Record("owner", domain: "wingtip.onmicrosoft.com", company: "Wingtip AG"), default);
        for (var n = 0; n < 12; n++)
            await Store.Reserve(
                Record($"r{n}", domain: $"other{n}.onmicrosoft.com", company: "Müller GmbH", minute: n + 1),
                default
            );

        var found = await Store.FindSameCustomer(
            new("default", "wingtip.onmicrosoft.com", "Müller GmbH", null),
            null,
            default
        );

        Assert.Equal(11, found.Count);
        Assert.Equal("owner", found[^1].Request.Reference);
    }

    [Fact]
    public async Task FindSameCustomer_Many_GivesTheTenNewestOnce()
    {
        for (var n = 0; n < 12; n++)
            await Store.Reserve(
                Record($"r{n}", domain: "wingtip.onmicrosoft.com", minute: n).WithRegistration("HRB 1"),
                default
            );

        var found = await Store.FindSameCustomer(
            new("default", "wingtip.onmicrosoft.com", "wingtip toys gmbh", "HRB 1"),
            null,
            default
        );

        Assert.Equal(
            Enumerable.Range(2, 10).Reverse().Select(n => $"r{n}"),
            found.Select(record => record.Request.Reference)
        );
    }

    private async Task<OnboardingRecord> Reserved(string key, string? domain = null) =>
        (await Store.Reserve(Record(key, domain: domain), default)).Record;

    private async Task<IEnumerable<string>> References(OnboardingQuery query) =>
        (await Store.Search(query, default)).Items.Select(record => record.Request.Reference);

    // Lists inside a record compare by reference: the stored form is what has to be the same.
    private static void AssertSame(OnboardingRecord expected, OnboardingRecord? actual) =>
        Assert.Equal(DurableJson.Write(expected), DurableJson.Write(actual));
}
