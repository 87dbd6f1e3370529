using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onboarding;
using Onboarding.Agreements;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.CancellationWindow;
using Onboarding.Customers;
using Onboarding.Messages;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Resellers;
using Onboarding.Subscriptions;
using Onboarding.Undo;
using Onboarding.Validation;
using Onboarding.Webhooks;

namespace OnboardingFunctions.Durable;

/// <summary>One function per activity, under its stored name.</summary>
internal sealed class ActivityFunctions(StepInvoker steps)
{
    [Function("intake-validate")]
    public Task<StepResult<ValidateRequestResult>> ValidateRequest(
        [ActivityTrigger] ValidateRequestInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Validation.ValidateRequestActivity.StoredName, input, instanceId, client, context);

    [Function("approvals-open")]
    public Task<StepResult<OpenApprovalResult>> OpenApproval(
        [ActivityTrigger] OpenApprovalInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Approvals.OpenApprovalActivity.StoredName, input, instanceId, client, context);

    [Function("approvals-advance")]
    public Task<StepResult<AdvanceApprovalResult>> AdvanceApproval(
        [ActivityTrigger] AdvanceApprovalInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Approvals.AdvanceApprovalActivity.StoredName, input, instanceId, client, context);

    [Function("approvals-tell")]
    public Task<StepResult<Nothing>> TellApprover(
        [ActivityTrigger] NotifyApproverInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Approvals.NotifyApproverActivity.StoredName, input, instanceId, client, context);

    [Function("resellers-check")]
    public Task<StepResult<Reseller>> CheckReseller(
        [ActivityTrigger] CheckResellerInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Resellers.CheckResellerActivity.StoredName, input, instanceId, client, context);

    [Function("customers-route")]
    public Task<StepResult<CustomerRoute>> RouteCustomer(
        [ActivityTrigger] RouteCustomerInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.RouteCustomerActivity.StoredName, input, instanceId, client, context);

    [Function("customers-invite")]
    public Task<StepResult<InviteCustomerResult>> InviteCustomer(
        [ActivityTrigger] InviteCustomerInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.InviteCustomerActivity.StoredName, input, instanceId, client, context);

    [Function("customers-relationship")]
    public Task<StepResult<FindRelationshipResult>> FindRelationship(
        [ActivityTrigger] FindRelationshipInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.FindRelationshipActivity.StoredName, input, instanceId, client, context);

    [Function("customers-wrong-tenant")]
    public Task<StepResult<Nothing>> NoteWrongTenant(
        [ActivityTrigger] ReportWrongTenantInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.ReportWrongTenantActivity.StoredName, input, instanceId, client, context);

    [Function("customers-create")]
    public Task<StepResult<CreateCustomerResult>> CreateCustomer(
        [ActivityTrigger] CreateCustomerInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.CreateCustomerActivity.StoredName, input, instanceId, client, context);

    [Function("customers-find")]
    public Task<StepResult<CreateCustomerResult>> FindCustomer(
        [ActivityTrigger] FindCustomerInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.FindCustomerActivity.StoredName, input, instanceId, client, context);

    [Function("customers-account-review")]
    public Task<StepResult<AccountReview>> CheckAccount(
        [ActivityTrigger] CheckAccountInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.CheckAccountActivity.StoredName, input, instanceId, client, context);

