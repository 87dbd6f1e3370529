using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onboarding;
using Onboarding.Agreements;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Customers;
using Onboarding.Intake;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Resellers;
using Onboarding.Subscriptions;
using Onboarding.TakingBack;
using Onboarding.Undo;
using Onboarding.Webhooks;

namespace OnboardingFunctions.Durable;

/// <summary>One function per activity, under its stored name.</summary>
internal sealed class ActivityFunctions(StepInvoker steps)
{
    [Function("intake-validate")]
    public Task<StepResult<RequestValidated>> ValidateRequest(
        [ActivityTrigger] RequestToValidate input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Intake.ValidateRequest.StoredName, input, instanceId, client, context);

    [Function("approvals-open")]
    public Task<StepResult<OpenedApproval>> OpenApproval(
        [ActivityTrigger] ApprovalToOpen input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Approvals.OpenApproval.StoredName, input, instanceId, client, context);

    [Function("approvals-advance")]
    public Task<StepResult<ApprovalStanding>> AdvanceApproval(
        [ActivityTrigger] ApprovalLook input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Approvals.AdvanceApproval.StoredName, input, instanceId, client, context);

    [Function("approvals-tell")]
    public Task<StepResult<Nothing>> TellApprover(
        [ActivityTrigger] ApproverToTell input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Approvals.TellApprover.StoredName, input, instanceId, client, context);

    [Function("resellers-check")]
    public Task<StepResult<Reseller>> CheckReseller(
        [ActivityTrigger] ResellerToCheck input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Resellers.CheckReseller.StoredName, input, instanceId, client, context);

    [Function("customers-route")]
    public Task<StepResult<CustomerRoute>> RouteCustomer(
        [ActivityTrigger] CustomerToRoute input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.RouteCustomer.StoredName, input, instanceId, client, context);

    [Function("customers-invite")]
    public Task<StepResult<CustomerInvited>> InviteCustomer(
        [ActivityTrigger] CustomerToInvite input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.InviteCustomer.StoredName, input, instanceId, client, context);

    [Function("customers-relationship")]
    public Task<StepResult<RelationshipLook>> FindRelationship(
        [ActivityTrigger] RelationshipToFind input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.FindRelationship.StoredName, input, instanceId, client, context);

    [Function("customers-wrong-tenant")]
    public Task<StepResult<Nothing>> NoteWrongTenant(
        [ActivityTrigger] WrongTenant input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.NoteWrongTenant.StoredName, input, instanceId, client, context);

    [Function("customers-create")]
    public Task<StepResult<CustomerCreation>> CreateCustomer(
        [ActivityTrigger] CustomerToCreate input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.CreateCustomer.StoredName, input, instanceId, client, context);

    [Function("customers-find")]
    public Task<StepResult<CustomerCreation>> FindCustomer(
        [ActivityTrigger] CustomerToFind input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.FindCustomer.StoredName, input, instanceId, client, context);

    [Function("customers-account-review")]
    public Task<StepResult<AccountReview>> CheckAccount(
        [ActivityTrigger] AccountToCheck input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.CheckAccount.StoredName, input, instanceId, client, context);

    [Function("customers-undo")]
    public Task<StepResult<UndoResult>> UndoCustomer(
        [ActivityTrigger] UndoInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.UndoCustomer.StoredName, input, instanceId, client, context);

    [Function("agreements-confirm")]
    public Task<StepResult<AgreementConfirmed>> ConfirmAgreement(
        [ActivityTrigger] AgreementToConfirm input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Agreements.ConfirmAgreement.StoredName, input, instanceId, client, context);

    [Function("agreements-start")]
    public Task<StepResult<AttestationStarted>> StartAttestation(
        [ActivityTrigger] AttestationToStart input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Agreements.StartAttestation.StoredName, input, instanceId, client, context);

    [Function("agreements-finish")]
    public Task<StepResult<AgreementOnRecord?>> FinishAttestation(
        [ActivityTrigger] AttestationToFinish input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Agreements.FinishAttestation.StoredName, input, instanceId, client, context);

