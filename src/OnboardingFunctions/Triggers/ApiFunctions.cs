using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace OnboardingFunctions.Triggers;

/// <summary>
/// One function per operation of the API. To the Functions host they are anonymous: it knows only function keys. Who
/// may call what is decided by the operation's policy, which every one of them meets in <see
/// cref="ApiFunctionHandler"/>.
/// </summary>
public sealed class ApiFunctions(ApiFunctionHandler edge)
{
    [Function("SubmitOnboarding")]
    public Task<IResult> SubmitOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("SubmitOnboarding", request, client);

    [Function("ValidateOnboarding")]
    public Task<IResult> ValidateOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/validate")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ValidateOnboarding", request, client);

    [Function("SearchOnboardings")]
    public Task<IResult> SearchOnboardings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/onboardings")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("SearchOnboardings", request, client);

    [Function("GetOnboarding")]
    public Task<IResult> GetOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/onboardings/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetOnboarding", request, client);

    [Function("CancelOnboarding")]
    public Task<IResult> CancelOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/{id}/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("CancelOnboarding", request, client);

    [Function("ResumeOnboarding")]
    public Task<IResult> ResumeOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/{id}/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ResumeOnboarding", request, client);

    [Function("ResumeOnboardings")]
    public Task<IResult> ResumeOnboardings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ResumeOnboardings", request, client);

    [Function("CancelOnboardings")]
    public Task<IResult> CancelOnboardings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("CancelOnboardings", request, client);

    [Function("TakeBackOnboarding")]
    public Task<IResult> UndoCompletedOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/{id}/takeBack")]
            HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("TakeBackOnboarding", request, client);

    [Function("EraseOnboarding")]
    public Task<IResult> EraseOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/{id}/erase")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("EraseOnboarding", request, client);

    [Function("TakeCredentials")]
    public Task<IResult> TakeCredentials(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/{id}/credentials")]
            HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("TakeCredentials", request, client);

    [Function("ListObligations")]
    public Task<IResult> ListOpenTasks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/obligations")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListObligations", request, client);

    [Function("RetryObligation")]
    public Task<IResult> RetryOpenTask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/obligations/{id}/retry")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("RetryObligation", request, client);

    [Function("RetryObligations")]
    public Task<IResult> RetryOpenTasks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/obligations/retry")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("RetryObligations", request, client);

    [Function("SettleObligation")]
    public Task<IResult> SettleOpenTask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/obligations/{id}/settle")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("SettleObligation", request, client);

    [Function("CreateDraft")]
    public Task<IResult> CreateDraft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/drafts")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("CreateDraft", request, client);

    [Function("ListDrafts")]
    public Task<IResult> ListDrafts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/drafts")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListDrafts", request, client);

    [Function("GetMe")]
    public Task<IResult> GetMe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetMe", request, client);

    [Function("GetSummary")]
    public Task<IResult> GetSummary(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/summary")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetSummary", request, client);

    [Function("ExportOnboardings")]
    public Task<IResult> ExportOnboardings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/onboardings.csv")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ExportOnboardings", request, client);

    [Function("GetDraft")]
    public Task<IResult> GetDraft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/drafts/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetDraft", request, client);

    [Function("DeleteDraft")]
    public Task<IResult> DeleteDraft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/drafts/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("DeleteDraft", request, client);

    [Function("ReplaceDraftSection")]
    public Task<IResult> ReplaceDraftSection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/drafts/{id}/{section}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ReplaceDraftSection", request, client);

    [Function("ReviewDraft")]
    public Task<IResult> ReviewDraft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/drafts/{id}/review")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ReviewDraft", request, client);

    [Function("SubmitDraft")]
    public Task<IResult> SubmitDraft(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/drafts/{id}/submit")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("SubmitDraft", request, client);

    [Function("MoveOnboardingDeadline")]
    public Task<IResult> MoveOnboardingDeadline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/onboardings/{id}/deadline")]
            HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("MoveOnboardingDeadline", request, client);

    [Function("ListAudit")]
    public Task<IResult> ListAudit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListAudit", request, client);

    [Function("ListDeliveries")]
    public Task<IResult> ListDeliveries(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/deliveries")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListDeliveries", request, client);

    [Function("SendDeliveryAgain")]
    public Task<IResult> SendDeliveryAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/deliveries/{id}/again")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("SendDeliveryAgain", request, client);

    [Function("SendFailedDeliveriesAgain")]
    public Task<IResult> SendFailedDeliveriesAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/deliveries/again")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("SendFailedDeliveriesAgain", request, client);

    [Function("ListApprovals")]
    public Task<IResult> ListApprovals(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/approvals")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListApprovals", request, client);

    [Function("GetApproval")]
    public Task<IResult> GetApproval(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/approvals/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetApproval", request, client);

    [Function("DecideApproval")]
    public Task<IResult> DecideApproval(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/approvals/{id}/decision")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("DecideApproval", request, client);

    [Function("MoveApprovalDeadline")]
    public Task<IResult> MoveApprovalDeadline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/approvals/{id}/deadline")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("MoveApprovalDeadline", request, client);

    [Function("CreateBatch")]
    public Task<IResult> CreateBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("CreateBatch", request, client);

    [Function("ListBatches")]
    public Task<IResult> ListBatches(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListBatches", request, client);

    [Function("GetBatch")]
    public Task<IResult> GetBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/batches/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetBatch", request, client);

    [Function("ListBatchRows")]
    public Task<IResult> ListBatchRows(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/batches/{id}/rows")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListBatchRows", request, client);

    [Function("GetBatchResults")]
    public Task<IResult> GetBatchResults(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/batches/{id}/results.csv")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetBatchResults", request, client);

    [Function("GetBatchResultsWorkbook")]
    public Task<IResult> GetBatchResultsWorkbook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/batches/{id}/results.xlsx")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetBatchResultsWorkbook", request, client);

    [Function("PauseBatch")]
    public Task<IResult> PauseBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/batches/{id}/pause")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("PauseBatch", request, client);

    [Function("ResumeBatch")]
    public Task<IResult> ResumeBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/batches/{id}/resume")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ResumeBatch", request, client);

    [Function("CancelBatch")]
    public Task<IResult> CancelBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/batches/{id}/cancel")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("CancelBatch", request, client);

    [Function("ReceivePartnerCenterEvent")]
    public Task<IResult> ReceivePartnerCenterEvent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/partner-center")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ReceivePartnerCenterEvent", request, client);

    [Function("ReceiveWebhook")]
    public Task<IResult> ReceiveWebhook(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{source}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ReceiveWebhook", request, client);

    [Function("EnqueueOnboarding")]
    public Task<IResult> EnqueueOnboarding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/queue")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("EnqueueOnboarding", request, client);

    [Function("ListInbox")]
    public Task<IResult> ListInbox(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/inbox")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListInbox", request, client);

    [Function("GetInboxMessage")]
    public Task<IResult> GetInboxMessage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/inbox/{key}")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetInboxMessage", request, client);

    [Function("SendInboxMessageAgain")]
    public Task<IResult> SendInboxMessageAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/inbox/{key}/again")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("SendInboxMessageAgain", request, client);

    [Function("ListPartners")]
    public Task<IResult> ListPartners(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reference/partners")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListPartners", request, client);

    [Function("GetCountry")]
    public Task<IResult> GetCountry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reference/countries/{iso2}")]
            HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetCountry", request, client);

    [Function("ListResellers")]
    public Task<IResult> ListResellers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reference/resellers")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListResellers", request, client);

    [Function("ListOffers")]
    public Task<IResult> ListOffers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reference/offers")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("ListOffers", request, client);

    [Function("GetAgreement")]
    public Task<IResult> GetAgreement(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reference/agreement")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetAgreement", request, client);

    [Function("CheckDomain")]
    public Task<IResult> CheckDomain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reference/domains/{prefix}")]
            HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("CheckDomain", request, client);

    [Function("GetSignIn")]
    public Task<IResult> GetSignIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/signIn")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetSignIn", request, client);

    [Function("GetOpenApi")]
    public Task<IResult> GetOpenApi(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("GetOpenApi", request, client);

    [Function("HealthLive")]
    public Task<IResult> HealthLive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/live")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("HealthLive", request, client);

    [Function("HealthReady")]
    public Task<IResult> HealthReady(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health/ready")] HttpRequest request,
        [DurableClient] DurableTaskClient client
    ) => edge.Run("HealthReady", request, client);
}
