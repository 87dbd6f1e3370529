using Onboarding.Http.Problems;

namespace Onboarding.Http.Access;

/// <summary>Reads a body that may lie about its length, or have none, and never more of it than is taken.</summary>
internal static class LimitedBody
{
    /// <exception cref="ProblemException">It is too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> Read(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > CallForm.MaxBody)
                throw new ProblemException(KnownProblems.BodyTooLarge(CallForm.MaxBody));
        }

        return bytes.ToArray();
    }
}
