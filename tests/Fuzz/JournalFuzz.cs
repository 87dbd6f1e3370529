using System.Security.Cryptography;
using System.Text;
using DurableTask.Sqlite;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using Onboarding;
using Onboarding.Progress;
using Onboarding.Requests;
using OnboardingServer.Storage;

namespace Fuzz;

/// <summary>One change of a row: it is found, or the row still says the same.</summary>
public sealed class JournalFuzz
{
    private static readonly OnboardingRecord Record = new()
    {
        Id = new OnboardingId("ob-1"),
        Request = new OnboardingRequest
        {
            Reference = "CRM-1",
            Customer = new CustomerSection { CompanyName = "Müller & Söhne \"日本\" GmbH", DomainPrefix = "mueller" },
        },
        RequestHash = "hash",
        SubmittedAt = FuzzedServices.Clock.GetUtcNow(),
        SubmittedBy = "gena",
        Stage = Stage.Ordering,
        WaitsFor = Actor.Us,
        Since = FuzzedServices.Clock.GetUtcNow(),
    };

    [Fact]
    public void A_changed_body_of_a_store_is_found_or_says_the_same()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var good = StoredBody.Write(StoredTables.Onboardings, "ob-1", Record);
        Assert.Equal(DurableJson.Write(Record), Read(good));
        Fuzzing.Try(
            Edit.One,
            25_000,
            edit =>
            {
                try
                {
                    Assert.Equal(DurableJson.Write(Record), Read(edit.Apply(Encoding.UTF8.GetBytes(good))));
                }
                catch (DamagedRowException damaged)
                {
                    Assert.Equal("ob-1", damaged.Id);
                }
            }
        );

        string Read(object body)
        {
            using var command = new SqliteCommand(
                (body is byte[]) ? "SELECT CAST(?1 AS TEXT)" : "SELECT ?1",
                connection
            );
            command.Parameters.AddWithValue("?1", body);
            using var row = command.ExecuteReader();
            row.Read();
            return DurableJson.Write(StoredBody.Read<OnboardingRecord>(row, 0, StoredTables.Onboardings, "ob-1"));
        }
    }

    [Fact]
    public void A_changed_row_of_a_history_is_found_or_says_the_same()
    {
        using var hub = new TestHub();
        var row = new HistoryRow
        {
            Kind = HistoryKind.ActivityCompleted,
            At = FuzzedServices.Clock.GetUtcNow(),
            Task = 3,
            Name = "customers-create",
            Detail = "5.0",
            Payload = """{"tenant":"6f3a1c55-0000-4000-8000-00000000aaaa","quantity":25}""",
        };
        Insert(hub, row);
        Fuzzing.Try(
            from column in Gen.Elements("kind", "at", "task", "name", "detail", "payload", "checksum", "payload_key")
            from edit in Edit.One
            from number in Gen.OneOf(
                Gen.Choose(int.MinValue, int.MaxValue).Select(n => (long)n),
                Gen.Elements(0, 1, -1, long.MinValue, long.MaxValue, 1L << 32, (1L << 32) + 3, 21, 22)
            )
            from form in Gen.Choose(0, 3)
            select (column, edit, number, form),
            8_000,
            change =>
            {
                var isText = change.column is "name" or "detail" or "payload";
                var text = change.column switch
                {
                    "name" => row.Name!,
                    "detail" => row.Detail!,
                    _ => row.Payload!,
                };
                object? value = (isText, change.form) switch
                {
                    (true, 0) => null,
                    (true, 1) when change.column == "payload" => change.edit.Apply(Encoding.UTF8.GetBytes(text)),
                    (true, _) => Encoding.UTF8.GetString(change.edit.Apply(Encoding.UTF8.GetBytes(text))),
                    _ => change.number,
                };
                // Rows of before there were checksums have none, so one that lost it is read as it is.
                if (change.column == "checksum")
                    value ??= 0L;
                Set(hub, change.column, value);
                try
                {
                    var read = Assert.Single(hub.File.Read(reader => reader.History(1)));
                    Assert.Equal(row, read with { Position = 0 });
                }
                catch (JournalFileException damaged)
                {
                    Assert.NotEmpty(damaged.Message);
                }
                finally
                {
                    Insert(hub, row);
                }
            }
        );
    }

    [Fact]
    public void A_changed_encrypted_payload_does_not_open()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("fuzz-").FullName, "keys");
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var codec = new HistoryCodec(new SqliteTaskHubOptions { HistoryKey = path });
        var seal = new Seal(7, 3, 1);
        var good = codec.Encrypt("""{"quantity":25}""", seal);
        Fuzzing.Try(
            from edits in Edit.Few.Generator
            from moved in Gen.Choose(0, 9)
            select (edits, moved),
            40_000,
            change =>
            {
                var changed = Edit.Apply(good, change.edits);
                var place = change.moved == 0 ? seal with { Task = change.edits[0].At + 2 } : seal;
                if (changed.AsSpan().SequenceEqual(good) && place == seal)
                    return;
                Assert.Throws<JournalFileException>(() => codec.Decrypt(changed, codec.Current, place));
            }
        );
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static void Insert(TestHub hub, HistoryRow row) =>
        hub
            .File.Write(connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    "DELETE FROM history; INSERT INTO history (instance, kind, at, task, name, detail, payload, "
                    + "checksum) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                object[] values =
                [
                    (int)row.Kind,
                    row.At.UtcTicks,
                    row.Task,
                    row.Name!,
                    row.Detail!,
                    row.Payload!,
                    HistoryChecksum.Of(1, row, isEncrypted: false),
                ];
                for (var n = 0; n < values.Length; n++)
                    command.Parameters.AddWithValue($"?{n + 1}", values[n]);
                return command.ExecuteNonQuery();
            })
            .GetAwaiter()
            .GetResult();

    private static void Set(TestHub hub, string column, object? value) =>
        hub
            .File.Write(connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"UPDATE history SET {column} = ?1";
                command.Parameters.AddWithValue("?1", value ?? DBNull.Value);
                return command.ExecuteNonQuery();
            })
            .GetAwaiter()
            .GetResult();
}
