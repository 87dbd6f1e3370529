using System.Globalization;
using Onboarding.Requests;

namespace Onboarding.Batches;

/// <summary>
/// Finds columns by the words that other programs name them with, and by headings that are nearly right.
/// </summary>
internal static class NearHeadings
{
    /// <summary>Letters and digits of headings that CRMs, shops and people use, by column.</summary>
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["reference"] =
        [
            "ref",
            "referenceid",
            "referencenumber",
            "externalid",
            "externalreference",
            "orderid",
            "ordernumber",
            "orderno",
            "requestid",
            "referenz",
        ],
        ["customer.companyName"] =
        [
            "company",
            "customername",
            "organization",
            "organisation",
            "organizationname",
            "organisationname",
            "accountname",
            "legalname",
            "businessname",
            "firma",
            "firmenname",
        ],
        ["customer.domainPrefix"] = ["prefix", "domainname", "initialdomain", "tenantprefix"],
        ["customer.registrationNumber"] =
        [
            "registrationno",
            "companyregistrationnumber",
            "organizationregistrationnumber",
            "taxid",
            "taxnumber",
            "vatid",
            "vatnumber",
        ],
        ["customer.address.line1"] =
        [
            "address",
            "address1",
            "addressline1",
            "street",
            "street1",
            "streetaddress",
            "addressline",
            "strasse",
            "straße",
        ],
        ["customer.address.line2"] = ["address2", "addressline2", "street2"],
        ["customer.address.city"] = ["town", "addresscity", "ort", "stadt"],
        ["customer.address.state"] = ["province", "region", "stateprovince", "statecode", "bundesland"],
        ["customer.address.postalCode"] =
        [
            "zip",
            "zipcode",
            "zippostalcode",
            "postcode",
            "postal",
            "plz",
            "postleitzahl",
        ],
        ["customer.address.country"] = ["countrycode", "addresscountry", "countryregion", "land"],
        ["customer.language"] = ["languagecode", "lang", "sprache"],
        ["customer.culture"] = ["locale", "culturecode"],
        ["customer.tenantId"] = ["tenant", "customertenantid", "microsofttenantid", "customerid"],
        ["contact.firstName"] =
        [
            "firstname",
            "givenname",
            "forename",
            "contactfirst",
            "primarycontactfirstname",
            "vorname",
        ],
        ["contact.lastName"] =
        [
            "lastname",
            "surname",
            "familyname",
            "contactlast",
            "primarycontactlastname",
            "nachname",
        ],
        ["contact.email"] =
        [
            "email",
            "mail",
            "emailaddress",
            "mailaddress",
            "contactmail",
            "contactemailaddress",
            "primarycontactemail",
            "emailadresse",
        ],
        ["contact.phone"] =
        [
            "phone",
            "phonenumber",
            "telephone",
            "telephonenumber",
            "tel",
            "contactphonenumber",
            "primarycontactphone",
            "telefon",
            "telefonnummer",
        ],
        ["agreement.mode"] = ["mode", "agreementtype"],
        ["agreement.acceptedOn"] = ["acceptedon", "accepteddate", "dateaccepted", "agreementdate", "mcadate"],
        ["reseller.tenantId"] = ["reseller", "resellerid", "resellertenant", "indirectreseller"],
        ["subscriptions.product"] = ["productid", "offer", "offerid"],
        ["subscriptions.sku"] = ["skuid"],
        ["subscriptions.quantity"] =
        [
            "seats",
            "seatcount",
            "licenses",
            "licences",
            "licensecount",
            "licencecount",
            "numberoflicenses",
            "qty",
            "amount",
            "menge",
            "anzahl",
            "lizenzen",
        ],
        ["subscriptions.term"] = ["termduration", "subscriptionterm", "commitment"],
        ["subscriptions.billing"] = ["billingcycle", "billingplan", "billingfrequency", "billingterm"],
        ["notify.webhook"] = ["webhook", "webhookurl", "callbackurl"],
        ["notify.email"] = ["notificationemail", "notifymail"],
    };

    private static readonly Dictionary<string, BatchColumn> ByWord = Words
        .SelectMany(column => column.Value.Select(word => (word, column.Key)))
        .ToDictionary(
            pair => pair.word,
            pair => BatchColumns.All.Single(column => column.Name == pair.Key),
            StringComparer.Ordinal
        );

    /// <summary>Gets the column that is named by another word; null when there is none.</summary>
    /// <param name="letters">The heading's letters and digits, in lower case.</param>
    public static PlacedColumn? Find(string letters)
    {
        if (ByWord.TryGetValue(letters, out var column))
            return new(column, column.Repeats ? 1 : 0);
        var word = letters.TrimEnd("0123456789".ToCharArray());
        return
            int.TryParse(letters[word.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var group)
            && group < 1000
            && ByWord.TryGetValue(word, out column)
            && column.Repeats
            ? new(column, group)
            : null;
    }

    /// <summary>Gets the name of the column that was probably meant by a heading; null when none is near it.</summary>
    public static string? Meant(string letters)
    {
        if (letters is "name" or "kunde" or "customer")
            return "customer.companyName";
        if (letters.Length < 4)
            return null;
        var nearest = BatchColumns
            .Headings.Concat(ByWord)
            .Where(known => Math.Abs(known.Key.Length - letters.Length) <= 2 && known.Key.Length >= 4)
            .Select(known => (known.Value, Distance: PlainText.Distance(known.Key, letters)))
            .OrderBy(known => known.Distance)
            .FirstOrDefault((Value: null!, Distance: int.MaxValue));
        // Of a short word, two other letters make another word.
        return nearest.Distance <= (letters.Length < 8 ? 1 : 2) || IsSwapped(letters, out nearest.Value!)
            ? nearest.Value.Name
            : null;
    }

    // Two letters in the wrong order, as in emial.
    private static bool IsSwapped(string letters, out BatchColumn? column)
    {
        column = null;
        for (var at = 0; at + 1 < letters.Length && column is null; at++)
        {
            var swapped = $"{letters[..at]}{letters[at + 1]}{letters[at]}{letters[(at + 2)..]}";
            column = BatchColumns.Headings.GetValueOrDefault(swapped) ?? ByWord.GetValueOrDefault(swapped);
        }

        return column is not null;
    }
}
