using System.Security.Cryptography;
using DurableTask.Sqlite;
using Onboarding.Submission;

namespace OnboardingServer.Storage;

/// <summary>A key of the store as its row holds it.</summary>
/// <param name="Bytes">The key.</param>
internal sealed record StoreKey(byte[] Bytes);

/// <summary>Keys in the server's file, so that a copy of the file has them too.</summary>
internal sealed class SqliteStoreKeys(JournalFile file) : IStoreKeys
{
    public Task<byte[]> GetOrCreate(string name, CancellationToken cancellationToken) =>
        file.Write(connection =>
            {
                var key = new StoreKey(RandomNumberGenerator.GetBytes(32));
                connection.Run(
                    "INSERT INTO store_keys (name, body) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
                    name,
                    StoredBody.Write(StoredTables.StoreKeys, name, key)
                );
                return connection
                    .Query(
                        "SELECT body FROM store_keys WHERE name = ?1",
                        row => StoredBody.Read<StoreKey>(row, 0, StoredTables.StoreKeys, name),
                        name
                    )
                    .Single()
                    .Bytes;
            })
            .WaitAsync(cancellationToken);
}
