namespace Onboarding;

/// <summary>The request as a whole.</summary>
public static partial class ErrorCodes
{
    [Meaning("The body is not JSON; the message names line and position.")]
    public const string RequestMalformed = "request.malformed";

    [Meaning("The body is larger than a request may be.")]
    public const string RequestTooLarge = "request.too-large";

    [Meaning("The body is nested deeper than a request may be.")]
    public const string RequestTooDeep = "request.too-deep";

    [Meaning("More is wrong than one answer lists.")]
    public const string RequestTooManyFindings = "request.too-many-findings";

    [Meaning("The idempotency key is empty, too long or has characters other than visible ASCII.")]
    public const string IdempotencyKeyInvalid = "request.idempotency-key";
}

/// <summary>Single members of the request.</summary>
public static partial class ErrorCodes
{
    [Meaning("A member that a request does not have.")]
    public const string FieldUnknown = "field.unknown";

    [Meaning("A member that is there twice.")]
    public const string FieldDuplicate = "field.duplicate";

    [Meaning("A member of another JSON type than expected.")]
    public const string FieldWrongType = "field.wrong-type";

    [Meaning("A member that must be there, or must not be empty.")]
    public const string FieldRequired = "field.required";

    [Meaning("A text that is longer than it may be.")]
    public const string FieldTooLong = "field.too-long";

    [Meaning("A text with control or invisible characters, or with broken Unicode.")]
    public const string FieldControlCharacters = "field.control-characters";

    [Meaning("A text that was read in another encoding than it was written in.")]
    public const string FieldGarbled = "field.garbled";

    [Meaning("A value that is none of the possible ones.")]
    public const string FieldNotAnOption = "field.not-an-option";

    [Meaning("A value of the wrong shape; as a warning, it was put into the right one.")]
    public const string FieldInvalid = "field.invalid";

    [Meaning("A number or date outside its limits.")]
    public const string FieldOutOfRange = "field.out-of-range";

    [Meaning("A list with more entries than it may have.")]
    public const string FieldTooMany = "field.too-many";

    [Meaning("A member that has no place in a request of this kind.")]
    public const string FieldNotAllowed = "field.not-allowed";
}

/// <summary>Partner, customer and contact.</summary>
public static partial class ErrorCodes
{
    [Meaning("No such partner profile is configured.")]
    public const string PartnerUnknown = "partner.unknown";

    [Meaning(
        "The company name is no exact legal name: one character, one repeated, single characters, only special "
            + "characters, or only a legal form."
    )]
    public const string CompanyNameRefused = "customer.name-refused";

    [Meaning("The company name looks like a test or a placeholder.")]
    public const string CompanyNameDoubtful = "customer.name-doubtful";

    [Meaning(
        "The company name is unusual for a legal name: an acronym or short form, a word of tests, an internet "
            + "domain, one character three times, single letters."
    )]
    public const string CompanyNameUnusual = "customer.name-unusual";

    [Meaning("The registration number is mandatory in the customer's country.")]
    public const string RegistrationNumberRequired = "customer.registration-number-required";

    [Meaning("The registration number is left out: Microsoft takes none in the customer's country.")]
    public const string RegistrationNumberNotAllowed = "customer.registration-number-not-allowed";

    [Meaning("The culture is none that Microsoft supports for the country.")]
    public const string CultureNotSupported = "customer.culture-not-supported";

    [Meaning("The language is none that Microsoft supports for the country.")]
    public const string LanguageNotSupported = "customer.language-not-supported";

    [Meaning("The domain prefix is not 1 to 27 letters and digits, or the whole domain is too short or too long.")]
    public const string DomainPrefixInvalid = "customer.domain-prefix-invalid";

    [Meaning("An onboarding of the same customer is under way or has been completed.")]
    public const string SameOnboarding = "customer.same-onboarding";

    [Meaning("An earlier onboarding of the same customer ended without one.")]
    public const string EarlierOnboarding = "customer.earlier-onboarding";

    [Meaning(
        "No tenant has the domain or the id by which an existing customer is named, or the two are of different "
            + "tenants."
    )]
    public const string TenantUnknown = "customer.tenant-unknown";

    [Meaning(
        "A customer that is called new has a tenant from an earlier onboarding, and the partner no relationship with "
            + "it: it is to be sent as an existing one."
    )]
    public const string HasTenant = "customer.has-tenant";

    [Meaning("An existing customer has to be asked to accept the partner, and the request names nobody to ask.")]
    public const string NobodyToInvite = "customer.nobody-to-invite";

    [Meaning("The partner's account does not allow this way of accepting the agreement.")]
    public const string AgreementModeNotAllowed = "agreement.mode-not-allowed";

    [Meaning("The partner has this customer already, or one of another name with its domain.")]
    public const string AlreadyCustomer = "customer.already-customer";

    [Meaning("The e-mail address has the wrong shape.")]
    public const string EmailInvalid = "contact.email-invalid";

    [Meaning("The e-mail address belongs to the partner or to Microsoft; it must be the customer's.")]
    public const string EmailNotTheCustomers = "contact.email-not-the-customers";

    [Meaning("A name, e-mail address or phone number looks like a placeholder: nobody is reached by it.")]
    public const string ContactDoubtful = "contact.doubtful";

    [Meaning("The phone number is mandatory in the customer's country.")]
    public const string PhoneRequired = "contact.phone-required";

    [Meaning(
        "The phone number is none, or not of the form that the customer's country has; as a warning, one of another "
            + "country."
    )]
    public const string PhoneInvalid = "contact.phone-invalid";
}

/// <summary>The address.</summary>
public static partial class ErrorCodes
{
    [Meaning("The country is not a two-letter code of ISO 3166-1, or Microsoft does not sell there.")]
    public const string CountryUnknown = "address.country-unknown";

