using System.Runtime.CompilerServices;

namespace PartnerCenter.Wire;

/// <summary>Seek paging: the first call's query again, with the token of the last page. Source: C §3.5.</summary>
internal static class Seek
{
    public static async IAsyncEnumerable<T> Pages<T>(
        Func<Call> first,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        string? token = null;
        do
        {
            var call = first();
            if (token is not null)
                call.Query("seekOperation", "Next").Header("MS-ContinuationToken", token);
            Page<T> page;
            try
            {
                page = await call.ReadPage<T>(cancellation);
            }
            // The end of a list may surface as this refusal instead of an empty page.
            catch (PartnerCenterException end)
                when (token is not null && end is { Status: 400, Code: PartnerCenterErrorCodes.NoMorePages })
            {
                yield break;
            }
            foreach (var item in page.Items)
                yield return item;
            // The same token twice would read the same page for ever.
            token = page.Items.Count == 0 || page.Continuation == token ? null : page.Continuation;
        } while (token is not null);
    }

    /// <summary>An ETag in double quotes, as If-Match wants it; null for a resource without one.</summary>
    public static string? Quoted(string? etag) => string.IsNullOrEmpty(etag) ? null : $"\"{etag.Trim('"')}\"";
}
