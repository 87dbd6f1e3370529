namespace Onboarding.Batches;

/// <summary>
/// A file that is no batch: nothing of it is kept. <paramref name="code"/> is of the error catalogue, the message says
/// what is wrong and where.
/// </summary>
public sealed class BatchUnreadableException(string code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public string Code { get; } = code;
}
