using Onboarding.Http.Onboardings;
using PartnerCenter;

namespace OnboardingServer.Commands;

/// <summary>Writes the resources that exist at the end, in plain lines that can be searched.</summary>
internal static class OutcomeSummary
{
    public static void Write(OnboardingResource end)
    {
        var output = Console.Out;
        output.WriteLine();
        output.WriteLine(
            VisibleText.Of(
                $"{end.Stage.ToUpperInvariant()}  {end.Request.Customer.CompanyName}  ({end.Reference}, {end.Id})"
            )
        );
        if (end.Exists.TenantId is { } tenant)
            output.WriteLine(
                VisibleText.Of(
                    $"  tenant        {tenant}  {end.Exists.Domain ?? end.Domain}"
                        + (end.Exists.Relationship == false ? "  (no relationship any more)" : "")
                )
            );
        if (end.Exists.Agreement is { } agreement)
            output.WriteLine(
                VisibleText.Of(
                    $"  agreement     {agreement.How}"
                        + (agreement.TemplateId is null ? "" : $", template {agreement.TemplateId}")
                        + (agreement.AcceptedOn is { } on ? $", accepted on {on:yyyy-MM-dd}" : "")
                )
            );
        foreach (var order in end.Exists.Orders)
            output.WriteLine(VisibleText.Of($"  order         {order.Id}  {order.Status}"));
        foreach (var subscription in end.Exists.Subscriptions)
            output.WriteLine(
                VisibleText.Of(
                    $"  subscription  {subscription.Id}  {subscription.Item} x {subscription.Quantity}  "
                        + $"{subscription.Status}"
                )
            );
        foreach (
            var openTask in end.OpenTasks.Where(openTask => openTask.State == Onboarding.Progress.OpenTaskState.Open)
        )
            output.WriteLine(VisibleText.Of($"  open task     {openTask.What}: {openTask.Why}"));
    }
}
