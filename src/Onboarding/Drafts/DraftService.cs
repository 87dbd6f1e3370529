using Microsoft.Extensions.Options;
using Onboarding.Progress;
using Onboarding.Retention;
using Onboarding.Submission;
using PartnerCenter;

namespace Onboarding.Drafts;

/// <summary>
/// Creates, changes, reviews, submits and deletes drafts. A change must name the version that was read, so that nobody
/// overwrites a version that he has not read.
/// </summary>
public sealed class DraftService
{
    private const int Attempts = 5;
    private readonly IDrafts _drafts;
    private readonly DraftReviewer _reviewer;
    private readonly OnboardingSubmission _submission;
    private readonly IOnboardingRecords _records;
    private readonly IOptions<RetentionOptions> _retention;
    private readonly TimeProvider _time;

    internal DraftService(
        IDrafts drafts,
        DraftReviewer reviewer,
        OnboardingSubmission submission,
        IOnboardingRecords records,
        IOptions<RetentionOptions> retention,
        TimeProvider time
    ) =>
        (_drafts, _reviewer, _submission, _records, _retention, _time) = (
            drafts,
            reviewer,
            submission,
            records,
            retention,
            time
        );

    public async Task<DraftResult> Create(ReadOnlyMemory<byte> body, string by, CancellationToken cancellationToken)
    {
        var id = DraftId.New();
        if (DraftReader.ReadNew(body, id, out var findings) is not { } content)
            return new DraftResult.Refused(findings);
        var now = _time.GetUtcNow();
        return new DraftResult.Done(
            await _drafts.Add(
                new Draft
                {
                    Id = id,
                    Content = content,
                    Version = 1,
                    CreatedAt = now,
                    CreatedBy = by,
                    ChangedAt = now,
                    ChangedBy = by,
                    ExpiresAt = now + _retention.Value.Drafts,
                },
                cancellationToken
            )
        );
    }

    public async Task<DraftResult> Get(DraftId id, CancellationToken cancellationToken) =>
        await Find(id, cancellationToken) is { } draft ? new DraftResult.Done(draft) : new DraftResult.NotFound();

    /// <summary>Lists what is still being edited, the last changed first.</summary>
    /// <exception cref="FormatException">The continuation is none of an earlier page.</exception>
    public async Task<DraftPage> List(int limit, string? continuation, CancellationToken cancellationToken)
    {
        var page = await _drafts.List(limit, continuation, cancellationToken);
        return page with { Items = [.. page.Items.Where(draft => draft.ExpiresAt > _time.GetUtcNow())] };
    }

    public async Task<DraftResult> Replace(
        DraftId id,
        int version,
        DraftSection section,
        ReadOnlyMemory<byte> body,
        string by,
        CancellationToken cancellationToken
    )
    {
        if (await Find(id, cancellationToken) is not { } draft)
            return new DraftResult.NotFound();
        if (Objection(draft, version) is { } objection)
            return objection;
        if (DraftReader.ReadSection(draft.Content, section, body, out var findings) is not { } content)
            return new DraftResult.Refused(findings);
        if (DurableJson.Write(content) == DurableJson.Write(draft.Content))
            return new DraftResult.Done(draft);

        var now = _time.GetUtcNow();
        var changed = draft with
        {
            Content = content,
            Version = draft.Version + 1,
            ChangedAt = now,
            ChangedBy = by,
            ExpiresAt = now + _retention.Value.Drafts,
        };
        return await _drafts.Update(changed, cancellationToken) is { } stored
            ? new DraftResult.Done(stored)
            : await Overtaken(id, cancellationToken);
    }

