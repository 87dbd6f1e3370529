using Onboarding.Messages;

namespace Onboarding.Requests;

/// <summary>Collects findings; a body made of nothing but mistakes is answered with the first hundred.</summary>
internal sealed class FindingList
{
    public const int Most = 100;

    private readonly List<Finding> _findings = [];
    private bool _full;

    public IReadOnlyList<Finding> Findings => _findings;

    public bool IsEmpty => _findings.Count == 0;

    public void Error(string code, string path, Message message, string? suggestion = null) =>
        Add(new(code, path, FindingSeverity.Error, message, suggestion));

    public void Warning(string code, string path, Message message, string? suggestion = null) =>
        Add(new(code, path, FindingSeverity.Warning, message, suggestion));

    public void Review(string code, string path, Message message, string? suggestion = null) =>
        Add(new(code, path, FindingSeverity.Review, message, suggestion));

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
            Add(finding);
    }

    private void Add(Finding finding)
    {
        if (_findings.Count < Most)
        {
            _findings.Add(finding);
            return;
        }

        if (!_full)
            _findings.Add(
                new(
                    ErrorCodes.RequestTooManyFindings,
                    "",
                    FindingSeverity.Error,
                    $"Only the first {Most} findings are listed; correct them and send the request again."
                )
            );
        _full = true;
    }
}
