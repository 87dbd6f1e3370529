using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Http.Access;
using Onboarding.Http.Approvals;
using Onboarding.Http.Audit;
using Onboarding.Http.Batches;
using Onboarding.Http.Drafts;
using Onboarding.Http.Health;
using Onboarding.Http.Notifications;
using Onboarding.Http.Onboardings;
using Onboarding.Http.OpenTasks;
using Onboarding.Http.Problems;
using Onboarding.Http.Reference;
using Onboarding.Http.SignIn;
using Onboarding.Http.Summary;
using Onboarding.Http.Webhooks;

namespace Onboarding.Http;

/// <summary>
/// Registration of handlers, authentication, problems and page. The host adds what they work on: intake, engine,
/// stores, vault.
/// </summary>
public static class OnboardingHttpServices
{
    public static IServiceCollection AddOnboardingHttp(
        this IServiceCollection services,
        IConfiguration configuration,
        HostFacts facts
    )
    {
        services.AddOnboardingAuthentication(configuration).AddOnboardingAuthorization().AddProblems();
        services.AddSingleton(facts);
        services.AddSingleton<OnboardingView>();
        services.AddSingleton<SubmissionsHandler>();
        services.AddSingleton<OnboardingsHandler>();
        services.AddSingleton<DraftsHandler>();
        services.AddSingleton<ApprovalsHandler>();
        services.AddSingleton<BatchesHandler>();
        services.AddSingleton<WebhooksHandler>();
        services.AddSingleton<CredentialsHandler>();
        services.AddSingleton<OpenTasksHandler>();
        services.AddSingleton<SummaryCache>();
        services.AddSingleton<SummaryHandler>();
        services.AddSingleton<DeliveriesHandler>();
        services.AddSingleton<AuditHandler>();
        services.AddSingleton<ReferenceHandler>();
        services.AddSingleton<HealthHandler>();
        services.AddSingleton<SignInHandler>();
        services.AddSingleton<PageHandler>();
        return services;
    }

    private static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            // Before the framework's own writer, which is asked next.
            .AddSingleton<IProblemDetailsWriter, ProblemWriter>()
            .AddProblemDetails()
            .AddExceptionHandler<ExceptionAsProblem>();
}
