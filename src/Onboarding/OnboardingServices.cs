using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Onboarding.Agreements;
using Onboarding.Approvals;
using Onboarding.Batches;
using Onboarding.CancellationWindow;
using Onboarding.Customers;
using Onboarding.Drafts;
using Onboarding.Erasure;
using Onboarding.Messages;
using Onboarding.Notifications;
using Onboarding.Progress;
using Onboarding.Resellers;
using Onboarding.Restores;
using Onboarding.Retention;
using Onboarding.Submission;
using Onboarding.Subscriptions;
using Onboarding.Undo;
using Onboarding.Validation;
using Onboarding.Webhooks;
using PartnerCenter;

namespace Onboarding;

/// <summary>
/// Registration of what both hosts run. The host adds the engine (<see cref="IOrchestrationClient"/>) and the stores.
/// </summary>
public static class OnboardingServices
{
    public static IServiceCollection AddOnboarding(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddOptions<WaitsOptions>()
            .Bind(configuration.GetSection(WaitsOptions.Section), Strictly)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<EnhancedAttestationOptions>()
            .Bind(configuration.GetSection(EnhancedAttestationOptions.Section), Strictly)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<OrderingOptions>()
            .Bind(configuration.GetSection(OrderingOptions.Section), Strictly)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<RetentionOptions>()
            .Bind(configuration.GetSection(RetentionOptions.Section), Strictly)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<RestoreOptions>()
            .Bind(configuration.GetSection(RestoreOptions.Section), Strictly)
            .Validate(
                options => options.Copies.All(copy => copy.TakenAt <= copy.RestoredAt),
                "Restores:Copies: expected TakenAt and RestoredAt of each copy, the first not after the second."
            )
            .ValidateOnStart();
        services.TryAddSingleton<IRestorePoints, ConfiguredRestorePoints>();
        services.AddSingleton<ForgottenEffects>();
        services.AddSingleton<ICredentialSource>(provider => provider.GetRequiredService<ISecretVault>());
        services.AddSingleton<OpenTaskService>();
        services.AddSingleton<UndoCompletedService>();
        services.AddSingleton<WaitingOnboardingNotifier>();
        services.AddSingleton<StuckOnboardingDetector>();
        services.AddSingleton<CustomerOffers>();
        services.AddSingleton<ExpiredData>();
        services.AddSingleton<EndedOnboardings>();
        services.AddSingleton<ErasureService>();
        services.AddSubmission();
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
    public static TaskCatalog Tasks() =>
        new TaskCatalog()
            .Add(OnboardingNames.Onboarding, new OnboardingOrchestration())
            .Add(RetryOpenTaskOrchestration.StoredName, new RetryOpenTaskOrchestration())
            .Add(SettledOpenTaskOrchestration.StoredName, new SettledOpenTaskOrchestration())
            .Add(UndoCompletedOrchestration.StoredName, new UndoCompletedOrchestration())
            .Add(WindowReminderOrchestration.StoredName, new WindowReminderOrchestration())
            .Add(BatchOrchestration.StoredName, new BatchOrchestration())
            .Add(InboxOrchestration.StoredName, new InboxOrchestration())
            .Add<ProcessMessageActivity, ProcessMessageInput, Nothing>(ProcessMessageActivity.StoredName)
            .Add<ProcessBatchActivity, ProcessBatchInput, ProcessBatchResult>(ProcessBatchActivity.StoredName)
            .Add<ValidateRequestActivity, ValidateRequestInput, ValidateRequestResult>(
                ValidateRequestActivity.StoredName
            )
            .Add<RouteCustomerActivity, RouteCustomerInput, CustomerRoute>(RouteCustomerActivity.StoredName)
            .Add<InviteCustomerActivity, InviteCustomerInput, InviteCustomerResult>(InviteCustomerActivity.StoredName)
            .Add<FindRelationshipActivity, FindRelationshipInput, FindRelationshipResult>(
                FindRelationshipActivity.StoredName
            )
            .Add<ReportWrongTenantActivity, ReportWrongTenantInput, Nothing>(ReportWrongTenantActivity.StoredName)
            .Add<OpenApprovalActivity, OpenApprovalInput, OpenApprovalResult>(OpenApprovalActivity.StoredName)
            .Add<AdvanceApprovalActivity, AdvanceApprovalInput, AdvanceApprovalResult>(
                AdvanceApprovalActivity.StoredName
            )
            .Add<NotifyApproverActivity, NotifyApproverInput, Nothing>(NotifyApproverActivity.StoredName)
            .Add<CheckResellerActivity, CheckResellerInput, Reseller>(CheckResellerActivity.StoredName)
            .Add<CreateCustomerActivity, CreateCustomerInput, CreateCustomerResult>(CreateCustomerActivity.StoredName)
            .Add<FindCustomerActivity, FindCustomerInput, CreateCustomerResult>(FindCustomerActivity.StoredName)
            .Add<CheckAccountActivity, CheckAccountInput, AccountReview>(CheckAccountActivity.StoredName)
            .Add<UndoCustomerActivity, Undo.UndoInput, Undo.UndoResult>(UndoCustomerActivity.StoredName)
            .Add<ConfirmAgreementActivity, ConfirmAgreementInput, ConfirmAgreementResult>(
                ConfirmAgreementActivity.StoredName
            )
            .Add<StartAttestationActivity, StartAttestationInput, StartAttestationResult>(
                StartAttestationActivity.StoredName
            )
            .Add<FinishAttestationActivity, FinishAttestationInput, AgreementOnRecord?>(
                FinishAttestationActivity.StoredName
            )
            .Add<CheckAttestationActivity, CheckAttestationInput, CheckAttestationResult>(
                CheckAttestationActivity.StoredName
            )
            .Add<FindAcceptancePageActivity, FindAcceptancePageInput, FindAcceptancePageResult>(
                FindAcceptancePageActivity.StoredName
            )
            .Add<CheckAgreementActivity, CheckAgreementInput, AgreementOnRecord?>(CheckAgreementActivity.StoredName)
            .Add<CheckQualificationActivity, CheckQualificationInput, CheckQualificationResult>(
                CheckQualificationActivity.StoredName
            )
            .Add<QualifyCustomerActivity, QualifyCustomerInput, Nothing>(QualifyCustomerActivity.StoredName)
            .Add<PlanOrdersActivity, PlanOrdersInput, PlanOrdersResult>(PlanOrdersActivity.StoredName)
            .Add<LinkResellerActivity, LinkResellerInput, Nothing>(LinkResellerActivity.StoredName)
            .Add<BuildCartActivity, BuildCartInput, BuildCartResult>(BuildCartActivity.StoredName)
            .Add<CheckOutCartActivity, CheckOutCartInput, CheckOutCartResult>(CheckOutCartActivity.StoredName)
            .Add<CheckOrdersActivity, CheckOrdersInput, CheckOrdersResult>(CheckOrdersActivity.StoredName)
            .Add<UndoOrdersActivity, Undo.UndoInput, Undo.UndoResult>(UndoOrdersActivity.StoredName)
            .Add(DeliveryOrchestration.StoredName, new DeliveryOrchestration())
            .Add<AnnounceChangeActivity, AnnounceChangeInput, Nothing>(AnnounceChangeActivity.StoredName)
            .Add<DeliverNotificationActivity, DeliverNotificationInput, DeliverNotificationResult>(
                DeliverNotificationActivity.StoredName
            )
            .Add<ReadProvisionedResourcesActivity, Undo.UndoInput, Undo.UndoResult>(
                ReadProvisionedResourcesActivity.StoredName
            )
            .Add<StartWindowReminderActivity, WindowReminderInput, Nothing>(StartWindowReminderActivity.StoredName)
            .Add<TurnRenewalOffActivity, TurnRenewalOffInput, IReadOnlyList<Message>>(TurnRenewalOffActivity.StoredName)
            .Add<ReadRecordActivity, ReadRecordInput, ReadRecordResult>(ReadRecordActivity.StoredName)
            .Add<ReadOpenTasksActivity, ReadOpenTasksInput, IReadOnlyList<string>>(ReadOpenTasksActivity.StoredName)
            .Add<AmendRecordActivity, AmendRecordInput, AmendRecordResult>(AmendRecordActivity.StoredName)
            .Add<ApplyProgressActivity, ApplyProgressInput, Nothing>(ApplyProgressActivity.StoredName)
            .Add<AddOpenTaskActivity, OpenTask, Nothing>(AddOpenTaskActivity.StoredName)
            .Add<CloseOpenTaskActivity, CloseOpenTaskInput, Nothing>(CloseOpenTaskActivity.StoredName);
}
