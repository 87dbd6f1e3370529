using PartnerCenter.Simulator.Catalog;
using PartnerCenter.Simulator.Control;
using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Errors;
using PartnerCenter.Simulator.Faults;
using PartnerCenter.Simulator.Idempotency;
using PartnerCenter.Simulator.Tokens;

namespace PartnerCenter.Simulator.Surface;

/// <summary>
/// The way of every vendor call: body, token, faults before the effect, the effect with its replay record, faults after
/// it, answer, journal.
/// </summary>
internal sealed class OperationPipeline(SimulatorCore core, ILogger<OperationPipeline> log)
{
    internal async Task Run(HttpContext http, BoundOperation operation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var entry = new JournalEntry
        {
            Operation = operation.Name,
            Method = http.Request.Method,
            At = core.Clock.Now,
        };
        Answer? answer = null;
        var plan = FaultPlan.None;
        var isCut = false;
        try
        {
            var call = await RequestReader.Read(http, operation, core);
            entry.Describe(call);
            try
            {
                core.World.Read(() =>
                {
                    RequestReader.Check(call);
                    Authorization.Check(call);
                    return true;
                });
                entry.Partner = call.HasPartner ? call.Partner.TenantId : null;
                plan = core.Faults.Draw(
                    operation.Name,
                    http.Request.Method,
                    entry.Partner,
                    http.Request.RouteValues["customerId"]?.ToString()
                );
                entry.Fault = plan.Name;
                call.Scripted = plan.Scripted;
                answer = await Answered(http, call, plan, entry);
            }
            catch (Refusal refusal)
            {
                answer = AnswerOf(refusal);
            }

            if (answer is not null && plan.End is not { Kind: FaultKind.TimeoutAfterCommit, Status: null })
                await ResponseWriter.Write(http, call, answer, truncated: plan.End?.Kind == FaultKind.Truncated);
            else
            {
                isCut = true;
                http.Abort();
            }
        }
        catch (Refusal refusal)
        {
            answer = AnswerOf(refusal);
            await ResponseWriter.WriteBare(http, answer);
        }
        catch (BadHttpRequestException malformed)
        {
            answer = new Answer(malformed.StatusCode);
            await ResponseWriter.WriteBare(http, answer);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up; the journal says what had happened by then.
        }
        finally
        {
            entry.Status = answer is null || isCut || http.RequestAborted.IsCancellationRequested ? 0 : answer.Status;
            entry.ResponseBody = answer?.Body?.ToJsonString();
            entry.ElapsedMilliseconds = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
            core.Journal.Add(entry);
        }
    }

    /// <summary>Null: the connection is to be cut.</summary>
    private async Task<Answer?> Answered(HttpContext http, OperationCall call, FaultPlan plan, JournalEntry entry)
    {
        var keys = new List<string>(2);
        try
        {
            var isReplayable =
                call.HasPartner && !HttpMethods.IsGet(call.Request.Method) && !HttpMethods.IsHead(call.Request.Method);
            var replayKey = isReplayable ? ReplayCache.KeyOf(call) : null;
            if (replayKey is not null)
            {
                while (core.Running.TryEnter(replayKey) is { } other)
                {
                    if (call.Partner.ConcurrentReplayConflicts)
                        return new Answer(
                            409,
                            VendorErrors.OrderInProgress.ToJson("A request with this MS-RequestId is being processed.")
                        );
                    await other.WaitAsync(http.RequestAborted);
                }
                keys.Add(replayKey);
            }

            if (call.Operation.Name == "carts.checkout" && call.HasPartner)
            {
                var cart = $"cart|{call.Route("cartId").ToLowerInvariant()}";
                if (core.Running.TryEnter(cart) is not null)
                    return new Answer(409, VendorErrors.CartBeingProcessed.ToJson());
                keys.Add(cart);
            }

            if (plan.Delay > TimeSpan.Zero)
                await Task.Delay(plan.Delay, TimeProvider.System, http.RequestAborted);
            if (call.HasPartner && core.Limits.Check(call) is { } wait)
                return FaultAnswers.Throttled(wait);
            if (FaultAnswers.Before(plan.End, out var instead))
                return instead;
            var answer = Perform(call, plan, replayKey, entry);
            return plan.End is { Kind: FaultKind.TimeoutAfterCommit, Status: { } status }
                ? FaultAnswers.Gateway(status)
                : answer;
        }
        finally
        {
            foreach (var key in keys)
                core.Running.Leave(key);
        }
    }

    private Answer Perform(OperationCall call, FaultPlan plan, string? replayKey, JournalEntry entry)
    {
        lock (core.World.Gate)
        {
            if (replayKey is not null && ReplayCache.Find(call, replayKey) is { } earlier)
            {
                entry.Replayed = true;
                return earlier;
            }

            Answer answer;
            try
            {
                if (plan.StaleCatalog)
                    CatalogIds.IssueAnew(core.World);
                if (plan.EtagConflict)
                    ProfileOperations.TouchEtag(call);
                core.World.Commit();
                if (plan.End is { Kind: FaultKind.Refuse } refused)
                    throw new Refusal(VendorErrors.Of(refused.Code!.Value, refused.Status), refused.Description);
                CustomerAccess.Admit(call);
                answer = call.Operation.Perform(call);
                entry.EffectCommitted = core.World.IsDirty;
            }
            catch (Refusal refusal)
            {
                core.World.RollBack();
                entry.EffectCommitted = false;
                answer = AnswerOf(refusal);
            }
            catch (Exception fault)
            {
                // The simulator's own mistake: nothing of it may stay, and the journal must show it.
                core.World.RollBack();
                log.OperationFailed(call.Operation.Name, fault);
                return new Answer(500, VendorErrors.Unexpected.ToJson());
            }

            if (replayKey is not null)
                ReplayCache.Keep(call, replayKey, answer);
            core.World.Commit();
            core.Outbox.Signal();
            return answer;
        }
    }

    private static Answer AnswerOf(Refusal refusal) =>
        new(refusal.Error.Status, refusal.HasBody ? refusal.Body : null)
        {
            Headers = [.. refusal.Headers.Select(h => (h.Key, h.Value))],
            Reason = refusal.Reason,
        };
}