    [Function("agreements-attestation")]
    public Task<StepResult<CheckAttestationResult>> CheckAttestation(
        [ActivityTrigger] CheckAttestationInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Agreements.CheckAttestationActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-page")]
    public Task<StepResult<FindAcceptancePageResult>> FindAcceptancePage(
        [ActivityTrigger] FindAcceptancePageInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Agreements.FindAcceptancePageActivity.StoredName, input, instanceId, client, context);

    [Function("agreements-check")]
    public Task<StepResult<AgreementOnRecord?>> CheckAgreement(
        [ActivityTrigger] AgreementToCheck input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Agreements.CheckAgreement.StoredName, input, instanceId, client, context);

    [Function("resellers-link")]
    public Task<StepResult<Nothing>> LinkReseller(
        [ActivityTrigger] ResellerLink input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Resellers.LinkReseller.StoredName, input, instanceId, client, context);

    [Function("customers-qualification")]
    public Task<StepResult<QualificationLook>> CheckQualification(
        [ActivityTrigger] QualificationToCheck input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.CheckQualification.StoredName, input, instanceId, client, context);

    [Function("customers-qualify")]
    public Task<StepResult<Nothing>> Qualify(
        [ActivityTrigger] CustomerToQualify input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Customers.Qualify.StoredName, input, instanceId, client, context);

    [Function("orders-plan")]
    public Task<StepResult<OrderPlan>> PlanOrders(
        [ActivityTrigger] OrdersToPlan input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Subscriptions.PlanOrders.StoredName, input, instanceId, client, context);

    [Function("carts-build")]
    public Task<StepResult<BuiltCart>> BuildCart(
        [ActivityTrigger] CartToBuild input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Subscriptions.BuildCart.StoredName, input, instanceId, client, context);

    [Function("carts-checkout")]
    public Task<StepResult<CheckedOut>> CheckOut(
        [ActivityTrigger] CartToCheckOut input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Subscriptions.CheckOut.StoredName, input, instanceId, client, context);

    [Function("orders-check")]
    public Task<StepResult<OrdersProgress>> CheckOrders(
        [ActivityTrigger] OrdersToCheck input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Subscriptions.CheckOrders.StoredName, input, instanceId, client, context);

    [Function("orders-undo")]
    public Task<StepResult<UndoResult>> UndoOrders(
        [ActivityTrigger] UndoInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Subscriptions.UndoOrders.StoredName, input, instanceId, client, context);

    [Function("notifications-announce")]
    public Task<StepResult<Nothing>> Announce(
        [ActivityTrigger] ChangeToAnnounce input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Notifications.Announce.StoredName, input, instanceId, client, context);

    [Function("notifications-deliver")]
    public Task<StepResult<DeliveryResult>> Deliver(
        [ActivityTrigger] AttemptToDeliver input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Notifications.Deliver.StoredName, input, instanceId, client, context);

    [Function("progress-apply")]
    public Task<StepResult<Nothing>> ApplyProgress(
        [ActivityTrigger] ProgressToApply input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Progress.ApplyProgress.StoredName, input, instanceId, client, context);

    [Function("obligations-add")]
    public Task<StepResult<Nothing>> AddObligation(
        [ActivityTrigger] Obligation input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Progress.AddObligation.StoredName, input, instanceId, client, context);

    [Function("obligations-close")]
    public Task<StepResult<Nothing>> CloseObligation(
        [ActivityTrigger] ObligationResult input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Progress.CloseObligation.StoredName, input, instanceId, client, context);

    [Function("take-back-remind")]
    public Task<StepResult<Nothing>> StartWindowReminder(
        [ActivityTrigger] WindowReminderInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.TakingBack.StartWindowReminderActivity.StoredName, input, instanceId, client, context);

    [Function("subscriptions-renewal-off")]
    public Task<StepResult<IReadOnlyList<string>>> TurnRenewalOff(
        [ActivityTrigger] TurnRenewalOffInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Subscriptions.TurnRenewalOffActivity.StoredName, input, instanceId, client, context);

    [Function("obligations-open")]
    public Task<StepResult<IReadOnlyList<string>>> ReadOpenObligations(
        [ActivityTrigger] ReadOpenObligationsInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Progress.ReadOpenObligationsActivity.StoredName, input, instanceId, client, context);

    [Function("provisioned-read")]
    public Task<StepResult<UndoResult>> ReadProvisionedResources(
        [ActivityTrigger] UndoInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Undo.ReadProvisionedResourcesActivity.StoredName, input, instanceId, client, context);

    [Function("records-read")]
    public Task<StepResult<ReadRecordResult>> ReadRecord(
        [ActivityTrigger] ReadRecordInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Progress.ReadRecordActivity.StoredName, input, instanceId, client, context);

    [Function("records-amend")]
    public Task<StepResult<AmendRecordResult>> AmendRecord(
        [ActivityTrigger] AmendRecordInput input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Progress.AmendRecordActivity.StoredName, input, instanceId, client, context);

    [Function("inbox-take")]
    public Task<StepResult<Nothing>> TakeMessage(
        [ActivityTrigger] MessageToTake input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Webhooks.TakeMessage.StoredName, input, instanceId, client, context);

    [Function("batches-work")]
    public Task<StepResult<BatchRound>> WorkOnBatch(
        [ActivityTrigger] BatchToWorkOn input, string instanceId, [DurableClient] DurableTaskClient client,
        FunctionContext context) =>
        steps.Run(Onboarding.Batches.WorkOnBatch.StoredName, input, instanceId, client, context);
}