    [Meaning("The country's own rules could not be had, so postal code, state and phone were not checked.")]
    public const string CountryRulesMissing = "address.country-rules-missing";

    [Meaning("The city is mandatory in the country.")]
    public const string CityRequired = "address.city-required";

    [Meaning("The state is mandatory in the country.")]
    public const string StateRequired = "address.state-required";

    [Meaning("The state is none of the country's, or is a country of its own.")]
    public const string StateUnknown = "address.state-unknown";

    [Meaning("The postal code is mandatory in the country.")]
    public const string PostalCodeRequired = "address.postal-code-required";

    [Meaning(
        "The postal code has not the form of the country's postal codes; as a warning, it was put into that form."
    )]
    public const string PostalCodeInvalid = "address.postal-code-invalid";

    [Meaning("Street, city or postal code looks like a placeholder.")]
    public const string AddressUnreal = "address.unreal";

    [Meaning("Microsoft's address check says that there is no such address.")]
    public const string AddressNotFound = "address.not-found";

    [Meaning("Microsoft's address check found the address only in part, or proposes another one.")]
    public const string AddressDoubtful = "address.doubtful";

    [Meaning("Microsoft could not check the address.")]
    public const string AddressNotChecked = "address.not-checked";

    [Meaning("Partner Center could not be asked about this yet; it is asked before anything is done.")]
    public const string NotCheckedYet = "request.not-checked-yet";
}

/// <summary>Agreement and reseller.</summary>
public static partial class ErrorCodes
{
    [Meaning("The acceptance of the agreement lies before the day since which there is one.")]
    public const string AcceptedTooEarly = "agreement.accepted-too-early";

    [Meaning("The agreement was accepted before 1 April 2023 and must be accepted again.")]
    public const string AcceptanceOutdated = "agreement.acceptance-outdated";

    [Meaning("The acceptance of the agreement lies in the future.")]
    public const string AcceptedInFuture = "agreement.accepted-in-future";

    [Meaning("The evidence of the acceptance is not complete for its mode.")]
    public const string EvidenceIncomplete = "agreement.evidence-incomplete";

    [Meaning("This way of accepting the agreement does not exist in the partner's cloud.")]
    public const string AgreementModeNotInCloud = "agreement.mode-not-in-cloud";

    [Meaning("Partner Center has no template of the Microsoft Customer Agreement for this partner.")]
    public const string AgreementTemplateMissing = "agreement.template-missing";

    [Meaning("A direct-bill partner, or a partner in a cloud without resellers, names no reseller.")]
    public const string ResellerNotAllowed = "reseller.not-allowed";

    [Meaning("No reseller is named, so the customer becomes the provider's own.")]
    public const string ResellerMissing = "reseller.missing";
}

/// <summary>Subscriptions and subscribers.</summary>
public static partial class ErrorCodes
{
    [Meaning("The request orders nothing.")]
    public const string SubscriptionsMissing = "subscription.none";

    [Meaning("The same offer with the same term and billing stands in two lines.")]
    public const string SubscriptionDuplicate = "subscription.duplicate";

    [Meaning("The offer does not exist in the customer's country, or cannot be bought there.")]
    public const string OfferUnknown = "subscription.offer-unknown";

    [Meaning("The offer is not sold with this pair of term and billing.")]
    public const string TermNotOffered = "subscription.term-not-offered";

    [Meaning("The quantity is outside the offer's limits.")]
    public const string QuantityOutOfRange = "subscription.quantity-out-of-range";

    [Meaning("The offer is an add-on, and none of the offers it belongs to is in the request.")]
    public const string AddOnWithoutBase = "subscription.add-on-without-base";

    [Meaning("The offer is for education, government or nonprofit customers only.")]
    public const string SegmentNotAllowed = "subscription.segment-not-allowed";

    [Meaning("The offer asks for an attestation that the customer may use it.")]
    public const string AttestationNeeded = "subscription.attestation-needed";

    [Meaning("The offer is bought into an Azure subscription, which a new customer does not have.")]
    public const string NeedsAzureSubscription = "subscription.needs-azure-subscription";

    [Meaning("The address to notify is not allowed: https, or http on this machine.")]
    public const string NotifyUrlInvalid = "notify.url-invalid";

    [Meaning("Somebody is to be told by mail, and no mail server is configured.")]
    public const string NoMailServer = "notify.no-mail-server";
}

/// <summary>Files of many requests.</summary>
public static partial class ErrorCodes
{
    [Meaning("The file has no header row, or no row below it.")]
    public const string BatchEmpty = "batch.empty";

    [Meaning("The file is no CSV or NDJSON in UTF-8; the message names the row.")]
    public const string BatchMalformed = "batch.malformed";

    [Meaning("A column that must be there is missing, or one is there twice.")]
    public const string BatchColumns = "batch.columns";

    [Meaning("The file has more rows than a batch may have, or too many with one reference.")]
    public const string BatchTooLarge = "batch.too-large";

    [Meaning("The row was not begun, because its batch was cancelled.")]
    public const string BatchCancelled = "batch.cancelled";

    [Meaning("The row of the file cannot be read: quotes, cells or characters are not in order.")]
    public const string RowUnreadable = "batch.row-unreadable";

    [Meaning("A spreadsheet program has changed the cell; as a warning, what was meant was put back.")]
    public const string RowCellChanged = "batch.cell-changed";

    [Meaning("Rows with the same reference are one request and contradict each other.")]
    public const string RowContradiction = "batch.row-contradiction";
}

/// <summary>The errors of messages received by webhook.</summary>
public static partial class ErrorCodes
{
    [Meaning("The body of the webhook is no JSON, or its source is not configured any more.")]
    public const string WebhookUnmapped = "webhook.unmapped";
}