    public async Task<DraftResult> Delete(DraftId id, int version, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Find(id, cancellationToken) is not { } draft)
                return new DraftResult.NotFound();
            if (draft.Version != version)
                return new DraftResult.NotCurrent(draft.Version);
            if (await _drafts.Remove(draft, cancellationToken))
                return new DraftResult.Done(draft);
            if (attempt == Attempts)
                return await Overtaken(id, cancellationToken);
        }
    }

    /// <summary>Reviews the present version, which may then be submitted.</summary>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked; the draft is as it was.</exception>
    public async Task<DraftResult> Review(DraftId id, string by, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await Find(id, cancellationToken) is not { } draft)
                return new DraftResult.NotFound();
            if (draft.Submitted is { } submitted)
                return new DraftResult.AlreadySubmitted(submitted.Onboarding);
            var (learned, review) = await _reviewer.Review(draft, by, _time.GetUtcNow(), cancellationToken);
            if (await _drafts.Update(learned, cancellationToken) is { } stored)
                return new DraftResult.Reviewed(stored, review);
            // Somebody wrote it meanwhile: what was reviewed is not what stands there.
            if (attempt == Attempts)
                return await Overtaken(id, cancellationToken);
        }
    }

    /// <summary>Hands the reviewed version over, once. A repeat answers with the same onboarding.</summary>
    /// <exception cref="PartnerCenterException">
    /// Partner Center could not be asked; the draft can still be edited.
    /// </exception>
    public async Task<DraftResult> Submit(
        DraftId id,
        int version,
        string by,
        CancellationToken cancellationToken,
        IReadOnlyList<string>? acknowledged = null
    )
    {
        if (await Find(id, cancellationToken) is not { } draft)
            return new DraftResult.NotFound();
        if (draft.Version != version)
            return new DraftResult.NotCurrent(draft.Version);
        if (draft.Submitted is null)
        {
            if (draft.Reviewed?.Version != draft.Version)
                return new DraftResult.NotReviewed(draft.Reviewed?.Version);
            // Marked first: from here on nobody can change what is handed over.
            var now = _time.GetUtcNow();
            var onboarding = await _submission.FindId(draft.Content, cancellationToken);
            var marked = draft with
            {
                Submitted = new(draft.Version, onboarding, now, by) { Acknowledged = acknowledged },
                ExpiresAt = now + _retention.Value.Drafts,
            };
            if (await _drafts.Update(marked, cancellationToken) is not { } stored)
                return await Overtaken(id, cancellationToken);
            draft = stored;
        }

        SubmissionResult? result = null;
        try
        {
            var request = draft.Content with
            {
                Acknowledged = draft.Submitted!.Acknowledged ?? draft.Content.Acknowledged,
            };
            result = await _submission.Submit(request, idempotencyKey: null, draft.Submitted.By, cancellationToken);
            return new DraftResult.HandedOver(result);
        }
        finally
        {
            await Release(draft, result);
        }
    }

    /// <summary>Removes what was abandoned.</summary>
    /// <returns>The number of drafts removed.</returns>
    public Task<int> RemoveExpired(CancellationToken cancellationToken) =>
        _drafts.RemoveExpired(_time.GetUtcNow(), most: 500, cancellationToken);

    // A draft that was not accepted can be edited again. If this write is lost, submitting once more leads here again.
    private async Task Release(Draft draft, SubmissionResult? result)
    {
        if (result is SubmissionResult.Accepted or SubmissionResult.Repeated)
            return;
        if (
            result is SubmissionResult.Conflict
            || await _records.Get(draft.Submitted!.Onboarding, CancellationToken.None) is null
        )
            await _drafts.Update(draft with { Submitted = null }, CancellationToken.None);
    }

    private async Task<Draft?> Find(DraftId id, CancellationToken cancellationToken) =>
        await _drafts.Get(id, cancellationToken) is { } draft && draft.ExpiresAt > _time.GetUtcNow() ? draft : null;

    private static DraftResult? Objection(Draft draft, int version) =>
        draft.Submitted is { } submitted ? new DraftResult.AlreadySubmitted(submitted.Onboarding)
        : draft.Version != version ? new DraftResult.NotCurrent(draft.Version)
        : null;

    private async Task<DraftResult> Overtaken(DraftId id, CancellationToken cancellationToken) =>
        await Find(id, cancellationToken) switch
        {
            null => new DraftResult.NotFound(),
            { Submitted: { } submitted } => new DraftResult.AlreadySubmitted(submitted.Onboarding),
            var draft => new DraftResult.NotCurrent(draft.Version),
        };
}
