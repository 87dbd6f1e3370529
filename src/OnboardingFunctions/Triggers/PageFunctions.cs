using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onboarding.Http;

namespace OnboardingFunctions.Triggers;

/// <summary>The page. It holds no data, so it needs no permission; what it shows it asks of the API.</summary>
public sealed class PageFunctions(PageHandler page)
{
    [Function("Page")]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{file?}")] HttpRequest request) =>
        page.Get(request.HttpContext, request.RouteValues["file"] as string ?? "index.html");
}
