using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onboarding.Azure.Tables;

namespace Onboarding.Azure;

/// <summary>
/// Decides which caller may start an instance. The engine's own guard against a second start of one id differs from
/// version to version, so a row decides: one starter holds it, starts the instance and confirms. A starter that has not
/// confirmed within <see cref="ConfirmationTimeout"/> counts as dead, and another may take its place. The partition
/// is the instance id, the only key that is read while a caller waits; only <see cref="HeldBefore"/> reads the whole
/// table.
/// </summary>
public sealed class InstanceReservations
{
    /// <summary>The longest time between holding and confirming.</summary>
    public static readonly TimeSpan ConfirmationTimeout = TimeSpan.FromSeconds(30);

    private const string Row = "start";
    private const string Instance = "Instance";
    private readonly TableStore _store;
    private readonly TimeProvider _time;

    internal InstanceReservations(TableStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <summary>
    /// Takes the id for <paramref name="owner"/>; the same owner may ask again and gets the same answer.
    /// </summary>
    /// <returns>Null when the id is another's.</returns>
    public async Task<InstanceReservation?> Hold(string instanceId, string owner, CancellationToken cancellationToken)
    {
        var table = await _store.Table(TableNames.Starts, cancellationToken);
        var row = new TableEntity(Keys.Part(instanceId), Row)
        {
            [Instance] = instanceId,
            ["Owner"] = owner,
            ["HeldAt"] = _time.GetUtcNow(),
            ["Confirmed"] = false,
        };
        for (; ; )
        {
            try
            {
                var added = await table.AddEntityAsync(row, cancellationToken);
                return new InstanceReservation(instanceId, owner, added.Headers.ETag.ToString()!, TakenOver: false);
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                // Somebody holds it, perhaps this call itself when its first answer was lost.
            }

            var found = await table.GetEntityIfExistsAsync<TableEntity>(
                row.PartitionKey,
                Row,
                cancellationToken: cancellationToken
            );
            if (!found.HasValue)
                continue;
            var stands = found.Value!;
            var confirmed = stands.GetBoolean("Confirmed") == true;
            if (stands.GetString("Owner") == owner)
                return new InstanceReservation(instanceId, owner, stands.ETag.ToString(), TakenOver: true);
            if (confirmed || stands.GetDateTimeOffset("HeldAt") > _time.GetUtcNow() - ConfirmationTimeout)
                return null;
            try
            {
                var taken = await table.UpdateEntityAsync(row, stands.ETag, TableUpdateMode.Replace, cancellationToken);
                return new InstanceReservation(instanceId, owner, taken.Headers.ETag.ToString()!, TakenOver: true);
            }
            catch (RequestFailedException e) when (e.Status is 412 or 404)
            {
                // Another took it over, confirmed it or gave it up in between.
            }
        }
    }

    /// <summary>
    /// Confirms that the instance has been started. False: another starter took the id over meanwhile.
    /// </summary>
    public async Task<bool> Confirm(InstanceReservation reservation, CancellationToken cancellationToken)
    {
        var table = await _store.Table(TableNames.Starts, cancellationToken);
        var row = new TableEntity(Keys.Part(reservation.InstanceId), Row)
        {
            [Instance] = reservation.InstanceId,
            ["Owner"] = reservation.Owner,
            ["HeldAt"] = _time.GetUtcNow(),
            ["Confirmed"] = true,
        };
        try
        {
            await table.UpdateEntityAsync(row, new ETag(reservation.ETag), TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(
                row.PartitionKey,
                Row,
                cancellationToken: cancellationToken
            );
            return found.HasValue
                && found.Value!.GetString("Owner") == reservation.Owner
                && found.Value.GetBoolean("Confirmed") == true;
        }
    }

    /// <summary>Lets the next starter follow at once: this one does not know whether its start took place.</summary>
    public async Task GiveUp(InstanceReservation reservation, CancellationToken cancellationToken)
    {
        var table = await _store.Table(TableNames.Starts, cancellationToken);
        var row = new TableEntity(Keys.Part(reservation.InstanceId), Row)
        {
            [Instance] = reservation.InstanceId,
            ["Owner"] = "",
            ["HeldAt"] = _time.GetUtcNow() - ConfirmationTimeout,
            ["Confirmed"] = false,
        };
        try
        {
            await table.UpdateEntityAsync(row, new ETag(reservation.ETag), TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException)
        {
            // Then the next one waits until that time is over.
        }
    }

    /// <summary>
    /// The ids that were taken before a time, whatever became of them: all that could be old enough to be purged.
    /// </summary>
    public async IAsyncEnumerable<string> HeldBefore(
        DateTimeOffset time,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var table = await _store.Table(TableNames.Starts, cancellationToken);
        await foreach (
            var row in table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"HeldAt lt {time}"),
                1000,
                [Instance],
                cancellationToken
            )
        )
            yield return row.GetString(Instance);
    }

    /// <summary>Frees the id once its instance is purged.</summary>
    public async Task Release(string instanceId, CancellationToken cancellationToken)
    {
        var table = await _store.Table(TableNames.Starts, cancellationToken);
        try
        {
            await table.DeleteEntityAsync(Keys.Part(instanceId), Row, ETag.All, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Free already.
        }
    }
}

/// <summary>
/// One starter's hold on an id. <paramref name="TakenOver"/>: somebody held it before, who may have started the
/// instance.
/// </summary>
public sealed record InstanceReservation(string InstanceId, string Owner, string ETag, bool TakenOver);
