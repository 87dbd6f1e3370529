using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace OnboardingFunctions.Durable;

/// <summary>
/// One function per registered activity, under its stored name. Each asks for the engine's client, because an instance that runs activities only has no other function that would bring it: batches, messages and
/// announcements start orchestrations.
/// </summary>
public sealed class ActivityFunctions(DurableRunner runner)
{
    [Function("intake-validate")]
    public Task<string> ValidateRequest([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("intake-validate", call, client, cancellationToken);

    [Function("approvals-open")]
    public Task<string> OpenApproval([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("approvals-open", call, client, cancellationToken);

    [Function("approvals-advance")]
    public Task<string> AdvanceApproval([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("approvals-advance", call, client, cancellationToken);

    [Function("approvals-tell")]
    public Task<string> TellApprover([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("approvals-tell", call, client, cancellationToken);

    [Function("resellers-check")]
    public Task<string> CheckReseller([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("resellers-check", call, client, cancellationToken);

    [Function("customers-route")]
    public Task<string> RouteCustomer([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-route", call, client, cancellationToken);

    [Function("customers-invite")]
    public Task<string> InviteCustomer([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-invite", call, client, cancellationToken);

    [Function("customers-relationship")]
    public Task<string> FindRelationship([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-relationship", call, client, cancellationToken);

    [Function("customers-wrong-tenant")]
    public Task<string> NoteWrongTenant([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-wrong-tenant", call, client, cancellationToken);

    [Function("customers-create")]
    public Task<string> CreateCustomer([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-create", call, client, cancellationToken);

    [Function("customers-find")]
    public Task<string> FindCustomer([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-find", call, client, cancellationToken);

    [Function("customers-account-review")]
    public Task<string> CheckAccount([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-account-review", call, client, cancellationToken);

    [Function("customers-undo")]
    public Task<string> UndoCustomer([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-undo", call, client, cancellationToken);

    [Function("agreements-confirm")]
    public Task<string> ConfirmAgreement([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("agreements-confirm", call, client, cancellationToken);

    [Function("agreements-start")]
    public Task<string> StartAttestation([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("agreements-start", call, client, cancellationToken);

    [Function("agreements-finish")]
    public Task<string> FinishAttestation([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("agreements-finish", call, client, cancellationToken);

    [Function("agreements-attestation")]
    public Task<string> CheckAttestation([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("agreements-attestation", call, client, cancellationToken);

    [Function("agreements-page")]
    public Task<string> FindAcceptancePage([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("agreements-page", call, client, cancellationToken);

    [Function("agreements-check")]
    public Task<string> CheckAgreement([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("agreements-check", call, client, cancellationToken);

    [Function("resellers-link")]
    public Task<string> LinkReseller([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("resellers-link", call, client, cancellationToken);

    [Function("customers-qualification")]
    public Task<string> CheckQualification([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-qualification", call, client, cancellationToken);

    [Function("customers-qualify")]
    public Task<string> Qualify([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("customers-qualify", call, client, cancellationToken);

    [Function("orders-plan")]
    public Task<string> PlanOrders([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("orders-plan", call, client, cancellationToken);

    [Function("carts-build")]
    public Task<string> BuildCart([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("carts-build", call, client, cancellationToken);

    [Function("carts-checkout")]
    public Task<string> CheckOut([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("carts-checkout", call, client, cancellationToken);

    [Function("orders-check")]
    public Task<string> CheckOrders([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("orders-check", call, client, cancellationToken);

    [Function("orders-undo")]
    public Task<string> UndoOrders([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("orders-undo", call, client, cancellationToken);

    [Function("notifications-announce")]
    public Task<string> Announce([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("notifications-announce", call, client, cancellationToken);

    [Function("notifications-deliver")]
    public Task<string> Deliver([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("notifications-deliver", call, client, cancellationToken);

    [Function("progress-apply")]
    public Task<string> ApplyProgress([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("progress-apply", call, client, cancellationToken);

    [Function("obligations-add")]
    public Task<string> AddObligation([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("obligations-add", call, client, cancellationToken);

    [Function("obligations-close")]
    public Task<string> CloseObligation([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("obligations-close", call, client, cancellationToken);

    [Function("take-back-remind")]
    public Task<string> StartWindowReminder([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunActivity("take-back-remind", call, client, cancellationToken);

    [Function("subscriptions-renewal-off")]
    public Task<string> TurnRenewalOff([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunActivity("subscriptions-renewal-off", call, client, cancellationToken);

    [Function("obligations-open")]
    public Task<string> ReadOpenObligations([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunActivity("obligations-open", call, client, cancellationToken);

    [Function("provisioned-read")]
    public Task<string> ReadProvisionedResources([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunActivity("provisioned-read", call, client, cancellationToken);

    [Function("records-read")]
    public Task<string> ReadRecord([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunActivity("records-read", call, client, cancellationToken);

    [Function("records-amend")]
    public Task<string> AmendRecord([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        runner.RunActivity("records-amend", call, client, cancellationToken);

    [Function("inbox-take")]
    public Task<string> TakeMessage([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("inbox-take", call, client, cancellationToken);

    [Function("batches-work")]
    public Task<string> WorkOnBatch([ActivityTrigger] string call, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) => runner.RunActivity("batches-work", call, client, cancellationToken);

    [Function(InstanceHold.StoredName)]
    public Task<string> HoldInstance([ActivityTrigger] string call, CancellationToken cancellationToken) => runner.Hold(call, cancellationToken);
}
