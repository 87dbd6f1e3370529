using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Customers;
using PartnerCenter.Validation;

namespace Onboarding.Validation;

/// <summary>
/// The address by Microsoft's check with its eight verdicts, of which two may be relied upon unattended (C §7).
/// </summary>
internal static class AddressCheck
{
    private const string Path = "/customer/address";

    public static async Task<IReadOnlyList<Finding>> Check(
        PartnerCenterClient client,
        AddressSection address,
        CancellationToken cancellationToken
    )
    {
        var check = await client.Validation.CheckAddress(
            new()
            {
                AddressLine1 = address.Line1,
                AddressLine2 = address.Line2,
                City = address.City,
                State = address.State,
                PostalCode = address.PostalCode,
                Country = address.Country,
            },
            cancellationToken
        );
        var findings = new FindingList();
        var suggestion =
            check.SuggestedAddresses.Count > 0
                ? string.Join(" | ", check.SuggestedAddresses.Take(3).Select(OneLine))
                : null;
        switch (check.Status)
        {
            case AddressStatus.VerifiedShippable or AddressStatus.Verified:
                break;
            case AddressStatus.InteractionRequired:
                findings.Review(
                    ErrorCodes.AddressDoubtful,
                    Path,
                    $"Microsoft proposes another address; a person has to choose.",
                    suggestion
                );
                break;
            case AddressStatus.StreetPartial:
                findings.Review(
                    ErrorCodes.AddressDoubtful,
                    $"{Path}/line1",
                    $"Microsoft finds the street incomplete.",
                    suggestion
                );
                break;
            case AddressStatus.PremisesPartial:
                findings.Review(
                    ErrorCodes.AddressDoubtful,
                    $"{Path}/line1",
                    $"Microsoft finds the house number or unit incomplete.",
                    suggestion
                );
                break;
            case AddressStatus.Multiple:
                findings.Review(
                    ErrorCodes.AddressDoubtful,
                    Path,
                    $"Microsoft finds several parts of the address incomplete.",
                    suggestion
                );
                break;
            case AddressStatus.None:
                findings.Review(
                    ErrorCodes.AddressNotFound,
                    Path,
                    $"Microsoft finds no such address, and may refuse to create a customer with it. Correct it, or "
                        + $"say that it is right.",
                    suggestion
                );
                break;
            case AddressStatus.NotValidated:
                findings.Review(
                    ErrorCodes.AddressNotChecked,
                    Path,
                    $"Microsoft could not check this address; a person has to say that it is right.",
                    suggestion
                );
                break;
            default:
                findings.Review(
                    ErrorCodes.AddressDoubtful,
                    Path,
                    $"Microsoft gave a verdict on the address that is not known here.",
                    suggestion
                );
                break;
        }

        return findings.Findings;
    }

    private static string OneLine(Address address) =>
        string.Join(
            ", ",
            new[]
            {
                address.AddressLine1,
                address.AddressLine2,
                $"{address.PostalCode} {address.City}".Trim(),
                address.State,
                address.Country,
            }.Where(part => !string.IsNullOrWhiteSpace(part))
        );
}
