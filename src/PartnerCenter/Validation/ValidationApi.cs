using System.Text.Json;
using PartnerCenter.Customers;
using PartnerCenter.Wire;

namespace PartnerCenter.Validation;

/// <summary>Country rules and the address check. Source: C §6, C §7.</summary>
public sealed class ValidationApi : ApiGroup
{
    internal ValidationApi(PartnerCenterHttp http)
        : base(http) { }

    /// <summary>The rules of a country (ISO 3166-1 alpha-2). Source: C §6.</summary>
    /// <exception cref="PartnerCenterException">NotFound or Refused for a country the vendor does not know.</exception>
    [Route("GET", "/v1/countryvalidationrules/{country}"), Token(TokenKind.Either)]
    public async Task<CountryRules> CountryRules(string iso2, CancellationToken cancellation = default)
    {
        var call = Call().At("country", iso2);
        var answer = await call.Send(cancellation);
        var rules = call.AsObject(answer);
        return call.Parse(
            answer,
            _ =>
            {
                Validation.CountryRules.Modernize(rules);
                return rules.Deserialize<CountryRules>(PartnerCenterJson.Options);
            }
        );
    }

    /// <summary>
    /// Checks an address; names and phone are not sent. Reads both generations of the answer. Source: C §7, C §25 row
    /// 8.
    /// </summary>
    /// <exception cref="PartnerCenterException">
    /// Refused 2000: the body is incomplete. An address that is none (2007) is a value.
    /// </exception>
    [Route("POST", "/v1/validations/address"), Token(TokenKind.Either)]
    public async Task<AddressCheck> CheckAddress(Address address, CancellationToken cancellation = default)
    {
        var call = Call()
            .Json(
                new Address
                {
                    AddressLine1 = address.AddressLine1,
                    AddressLine2 = address.AddressLine2,
                    City = address.City,
                    State = address.State,
                    PostalCode = address.PostalCode,
                    Country = address.Country,
                }
            );
        try
        {
            var answer = await call.Send(cancellation);
            return answer.Body.Length == 0
                ? new() { Status = AddressStatus.Verified, OriginalAddress = address }
                : call.Parse(answer, body => JsonSerializer.Deserialize<AddressCheck>(body, PartnerCenterJson.Options));
        }
        catch (PartnerCenterException wrong)
            when (wrong is { Status: 400, Code: PartnerCenterErrorCodes.AddressInvalid })
        {
            return new()
            {
                Status = AddressStatus.None,
                OriginalAddress = address,
                ValidationMessage = wrong.Description,
            };
        }
    }
}
