using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;

namespace Onboarding.Azure.Tables;

/// <summary>
/// Texts of any length in an entity. A string property holds 64 KB of UTF-16 and an entity 1 MB, so a text is cut into
/// pieces (<c>Name0</c>, <c>Name1</c>, …), and one that would crowd the entity goes to a blob named after its content.
/// The blob is written first, so an entity never points to nothing; one whose entity was refused is never read.
/// </summary>
internal sealed class LargeText(TableStore store)
{
    private const int PieceLetters = 31_000;
    private const int MostPieces = 6;

    public async Task Put(TableEntity entity, string name, string text, CancellationToken cancellationToken)
    {
        if (text.Length > PieceLetters * MostPieces)
        {
            entity[$"{name}Blob"] = await Upload(entity.PartitionKey, text, cancellationToken);
            return;
        }

        for (int start = 0, piece = 0; start < text.Length; start += PieceLetters, piece++)
        {
            entity[$"{name}{piece}"] = text.Substring(start, Math.Min(PieceLetters, text.Length - start));
        }
    }

    /// <summary>
    /// Removes what lies beside an entity that is no more, or that <paramref name="now"/> has replaced. What a crash
    /// before it leaves is never read.
    /// </summary>
    public async Task Forget(TableEntity before, TableEntity? now, string name, CancellationToken cancellationToken)
    {
        if (before.GetString($"{name}Blob") is not { } blob || now?.GetString($"{name}Blob") == blob)
            return;
        var container = await store.Container(TableNames.Bodies, cancellationToken);
        await container.GetBlobClient(blob).DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Null when the entity has no such text, or not any more: it was forgotten after the entity was read.
    /// </summary>
    public async Task<string?> Get(TableEntity entity, string name, CancellationToken cancellationToken)
    {
        if (entity.GetString($"{name}Blob") is { } blob)
        {
            var container = await store.Container(TableNames.Bodies, cancellationToken);
            try
            {
                BlobDownloadResult found = await container.GetBlobClient(blob).DownloadContentAsync(cancellationToken);
                return found.Content.ToString();
            }
            catch (RequestFailedException e) when (e.Status == 404 && e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        }

        if (entity.GetString($"{name}0") is not { } first)
            return null;
        var text = new StringBuilder(first);
        for (var piece = 1; entity.GetString($"{name}{piece}") is { } next; piece++)
            text.Append(next);
        return text.ToString();
    }

    private async Task<string> Upload(string folder, string text, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var name = $"{folder}/{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        var container = await store.Container(TableNames.Bodies, cancellationToken);
        try
        {
            await container
                .GetBlobClient(name)
                .UploadAsync(
                    BinaryData.FromBytes(bytes),
                    new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } },
                    cancellationToken
                );
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // The same content lies there already.
        }

        return name;
    }
}
