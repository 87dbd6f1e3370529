using System.Globalization;

namespace DurableTask.Sqlite;

/// <summary>The checksum that a row of history is kept with.</summary>
internal static class HistoryChecksum
{
    /// <summary>Computes it.</summary>
    /// <param name="instance">The key of the instance.</param>
    /// <param name="row">The row; its position is not in it.</param>
    /// <param name="isEncrypted">True when the encryption of the payload authenticates it.</param>
    public static long Of(long instance, HistoryRow row, bool isEncrypted) =>
        Checksum.Of(
            string.Create(CultureInfo.InvariantCulture, $"{instance} {(int)row.Kind} {row.Task} {row.At.UtcTicks}"),
            row.Name,
            row.Detail,
            isEncrypted ? "" : row.Payload
        );
}
