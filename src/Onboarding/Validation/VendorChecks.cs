using Onboarding.Reference;
using Onboarding.Requests;
using PartnerCenter;

namespace Onboarding.Validation;

/// <summary>
/// Asks Partner Center the questions about a request that only it can answer: reads, in parallel, and only of members
/// that the local rules accept. A question without an answer stays open and is never read as a finding.
/// </summary>
internal sealed class VendorChecks(OfferDirectory offers, CustomerCheck customers)
{
    /// <param name="client">The partner that asks.</param>
    /// <param name="request">As it was read.</param>
    /// <param name="domain">The full domain of a new customer.</param>
    /// <param name="except">The onboarding that asks; null before there is one.</param>
    /// <param name="isRivalry">Another onboarding has the customer: where it is need not be asked.</param>
    /// <param name="local">The findings of the local rules.</param>
    /// <param name="memory">The answers of earlier validations.</param>
    /// <param name="only">The questions to ask; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PartnerCenterException">Partner Center refuses a question for good.</exception>
    public async Task<ValidationResult> Check(
        PartnerCenterClient client,
        OnboardingRequest request,
        string? domain,
        OnboardingId? except,
        bool isRivalry,
        IReadOnlyList<Finding> local,
        ValidationCache memory,
        IReadOnlyCollection<VendorCheck>? only,
        CancellationToken cancellationToken
    )
    {
        var questions = Questions(client, request, domain, except, isRivalry, cancellationToken)
            .Where(question => question.Needs.All(IsClean) && (only?.Contains(question.Check) ?? true));
        var answers = await Task.WhenAll(questions.Select(question => Ask(question, memory)));
        return new(
            [.. answers.SelectMany(answer => answer.Findings).Where(IsNew)],
            [.. answers.SelectMany(answer => answer.Open)]
        );

        // A finding about a member that the local rules refuse is not reported twice.
        bool IsNew(Finding finding) =>
            !local.Any(said =>
                said.Severity == FindingSeverity.Error
                && (
                    said.Path == finding.Path
                    || (
                        finding.Code == ErrorCodes.TermNotOffered
                        && (said.Path == $"{finding.Path}/term" || said.Path == $"{finding.Path}/billing")
                    )
                )
            );

        bool IsClean(string path) =>
            !local.Any(finding =>
                finding.Severity == FindingSeverity.Error
                && (
                    finding.Path == path
                    || finding.Path.StartsWith(path + "/", StringComparison.Ordinal)
                    || path.StartsWith(finding.Path + "/", StringComparison.Ordinal)
                )
            );
    }

    private IEnumerable<Question> Questions(
        PartnerCenterClient client,
        OnboardingRequest request,
        string? domain,
        OnboardingId? except,
        bool isRivalry,
        CancellationToken cancellationToken
    )
    {
        var (partner, customer, isNew) = (
            client.Partner.Name,
            request.Customer,
            request.Customer.Kind == CustomerKind.New
        );
        if (isNew && customer.Address is { } address)
            yield return new(
                VendorCheck.Address,
                "/customer/address",
                ["/customer/address"],
                (string[])[partner, DurableJson.Write(address)],
                () => AddressCheck.Check(client, address, cancellationToken)
            );

        string[] members = isNew
            ? ["/customer/domainPrefix"]
            : ["/customer/kind", "/customer/tenantId", "/customer/domain"];
        if (!isRivalry && (!isNew || domain is not null))
            yield return new(
                VendorCheck.Customer,
                members[0],
                members,
                (string[])[partner, DurableJson.Write(customer)],
                () => customers.Check(client, request, domain, except, cancellationToken)
            );
        if (request.Reseller is { } reseller)
            yield return new(
                VendorCheck.Reseller,
                "/reseller",
                ["/reseller"],
                (string[])[partner, reseller.TenantId.ToString()],
                () => ResellerCheck.Check(client, new(reseller.TenantId), cancellationToken)
            );
        if (client.Partner.Capabilities.Agreements && request.Agreement?.Mode == AgreementMode.Attestation)
            yield return new(
                VendorCheck.Agreement,
                "/agreement",
                ["/agreement"],
                partner,
                () => TemplateCheck.Check(client, cancellationToken)
            );
        if (customer.Address is null && (isNew || isRivalry))
            yield break;

        // The country of a customer elsewhere is not known before it has accepted; what it may buy is then asked for in
        // its name.
        var known = customer.Address?.Country;
        var country = new Lazy<Task<string?>>(() =>
            known is null
                ? CustomerCheck.CountryOf(client, customer, cancellationToken)
                : Task.FromResult<string?>(known)
        );
        for (var index = 0; index < request.Subscriptions.Count; index++)
        {
            var line = index;
            var path = $"/subscriptions/{line}";
            yield return new(
                VendorCheck.Offers,
                path,
                [$"{path}/product", $"{path}/sku", known is null ? "/customer" : "/customer/address/country"],
                (string[])
                    [
                        partner,
                        known ?? DurableJson.Write(customer),
                        DurableJson.Write(request.Subscriptions),
                        $"{customer.Kind} {customer.Qualification?.Kind}",
                    ],
                async () =>
                    await country.Value is { } iso
                        ? await OfferCheck.Check(client, offers, request, line, iso, cancellationToken)
                        : []
            );
        }
    }

    private static async Task<ValidationResult> Ask(Question question, ValidationCache memory)
    {
        try
        {
            return new(await memory.Get(question.About, question.Input, question.Answer), []);
        }
        catch (PartnerCenterException unreachable)
            when (unreachable.Fault is Fault.Throttled or Fault.Transient or Fault.Unknown or Fault.Unauthorized)
        {
            return new([], [new(question.Check, question.About, unreachable)]);
        }
    }

    /// <param name="Check">The question.</param>
    /// <param name="About">The member it is about.</param>
    /// <param name="Needs">The members that must be right for the question to make sense.</param>
    /// <param name="Input">All that the answer depends on.</param>
    /// <param name="Answer">Asks Partner Center.</param>
    private sealed record Question(
        VendorCheck Check,
        string About,
        string[] Needs,
        object Input,
        Func<Task<IReadOnlyList<Finding>>> Answer
    );
}
