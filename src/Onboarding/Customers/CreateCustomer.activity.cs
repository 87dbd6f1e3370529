using Microsoft.DurableTask;
using Onboarding.Effects;
using Onboarding.Progress;
using Onboarding.Restores;
using Onboarding.Subscriptions;
using PartnerCenter;
using PartnerCenter.Customers;
using PartnerCenter.Relationships;

namespace Onboarding.Customers;

internal sealed record CreateCustomerInput(OnboardingId Onboarding, int Epoch) : StepInput;

/// <summary>
/// The result of creating the customer: null tenant when its domain is taken. <paramref name="CredentialsKept"/> is
/// false when the admin password did not come with the answer.
/// </summary>
internal sealed record CreateCustomerResult(Guid? Tenant, bool CredentialsKept);

/// <summary>
/// Creates the tenant (C §5.2): pivot 1, nothing undoes it in production. The admin credentials, shown once, go
/// into the vault before anything else.
/// </summary>
[SideEffect(
    Repeat = "The same MS-RequestId until answered; a domain that is taken by then is looked for among our own "
        + "customers.",
    UndoneBy = "customers-undo"
)]
internal sealed class CreateCustomerActivity(
    PartnerCenterClients clients,
    IOnboardingRecords records,
    ISecretVault vault,
    IAuditLog audit,
    TimeProvider time,
    ForgottenEffects forgotten
) : PartnerCenterActivity<CreateCustomerInput, CreateCustomerResult>(records)
{
    public static ActivityName<CreateCustomerInput, CreateCustomerResult> StoredName { get; } = new("customers-create");

    protected override async Task<CreateCustomerResult> Call(
        TaskActivityContext context,
        CreateCustomerInput input,
        CancellationToken cancellationToken
    )
    {
        var record = await Need(input.Onboarding, cancellationToken);
        var client = clients.For(record.Request.Partner, record.Batch);
        await RequirePartnerAgreement(client, cancellationToken);
        if (
            forgotten.Of(record) is not null
            && await OwnCustomer.Find(client, Records, record, cancellationToken) is { } made
        )
        {
            return new CreateCustomerResult(
                made.Value,
                await AdminCredentials.AreKept(vault, input.Onboarding, cancellationToken)
            );
        }

        var ids = EffectIds.For(context.InstanceId, StoredName.Value, input.Epoch);
        try
        {
            var created = await client.Customers.Create(NewCustomerOf(record), ids, cancellationToken);
            var isKept = created.UserCredentials is not null;
            if (created.UserCredentials is { } credentials)
                await AdminCredentials.Keep(vault, input.Onboarding, credentials, cancellationToken);
            await audit.Append(
                new AuditEntry(
                    $"{input.Onboarding}-created",
                    time.GetUtcNow(),
                    "onboarding",
                    "customer.created",
                    input.Onboarding.Value
                )
                {
                    CorrelationId = ids.CorrelationId,
                    Detail = created.Customer.Id.ToString(),
                },
                cancellationToken
            );
            return new CreateCustomerResult(
                created.Customer.Id.Value,
                isKept || await AdminCredentials.AreKept(vault, input.Onboarding, cancellationToken)
            );
        }
        catch (PartnerCenterException exception) when (exception.DomainTaken)
        {
            return new CreateCustomerResult(null, CredentialsKept: false);
        }
        catch (PartnerCenterException exception) when (exception.Code is "20000" or "600006" or "2030")
        {
            throw new StepFailedException(
                new StepFailure(ErrorCodes.PartnerNotInCountry, exception.Message, Retryable: false),
                exception
            );
        }
        catch (PartnerCenterException exception)
            when (OrderRefusals.Of(exception) is { } code && FailureClassifier.IsPartnersTrouble(code))
        {
            throw new StepFailedException(new StepFailure(code, exception.Message, Retryable: false), exception);
        }
    }

    // Without it nothing could be sold to the tenant (C §10.4, 900124), and a tenant stays for good.
    private static async Task RequirePartnerAgreement(PartnerCenterClient client, CancellationToken cancellationToken)
    {
        if (
            !client.Partner.Capabilities.MpaStatus
            || await client.Relationships.MpaStatus(new ResellerTenantId(client.Partner.TenantId), cancellationToken)
                is not MpaStatus.NotSigned
        )
            return;
        throw new StepFailedException(
            new StepFailure(
                ErrorCodes.PartnerAgreementMissing,
                "The partner's own company has not accepted the Microsoft Partner Agreement: accept it in Partner "
                    + "Center.",
                Retryable: false
            )
        );
    }

    private static NewCustomer NewCustomerOf(OnboardingRecord record)
    {
        var (customer, contact) = (record.Request.Customer, record.Request.Contact!);
        return new NewCustomer
        {
            Domain = record.Domain!,
            CompanyName = customer.CompanyName!,
            Email = contact.Email!,
            Culture = customer.Culture!,
            Language = customer.Language!,
            OrganizationRegistrationNumber = customer.RegistrationNumber,
            AssociatedPartnerId = record.Request.Reseller is { } reseller
                ? new ResellerTenantId(reseller.TenantId)
                : null,
            Address = new Address
            {
                AddressLine1 = customer.Address!.Line1,
                AddressLine2 = customer.Address.Line2,
                City = customer.Address.City,
                State = customer.Address.State,
                PostalCode = customer.Address.PostalCode,
                Country = customer.Address.Country,
                FirstName = contact.FirstName,
                LastName = contact.LastName,
                PhoneNumber = contact.Phone,
            },
        };
    }
}
