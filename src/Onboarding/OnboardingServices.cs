using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Onboarding.Agreements;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.Customers;
using Onboarding.Drafts;
using Onboarding.Intake;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Resellers;
using Onboarding.Retention;
using Onboarding.Subscriptions;
using Onboarding.TakingBack;
using Onboarding.Undo;
using Onboarding.Webhooks;
using PartnerCenter;

namespace Onboarding;

/// <summary>Registration of what both hosts run. The host adds the engine (<see cref="IOrchestrationClient"/>) and the stores.</summary>
public static class OnboardingServices
{
    public static IServiceCollection AddOnboarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<WaitsOptions>().Bind(configuration.GetSection(WaitsOptions.Section), Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EnhancedAttestationOptions>().Bind(configuration.GetSection(EnhancedAttestationOptions.Section), Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OrderingOptions>().Bind(configuration.GetSection(OrderingOptions.Section), Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section), Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ICredentialSource>(provider => provider.GetRequiredService<ISecretVault>());
        services.AddSingleton<ObligationDesk>();
        services.AddSingleton<TakeBackService>();
        services.AddSingleton<WaitingOnboardings>();
        services.AddSingleton<StandingOnboardings>();
        services.AddSingleton<CustomerOffers>();
        services.AddSingleton<ExpiredData>();
        services.AddIntake();
        services.AddDrafts(configuration);
        services.AddApprovals(configuration);
        services.AddBatches(configuration);
        services.AddWebhooks(configuration);
        services.AddNotifications(configuration);
        services.AddSingleton(Tasks());
        return services;
    }

    /// <summary>A key that nothing reads is a mistake, and a mistaken deadline shows weeks later.</summary>
    internal static void Strictly(BinderOptions binder) => binder.ErrorOnUnknownConfiguration = true;

    /// <summary>Every orchestration and activity by stored name.</summary>
    public static TaskCatalog Tasks() => new TaskCatalog()
        .Add(OnboardingNames.Onboarding, new OnboardingOrchestration())
        .Add(RetryObligation.StoredName, new RetryObligation())
        .Add(SettledObligation.StoredName, new SettledObligation())
        .Add(TakeBackOrchestration.StoredName, new TakeBackOrchestration())
        .Add(WindowReminderOrchestration.StoredName, new WindowReminderOrchestration())
        .Add(BatchOrchestration.StoredName, new BatchOrchestration())
        .Add(InboxOrchestration.StoredName, new InboxOrchestration())
        .Add<TakeMessage, MessageToTake, Nothing>(TakeMessage.StoredName)
        .Add<WorkOnBatch, BatchToWorkOn, BatchRound>(WorkOnBatch.StoredName)
        .Add<ValidateRequest, RequestToValidate, RequestValidated>(ValidateRequest.StoredName)
        .Add<RouteCustomer, CustomerToRoute, CustomerRoute>(RouteCustomer.StoredName)
        .Add<InviteCustomer, CustomerToInvite, CustomerInvited>(InviteCustomer.StoredName)
        .Add<FindRelationship, RelationshipToFind, RelationshipLook>(FindRelationship.StoredName)
        .Add<NoteWrongTenant, WrongTenant, Nothing>(NoteWrongTenant.StoredName)
        .Add<OpenApproval, ApprovalToOpen, OpenedApproval>(OpenApproval.StoredName)
        .Add<AdvanceApproval, ApprovalLook, ApprovalStanding>(AdvanceApproval.StoredName)
        .Add<TellApprover, ApproverToTell, Nothing>(TellApprover.StoredName)
        .Add<CheckReseller, ResellerToCheck, Reseller>(CheckReseller.StoredName)
        .Add<CreateCustomer, CustomerToCreate, CustomerCreation>(CreateCustomer.StoredName)
        .Add<FindCustomer, CustomerToFind, CustomerCreation>(FindCustomer.StoredName)
        .Add<CheckAccount, AccountToCheck, AccountReview>(CheckAccount.StoredName)
        .Add<UndoCustomer, Undo.UndoInput, Undo.UndoResult>(UndoCustomer.StoredName)
        .Add<ConfirmAgreement, AgreementToConfirm, AgreementConfirmed>(ConfirmAgreement.StoredName)
        .Add<StartAttestation, AttestationToStart, AttestationStarted>(StartAttestation.StoredName)
        .Add<FinishAttestation, AttestationToFinish, AgreementOnRecord?>(FinishAttestation.StoredName)
        .Add<CheckAttestationActivity, CheckAttestationInput, CheckAttestationResult>(CheckAttestationActivity.StoredName)
        .Add<FindAcceptancePageActivity, FindAcceptancePageInput, FindAcceptancePageResult>(FindAcceptancePageActivity.StoredName)
        .Add<CheckAgreement, AgreementToCheck, AgreementOnRecord?>(CheckAgreement.StoredName)
        .Add<CheckQualification, QualificationToCheck, QualificationLook>(CheckQualification.StoredName)
        .Add<Qualify, CustomerToQualify, Nothing>(Qualify.StoredName)
        .Add<PlanOrders, OrdersToPlan, OrderPlan>(PlanOrders.StoredName)
        .Add<LinkReseller, ResellerLink, Nothing>(LinkReseller.StoredName)
        .Add<BuildCart, CartToBuild, BuiltCart>(BuildCart.StoredName)
        .Add<CheckOut, CartToCheckOut, CheckedOut>(CheckOut.StoredName)
        .Add<CheckOrders, OrdersToCheck, OrdersProgress>(CheckOrders.StoredName)
        .Add<UndoOrders, Undo.UndoInput, Undo.UndoResult>(UndoOrders.StoredName)
        .Add(DeliveryOrchestration.StoredName, new DeliveryOrchestration())
        .Add<Announce, ChangeToAnnounce, Nothing>(Announce.StoredName)
        .Add<Deliver, AttemptToDeliver, DeliveryResult>(Deliver.StoredName)
        .Add<ReadProvisionedResourcesActivity, Undo.UndoInput, Undo.UndoResult>(ReadProvisionedResourcesActivity.StoredName)
        .Add<StartWindowReminderActivity, WindowReminderInput, Nothing>(StartWindowReminderActivity.StoredName)
        .Add<TurnRenewalOffActivity, TurnRenewalOffInput, IReadOnlyList<string>>(TurnRenewalOffActivity.StoredName)
        .Add<ReadRecordActivity, ReadRecordInput, ReadRecordResult>(ReadRecordActivity.StoredName)
        .Add<ReadOpenObligationsActivity, ReadOpenObligationsInput, IReadOnlyList<string>>(ReadOpenObligationsActivity.StoredName)
        .Add<AmendRecordActivity, AmendRecordInput, AmendRecordResult>(AmendRecordActivity.StoredName)
        .Add<ApplyProgress, ProgressToApply, Nothing>(ApplyProgress.StoredName)
        .Add<AddObligation, Obligation, Nothing>(AddObligation.StoredName)
        .Add<CloseObligation, ObligationResult, Nothing>(CloseObligation.StoredName);
}