    [Function("customers-undo")]
    public Task<StepResult<UndoResult>> UndoCustomer(
        [ActivityTrigger] UndoInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.UndoCustomerActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-confirm")]
    public Task<StepResult<ConfirmAgreementResult>> ConfirmAgreement(
        [ActivityTrigger] ConfirmAgreementInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Agreements.ConfirmAgreementActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-start")]
    public Task<StepResult<StartAttestationResult>> StartAttestation(
        [ActivityTrigger] StartAttestationInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Agreements.StartAttestationActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-finish")]
    public Task<StepResult<AgreementOnRecord?>> FinishAttestation(
        [ActivityTrigger] FinishAttestationInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Agreements.FinishAttestationActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-attestation")]
    public Task<StepResult<CheckAttestationResult>> CheckAttestation(
        [ActivityTrigger] CheckAttestationInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Agreements.CheckAttestationActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-page")]
    public Task<StepResult<FindAcceptancePageResult>> FindAcceptancePage(
        [ActivityTrigger] FindAcceptancePageInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Agreements.FindAcceptancePageActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-check")]
    public Task<StepResult<AgreementOnRecord?>> CheckAgreement(
        [ActivityTrigger] CheckAgreementInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Agreements.CheckAgreementActivity.StoredName, input, instanceId, client, context);

    [Function("resellers-link")]
    public Task<StepResult<Nothing>> LinkReseller(
        [ActivityTrigger] LinkResellerInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Resellers.LinkResellerActivity.StoredName, input, instanceId, client, context);

    [Function("customers-qualification")]
    public Task<StepResult<CheckQualificationResult>> CheckQualification(
        [ActivityTrigger] CheckQualificationInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.CheckQualificationActivity.StoredName, input, instanceId, client, context);

    [Function("customers-qualify")]
    public Task<StepResult<Nothing>> Qualify(
        [ActivityTrigger] QualifyCustomerInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Customers.QualifyCustomerActivity.StoredName, input, instanceId, client, context);

    [Function("orders-plan")]
    public Task<StepResult<PlanOrdersResult>> PlanOrders(
        [ActivityTrigger] PlanOrdersInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Subscriptions.PlanOrdersActivity.StoredName, input, instanceId, client, context);

    [Function("carts-build")]
    public Task<StepResult<BuildCartResult>> BuildCart(
        [ActivityTrigger] BuildCartInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Subscriptions.BuildCartActivity.StoredName, input, instanceId, client, context);

    [Function("carts-checkout")]
    public Task<StepResult<CheckOutCartResult>> CheckOut(
        [ActivityTrigger] CheckOutCartInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Subscriptions.CheckOutCartActivity.StoredName, input, instanceId, client, context);

    [Function("orders-check")]
    public Task<StepResult<CheckOrdersResult>> CheckOrders(
        [ActivityTrigger] CheckOrdersInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Subscriptions.CheckOrdersActivity.StoredName, input, instanceId, client, context);

    [Function("orders-undo")]
    public Task<StepResult<UndoResult>> UndoOrders(
        [ActivityTrigger] UndoInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Subscriptions.UndoOrdersActivity.StoredName, input, instanceId, client, context);

    [Function("notifications-announce")]
    public Task<StepResult<Nothing>> Announce(
        [ActivityTrigger] AnnounceChangeInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Notifications.AnnounceChangeActivity.StoredName, input, instanceId, client, context);

    [Function("notifications-deliver")]
    public Task<StepResult<DeliverNotificationResult>> Deliver(
        [ActivityTrigger] DeliverNotificationInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Notifications.DeliverNotificationActivity.StoredName, input, instanceId, client, context);

    [Function("progress-apply")]
    public Task<StepResult<Nothing>> ApplyProgress(
        [ActivityTrigger] ApplyProgressInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Progress.ApplyProgressActivity.StoredName, input, instanceId, client, context);

    [Function("obligations-add")]
    public Task<StepResult<Nothing>> AddOpenTask(
        [ActivityTrigger] OpenTask input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Progress.AddOpenTaskActivity.StoredName, input, instanceId, client, context);

    [Function("obligations-close")]
    public Task<StepResult<Nothing>> CloseOpenTask(
        [ActivityTrigger] CloseOpenTaskInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Progress.CloseOpenTaskActivity.StoredName, input, instanceId, client, context);

    [Function("take-back-remind")]
    public Task<StepResult<Nothing>> StartWindowReminder(
        [ActivityTrigger] WindowReminderInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) =>
        steps.Run(
            Onboarding.CancellationWindow.StartWindowReminderActivity.StoredName,
            input,
            instanceId,
            client,
            context
        );

    [Function("subscriptions-renewal-off")]
    public Task<StepResult<IReadOnlyList<Message>>> TurnRenewalOff(
        [ActivityTrigger] TurnRenewalOffInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Subscriptions.TurnRenewalOffActivity.StoredName, input, instanceId, client, context);

    [Function("obligations-open")]
    public Task<StepResult<IReadOnlyList<string>>> ReadOpenTasks(
        [ActivityTrigger] ReadOpenTasksInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Progress.ReadOpenTasksActivity.StoredName, input, instanceId, client, context);

    [Function("provisioned-read")]
    public Task<StepResult<UndoResult>> ReadProvisionedResources(
        [ActivityTrigger] UndoInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Undo.ReadProvisionedResourcesActivity.StoredName, input, instanceId, client, context);

    [Function("records-read")]
    public Task<StepResult<ReadRecordResult>> ReadRecord(
        [ActivityTrigger] ReadRecordInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Progress.ReadRecordActivity.StoredName, input, instanceId, client, context);

    [Function("records-amend")]
    public Task<StepResult<AmendRecordResult>> AmendRecord(
        [ActivityTrigger] AmendRecordInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Progress.AmendRecordActivity.StoredName, input, instanceId, client, context);

    [Function("inbox-take")]
    public Task<StepResult<Nothing>> TakeMessage(
        [ActivityTrigger] ProcessMessageInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Webhooks.ProcessMessageActivity.StoredName, input, instanceId, client, context);

    [Function("batches-work")]
    public Task<StepResult<ProcessBatchResult>> WorkOnBatch(
        [ActivityTrigger] ProcessBatchInput input,
        string instanceId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context
    ) => steps.Run(Onboarding.Batches.ProcessBatchActivity.StoredName, input, instanceId, client, context);
}
