using System.Text.Json.Nodes;
using PartnerCenter.Simulator.Validation;

namespace PartnerCenter.Tests.Simulator;

/// <summary>The country table of C §6 and the address check of §7.</summary>
public sealed class CountryTests
{
    [Fact]
    public void The_table_has_every_country_whole_and_with_patterns_that_compile()
    {
        Assert.InRange(Country.All.Count, 230, 250);
        Assert.All(
            Country.All,
            c =>
            {
                Assert.Matches("^[A-Z]{2}$", c.Iso);
                Assert.Matches("^[A-Z]{3}$", c.Currency);
                Assert.NotEmpty(c.Cultures);
                Assert.NotEmpty(c.Languages);
                Assert.Matches("^[0-9]{1,4}$", c.Calling);
                Assert.False(c.IsPhone("no phone"));
                Assert.True(c.Postal is null || !c.IsPostalCode("!!"));
            }
        );
    }

    [Fact]
    public void The_openTask_to_register_is_that_of_the_contract() =>
        Assert.Equal(
            "AE AM AZ BR BY HU IN IQ KG KZ MD MM PL RU SA SS TH TJ TR UA UZ VE VN ZA".Split(' '),
            Country.All.Where(c => c.NeedsRegistration).Select(c => c.Iso).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_country_of_which_no_form_is_known_is_marked() =>
        Assert.All(
            Country.All,
            c =>
                Assert.True(
                    c.Permissive
                        == (
                            c.Postal is null && c.Phone is null && !c.NeedsState && string.IsNullOrEmpty(c.Registration)
                        ),
                    c.Iso
                )
        );

    [Theory]
    [InlineData("US", "425 555 0100", true)]
    [InlineData("US", "+1 425-555-0100", true)]
    [InlineData("US", "555 0100", false)]
    [InlineData("DE", "+49 89 31760", true)]
    [InlineData("FR", "01 23 45 67 89", true)]
    [InlineData("GB", "020 7946 0018", true)]
    [InlineData("NO", "22 12 34 56", true)]
    [InlineData("NO", "2212345", false)]
    public void A_phone_number_fits_its_country(string country, string number, bool fits) =>
        Assert.Equal(fits, Country.Find(country)!.IsPhone(number));

    [Theory]
    [InlineData("US", "98052", true)]
    [InlineData("US", "9805", false)]
    [InlineData("CA", "K1A 0B1", true)]
    [InlineData("GB", "SW1A 1AA", true)]
    [InlineData("DE", "85716", true)]
    [InlineData("JP", "100-0001", true)]
    [InlineData("BR", "01310-100", true)]
    [InlineData("IN", "110001", true)]
    [InlineData("CH", "80011", false)]
    public void A_postal_code_fits_its_country(string country, string code, bool fits) =>
        Assert.Equal(fits, Country.Find(country)!.IsPostalCode(code));

    [Fact]
    public async Task Rules_are_answered_in_the_recorded_form_for_every_country()
    {
        await using var lab = await Lab.Start();
        foreach (var country in Country.All)
        {
            var rules = await lab.Get($"/v1/countryvalidationrules/{country.Iso}");
            Assert.Equal(200, rules.Status);
            Assert.Equal(country.Iso, rules.Text("iso2Code"));
            Assert.Equal(country.NeedsState, rules.Body!["supportedStatesList"]!.AsArray().Count > 0);
        }
        Assert.Equal(404, (await lab.Get("/v1/countryvalidationrules/QQ")).Status);
    }

    [Theory]
    [InlineData("One Microsoft Way", "VerifiedShippable", 1)]
    [InlineData("One #Verified Way", "Verified", 1)]
    [InlineData("One #InteractionRequired Way", "InteractionRequired", 1)]
    [InlineData("One #streetpartial Way", "StreetPartial", 3)]
    [InlineData("One #PremisesPartial Way", "PremisesPartial", 3)]
    [InlineData("One #Multiple Way", "Multiple", 3)]
    [InlineData("One #None Way", "None", 0)]
    [InlineData("One #NotValidated Way", "NotValidated", 0)]
    [InlineData("", "None", 0)]
    public async Task An_address_is_checked_into_all_eight_statuses(string line, string status, int suggestions)
    {
        await using var lab = await Lab.Start();
        var reply = await lab.Send(
            "POST",
            "/v1/validations/address",
            new
            {
                addressLine1 = line,
                city = "Redmond",
                state = "WA",
                postalCode = "98052",
                country = "US",
            }
        );
        Assert.Equal((200, status), (reply.Status, reply.Text("status")));
        Assert.Equal(suggestions, reply.Body!["suggestedAddresses"]!.AsArray().Count);
        Assert.DoesNotContain(
            '#',
            string.Concat(
                reply.Body["suggestedAddresses"]!
                    .AsArray()
                    .Select(a => (a as JsonObject)!["addressLine1"]!.GetValue<string>())
            )
        );
    }
}
