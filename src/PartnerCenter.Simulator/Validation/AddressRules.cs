using PartnerCenter.Simulator.Customers;
using PartnerCenter.Simulator.Surface;

namespace PartnerCenter.Simulator.Validation;

/// <summary>Checks an address as the vendor does: presence and form by country (C §5.1, §6, §7).</summary>
internal static class AddressRules
{
    /// <summary>C §7: elsewhere any state passes.</summary>
    private static readonly string[] StateChecked = ["US", "CA", "CN", "MX"];

    private static readonly string[] Statuses =
    [
        "VerifiedShippable",
        "Verified",
        "InteractionRequired",
        "StreetPartial",
        "PremisesPartial",
        "Multiple",
        "None",
        "NotValidated",
    ];

    /// <summary>Texts that people type when they know no address.</summary>
    private static readonly string[] Fillers =
    [
        "x",
        "xx",
        "xxx",
        "xxxx",
        "na",
        "none",
        "null",
        "nil",
        "tbd",
        "test",
        "unknown",
        "asdf",
        "abc",
        "aaa",
    ];

    internal static Address Read(RequestBody body) =>
        new()
        {
            Country = (body["country"].Filled ?? "").ToUpperInvariant(),
            AddressLine1 = body["addressLine1"].Filled,
            AddressLine2 = body["addressLine2"].Filled,
            AddressLine3 = body["addressLine3"].Filled,
            City = body["city"].Filled,
            State = body["state"].Filled,
            PostalCode = body["postalCode"].Filled,
            Region = body["region"].Filled,
            FirstName = body["firstName"].Filled,
            MiddleName = body["middleName"].Filled,
            LastName = body["lastName"].Filled,
            PhoneNumber = body["phoneNumber"].Filled,
        };

    /// <summary>Gets the error of the address's place, or null.</summary>
    internal static string? Problem(Address address)
    {
        if (Country.Find(address.Country) is not { } country)
            return $"The country '{address.Country}' is not known.";
        if (address.AddressLine1 is null or { Length: > 200 })
            return "addressLine1 is required, with at most 200 characters.";
        if (address.AddressLine2 is { Length: > 200 })
            return "addressLine2 has more than 200 characters.";
        if (address.City is null && !country.CityOptional)
            return "city is required.";
        if (country.NeedsState && address.State is null)
            return $"state is required in {country.Iso}.";
        if (
            country.NeedsState
            && StateChecked.Contains(country.Iso)
            && !country.States.Contains(address.State, StringComparer.OrdinalIgnoreCase)
        )
            return $"state '{address.State}' is not one of {country.Iso}.";
        if (country.PostalRequired && address.PostalCode is null)
            return $"postalCode is required in {country.Iso}.";
        if (address.PostalCode is { } code && !country.IsPostalCode(code))
            return $"postalCode does not match {country.Postal}.";
        return null;
    }

    /// <summary>Gets the error of the address's person, or null.</summary>
    internal static string? PersonProblem(Address address)
    {
        if (address.FirstName is null or { Length: > 50 })
            return "firstName is required, with at most 50 characters.";
        if (address.LastName is null or { Length: > 50 })
            return "lastName is required, with at most 50 characters.";
        if (address.PhoneNumber is { } phone && Country.Find(address.Country) is { } country && !country.IsPhone(phone))
            return $"phoneNumber does not match {country.Phone ?? Country.AnyPhone}.";
        return null;
    }

    /// <summary>
    /// Gets the error of an address that has the right form but does not exist. Creating a customer does not check it.
    /// </summary>
    internal static string? ContentProblem(Address address) =>
        IsFiller(address.AddressLine1) ? "addressLine1 is no street."
        : IsFiller(address.City) ? "city is no city."
        : null;

    /// <summary>
    /// The city when its postal codes are known and the address has another one; null when nothing is wrong.
    /// </summary>
    internal static City? CityOfWrongPostalCode(Address address) =>
        City.Find(address.Country, address.City) is { } city && address.PostalCode is { } code && !city.Has(code)
            ? city
            : null;

    private static bool IsFiller(string? text) =>
        text is not null
        && new string([.. text.Where(char.IsLetterOrDigit)]) is var letters
        && (letters.Length == 0 || Fillers.Contains(letters, StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// The status of C §7: what a switch or a trigger in addressLine1 says (<c>#StreetPartial</c>), else what form and
    /// content say.
    /// </summary>
    internal static string StatusOf(Address address, string? forced)
    {
        if (
            forced is not null
            && Statuses.FirstOrDefault(s => string.Equals(s, forced, StringComparison.OrdinalIgnoreCase)) is { } known
        )
            return known;
        if (
            address.AddressLine1 is { } line
            && line.Contains('#')
            && Statuses.FirstOrDefault(s => line.Split(' ').Contains($"#{s}", StringComparer.OrdinalIgnoreCase))
                is { } triggered
        )
            return triggered;
        if ((Problem(address) ?? ContentProblem(address)) is not null)
            return "None";
        return CityOfWrongPostalCode(address) is null ? "VerifiedShippable" : "InteractionRequired";
    }
}
