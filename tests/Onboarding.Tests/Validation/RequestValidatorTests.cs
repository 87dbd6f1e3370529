using System.Text.Json.Nodes;
using Onboarding.Progress;
using Onboarding.Requests;
using PartnerCenter;
using PartnerCenter.Simulator.Faults;

namespace Onboarding.Tests.Validation;

public sealed class RequestValidatorTests : ValidationFixture
{
    [Fact]
    public async Task Validate_TheRequestOfTheDesign_FindsNothing() => Assert.Empty(await Validate());

    [Fact]
    public async Task Validate_EverySample_FindsNothing()
    {
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        var findings = new List<string>();
        foreach (var sample in Samples.Good)
        {
            var request = Read(
                JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(Samples.Folder, sample)))!.AsObject()
            );
            findings.AddRange((await Validate(request)).Select(finding => $"{sample}: {finding}"));
        }

        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("VerifiedShippable", null, null)]
    [InlineData("Verified", null, null)]
    [InlineData("InteractionRequired", ErrorCodes.AddressDoubtful, FindingSeverity.Review)]
    [InlineData("StreetPartial", ErrorCodes.AddressDoubtful, FindingSeverity.Review)]
    [InlineData("PremisesPartial", ErrorCodes.AddressDoubtful, FindingSeverity.Review)]
    [InlineData("Multiple", ErrorCodes.AddressDoubtful, FindingSeverity.Review)]
    [InlineData("None", ErrorCodes.AddressNotFound, FindingSeverity.Review)]
    [InlineData("NotValidated", ErrorCodes.AddressNotChecked, FindingSeverity.Review)]
    public async Task Validate_EachVerdictOnTheAddress_WeighsAsMuchAsItShould(
        string status,
        string? code,
        FindingSeverity? severity
    )
    {
        SetProvider(partner => partner with { AddressStatus = status });

        var findings = await Validate();

        Assert.Equal(
            code is null ? [] : [(code, severity!.Value)],
            findings.Select(finding => (finding.Code, finding.Severity))
        );
        Assert.All(
            findings,
            finding => Assert.Equal(finding.Code == ErrorCodes.AddressDoubtful, finding.Suggestion is not null)
        );
    }

    [Fact]
    public async Task Validate_ACountryThatIsNotBuiltIn_IsCheckedByPartnerCentersRules()
    {
        (string, string)[] nepal =
        [
            ("/customer/address/country", "\"NP\""),
            ("/customer/address/state", "-"),
            ("/customer/address/city", "-"),
            ("/customer/culture", "\"de-DE\""),
            ("/customer/language", "-"),
            ("/contact/phone", "-"),
        ];

        var codes = (await Validate(nepal)).Select(finding => finding.Code).ToArray();

        Assert.Contains(ErrorCodes.CityRequired, codes);
        Assert.Contains(ErrorCodes.CultureNotSupported, codes);
        Assert.DoesNotContain(ErrorCodes.CountryRulesMissing, codes);
    }

    [Fact]
    public async Task Validate_CountryRules_AreAskedForOnceADay()
    {
        await Task.WhenAll(Validate(), Validate(), Validate());
        Clock.Advance(TimeSpan.FromHours(23));
        await Validate();
        Assert.Single(Simulator.Requests.Find("validation.countryRules"));

        Clock.Advance(TimeSpan.FromHours(2));
        await Validate();

        Assert.Equal(2, Simulator.Requests.Find("validation.countryRules").Count);
    }

    [Fact]
    public async Task Validate_ADomainOfSomebodyElse_IsTakenAndThreeFreeOnesAreSuggested()
    {
        Simulator.Control.AddTenant("wingtiptoys.onmicrosoft.com", "Wingtip Toys of another");
        Simulator.Control.AddTenant("wingtiptoysde.onmicrosoft.com", "Wingtip Toys of a third");

        var finding = Assert.Single(await Validate(("/customer/domainPrefix", "\"WingtipToys\"")));

        Assert.Equal(
            (ErrorCodes.DomainTaken, "/customer/domainPrefix", FindingSeverity.Error),
            (finding.Code, finding.Path, finding.Severity)
        );
        Assert.Equal("wingtiptoysgmbh | wingtiptoyshq | wingtiptoysonline", finding.Suggestion);
        Assert.Contains("kind existing", finding.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ADomainOfSomebodyElseWhereNobodyCanBeInvited_IsTaken()
    {
        Simulator.Control.AddTenant("wingtiptoys.onmicrosoft.com", "Wingtip Toys of another");

        var finding = Assert.Single(
            await Validate(("/partner", "\"sandbox\""), ("/reseller", "-")),
            one => one.Severity == FindingSeverity.Error
        );

        Assert.Equal((ErrorCodes.DomainTaken, "/customer/domainPrefix"), (finding.Code, finding.Path));
    }

    [Theory]
    [InlineData("government", ErrorCodes.NoRelationshipRequests, "/customer/kind")]
    [InlineData("sandbox", ErrorCodes.NoRelationshipRequests, "/customer")]
    public async Task Validate_AnExistingCustomerWhereNobodyCanBeInvited_IsRefused(
        string partner,
        string code,
        string path
    )
    {
        var findings = await Validate(
            ("/partner", $"\"{partner}\""),
            ("/customer", """{ "kind": "existing", "domain": "northwind.example" }"""),
            ("/reseller", "-")
        );

        Assert.Contains(
            findings,
            finding => (finding.Code, finding.Path, finding.Severity) == (code, path, FindingSeverity.Error)
        );
    }

    [Fact]
    public async Task Validate_AnExistingCustomer_HasNothingToSay()
    {
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE", Somebody);

        Assert.Empty(
            await Validate(
                (
                    "/customer",
                    """{ "kind": "existing", "domain": "northwind.example", "companyName": "Northwind Traders GmbH" }"""
                )
            )
        );
        Assert.Empty(
            await Validate(
                ("/customer", $$"""{ "kind": "existing", "domain": "Northwind.example", "tenantId": "{{Somebody}}" }""")
            )
        );
    }

    [Theory]
    [InlineData("""{ "kind": "existing", "domain": "nobody.example" }""", "/customer/domain")]
    [InlineData("""{ "kind": "existing", "tenantId": "0f9d5c0a-0000-4000-8000-000000000001" }""", "/customer/tenantId")]
    [InlineData(
        """{ "kind": "existing", "tenantId": "0f9d5c0a-7d9c-4a7f-8f55-1f6f5f1d2a3b", "domain": "nobody.example" }""",
        "/customer/domain"
    )]
    [InlineData(
        """{ "kind": "existing", "tenantId": "0f9d5c0a-7d9c-4a7f-8f55-1f6f5f1d2a3b", "domain": "fabrikam.example" }""",
        "/customer/domain"
    )]
    public async Task Validate_AnExistingCustomerThatNobodyKnows_IsRefused(string customer, string path)
    {
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE", Somebody);
        Simulator.Control.AddTenant("fabrikam.example", "Fabrikam AG", "DE");

        var finding = Assert.Single(await Validate(("/customer", customer)));

        Assert.Equal(
            (ErrorCodes.TenantUnknown, path, FindingSeverity.Error),
            (finding.Code, finding.Path, finding.Severity)
        );
    }

    [Fact]
    public async Task Validate_WhenTheTokenAuthorityDoesNotAnswer_WhetherThereIsATenantStaysOpen()
    {
        Simulator.Faults.Add(new() { Operation = "tokens.configuration", Kind = FaultKind.BadGateway });

        Assert.Equal(
            ErrorCodes.NotCheckedYet,
            Assert.Single(await Validate(("/customer", """{ "kind": "existing", "domain": "nobody.example" }"""))).Code
        );
    }

    [Fact]
    public async Task Validate_AnExistingCustomerWithoutAContact_WarnsThatNobodyCanBeAsked()
    {
        Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE", Somebody);

        var finding = Assert.Single(
            await Validate(("/customer", $$"""{ "kind": "existing", "tenantId": "{{Somebody}}" }"""), ("/contact", "-"))
        );

        Assert.Equal(
            (ErrorCodes.NobodyToInvite, "/contact", FindingSeverity.Warning),
            (finding.Code, finding.Path, finding.Severity)
        );
    }

    [Fact]
    public async Task Validate_AnExistingCustomerOfOurs_IsCheckedAgainstItsCountrysCatalog()
    {
        var tenant = Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");
        Simulator.Control.AcceptInvitation(tenant, PartnerCenter.Simulator.SimulatedPartners.IndirectProviderTenantId);

        var findings = await Validate(
            ("/customer", $$"""{ "kind": "existing", "tenantId": "{{tenant}}" }"""),
            ("/subscriptions/0/product", "\"CFQ7TTC0XXXX\"")
        );

        Assert.Equal(
            [ErrorCodes.AlreadyCustomer, ErrorCodes.OfferUnknown],
            findings.Select(finding => finding.Code).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Validate_ADomainOfOurOwnCustomer_NamesItsTenant()
    {
        var customer = await The<PartnerCenterClients>()
            .For("default")
            .Customers.Create(
                new()
                {
                    Domain = "wingtiptoys.onmicrosoft.com",
                    CompanyName = "Wingtip Toys GmbH",
                    Email = "gena@wingtiptoys.example",
                    Culture = "de-DE",
                    Language = "de",
                    Address = new()
                    {
                        FirstName = "Gena",
                        LastName = "Soto",
                        AddressLine1 = "Konrad-Zuse-Str. 1",
                        City = "Unterschleissheim",
                        PostalCode = "85716",
                        Country = "DE",
                    },
                },
                new(Guid.NewGuid(), Guid.NewGuid())
            );

        var finding = Assert.Single(await Validate());

        Assert.Equal((ErrorCodes.AlreadyCustomer, FindingSeverity.Warning), (finding.Code, finding.Severity));
        Assert.Contains(customer.Customer.Id.ToString(), finding.Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("484e548c-0000-4000-8000-000000000001", "not signed")]
    [InlineData("484e548c-0000-4000-8000-000000000002", "not signed")]
    [InlineData("484e548c-0000-4000-8000-000000000003", "not signed")]
    [InlineData("484e548c-0000-4000-8000-000000000004", "another region")]
    [InlineData("484e548c-0000-4000-8000-000000000005", "not enrolled")]
    [InlineData("484e548c-0000-4000-8000-000000000006", "not enrolled")]
    [InlineData("484e548c-0000-4000-8000-000000000007", "not enrolled")]
    [InlineData("484e548c-0000-4000-8000-000000000008", "none of the provider's active")]
    [InlineData("484e548c-0000-4000-8000-0000000000ff", "none of the provider's active")]
    public async Task Validate_AResellerThatCannotSell_IsRefusedWithTheReason(string tenant, string reason)
    {
        var finding = Assert.Single(await Validate(("/reseller/tenantId", $"\"{tenant}\"")));

        Assert.Equal(
            (ErrorCodes.ResellerNotReady, "/reseller/tenantId", FindingSeverity.Error),
            (finding.Code, finding.Path, finding.Severity)
        );
        Assert.Contains(reason, finding.Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CFQ7TTC0ZZZZ", "0001", 1, "P1Y", "monthly", ErrorCodes.OfferUnknown)]
    [InlineData("CFQ7TTC0LH18", "0009", 1, "P1Y", "monthly", ErrorCodes.OfferUnknown)]
    [InlineData("CFQ7TTC0LHPJ", "0001", 1, "P1Y", "monthly", ErrorCodes.OfferUnknown)]
    [InlineData("CFQ7TTC0LH18", "0001", 1, "P1M", "annual", ErrorCodes.TermNotOffered)]
    [InlineData("CFQ7TTC0LH18", "0001", 1, "P1Y", "triennial", ErrorCodes.TermNotOffered)]
    [InlineData("CFQ7TTC0HD32", "0001", 4, "P1Y", "monthly", ErrorCodes.QuantityOutOfRange)]
    [InlineData("CFQ7TTC0LH18", "0001", 301, "P1Y", "monthly", ErrorCodes.QuantityOutOfRange)]
    [InlineData("CFQ7TTC0LH0T", "0001", 1, "P1Y", "monthly", ErrorCodes.AddOnWithoutBase)]
    [InlineData("CFQ7TTC0LX07", "0001", 1, "P1Y", "monthly", ErrorCodes.SegmentNotAllowed)]
    [InlineData("CFQ7TTC0LH9T", "0001", 1, "P1Y", "monthly", ErrorCodes.SegmentNotAllowed)]
    [InlineData("CFQ7TTC0LGV0", "0001", 1, "P1Y", "monthly", ErrorCodes.SegmentNotAllowed)]
    [InlineData("DZH318Z0BQ3Q", "00FJ", 1, "P1Y", "oneTime", ErrorCodes.NeedsAzureSubscription)]
    public async Task Validate_ALineThatCannotBeOrdered_IsRefused(
        string product,
        string sku,
        int quantity,
        string term,
        string billing,
        string code
    )
    {
        var finding = Assert.Single(
            await Validate(("/subscriptions", $"[{Line(product, sku, quantity, term, billing)}]"))
        );

        Assert.Equal((code, FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.StartsWith("/subscriptions/0", finding.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_AnAddOnBesideItsBase_FindsNothing() =>
        Assert.Empty(
            await Validate(
                (
                    "/subscriptions",
                    $"[{Line("CFQ7TTC0LH0T", "0001", 5, "P1Y", "monthly")},{Line("CFQ7TTC0LH18", "0001", 5, "P1Y", "monthly")}]"
                )
            )
        );

    [Fact]
    public async Task Validate_AnOfferWithoutTerm_IsOrderedWithoutOne()
    {
        Assert.Empty(
            await Validate(("/subscriptions", """[{ "product": "DZH318Z0BPS6", "sku": "0001", "quantity": 1 }]"""))
        );
        Assert.Equal(
            ErrorCodes.TermNotOffered,
            Assert
                .Single(await Validate(("/subscriptions", $"[{Line("DZH318Z0BPS6", "0001", 1, "P1Y", "monthly")}]")))
                .Code
        );
    }

    [Theory]
    [InlineData("null", FindingSeverity.Review)]
    [InlineData("false", FindingSeverity.Error)]
    [InlineData("true", null)]
    public async Task Validate_AnOfferThatAsksForAnAttestation_DependsOnIt(string accepted, FindingSeverity? severity)
    {
        var line = JsonNode.Parse(Line("CFQ7TTC0L3PB", "0001", 5, "P1Y", "monthly"))!.AsObject();
        line["attestationAccepted"] = JsonNode.Parse(accepted);

        var findings = await Validate(("/subscriptions", $"[{line.ToJsonString()}]"));

        Assert.Equal(
            severity is null ? [] : [(ErrorCodes.AttestationNeeded, severity.Value)],
            findings.Select(finding => (finding.Code, finding.Severity))
        );
    }

    [Fact]
    public async Task Validate_InTheSandbox_ItsLimitsHold()
    {
        (string, string)[] sandbox = [("/partner", "\"sandbox\""), ("/reseller", "-")];

        Assert.Empty(await Validate(sandbox));
        var finding = Assert.Single(await Validate([.. sandbox, ("/subscriptions/0/quantity", "26")]));

        Assert.Equal((ErrorCodes.QuantityOutOfRange, "25"), (finding.Code, finding.Suggestion));
    }

    [Fact]
    public async Task Validate_TheRefusedSample_TellsWhatPartnerCenterKnowsToo()
    {
        var request = Read(
            JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(Samples.Folder, "refused.json")))!.AsObject()
        );

        var findings = await Validate(request);

        Assert.Contains(
            findings,
            finding => (finding.Code, finding.Path) == (ErrorCodes.QuantityOutOfRange, "/subscriptions/2/quantity")
        );
        Assert.Contains(
            findings,
            finding => (finding.Code, finding.Path) == (ErrorCodes.TermNotOffered, "/subscriptions/2")
        );
        Assert.Contains(
            findings,
            finding => (finding.Code, finding.Path) == (ErrorCodes.CompanyNameRefused, "/customer/companyName")
        );
    }

    [Theory]
    [InlineData("validation.address", "/customer/address")]
    [InlineData("domains.check", "/customer/domainPrefix")]
    [InlineData("relationships.list", "/reseller")]
    [InlineData("catalog.availabilities", "/subscriptions/0")]
    [InlineData("agreements.metadata", "/agreement")]
    public async Task Validate_WhenPartnerCenterThrottles_TheQuestionStaysOpen(string operation, string path)
    {
        Simulator.Faults.Add(
            new()
            {
                Operation = operation,
                Kind = FaultKind.Throttle,
                RetryAfterSeconds = 7,
            }
        );

        Assert.Contains(await Validate(), finding => finding == Open(path));
    }

    [Fact]
    public async Task Validate_WhenPartnerCenterThrottlesForACountry_TheBuiltInRulesCheckIt()
    {
        Simulator.Faults.Add(
            new()
            {
                Operation = "validation.countryRules",
                Kind = FaultKind.Throttle,
                RetryAfterSeconds = 7,
            }
        );

        Assert.Contains(
            await Validate(("/customer/address/postalCode", "\"8571\"")),
            finding => finding.Code == ErrorCodes.PostalCodeInvalid
        );
    }

    [Theory]
    [InlineData(FaultKind.Error500)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.TimeoutBeforeCommit)]
    public async Task Validate_WhenPartnerCenterFails_EveryQuestionStaysOpenAndTheNextTimeIsGood(FaultKind kind)
    {
        Simulator.Faults.Add(new() { Operation = "*", Kind = kind });
        Assert.Equal(
            ["/customer/address", "/customer/domainPrefix", "/reseller", "/agreement", "/subscriptions/0"],
            (await Validate()).Select(finding => finding.Path)
        );

        Simulator.Faults.Clear();

        Assert.Empty(await Validate());
    }

    [Fact]
    public async Task Validate_WhenTheSignInIsRefused_ThatIsSaid()
    {
        SetProvider(partner => partner with { UserHasMfa = false });

        Assert.Contains(
            await Validate(),
            finding =>
                finding.Code == ErrorCodes.NotCheckedYet
                && finding.Message.ToString().Contains("sign-in", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Validate_AnUnknownPartner_AsksNobody()
    {
        Assert.Contains(
            await Validate(("/partner", "\"nobody\"")),
            finding => finding.Code == ErrorCodes.PartnerUnknown
        );
        Assert.Empty(Simulator.Requests.Find());
    }

    [Fact]
    public async Task Validate_ARivalUnderWay_IsNamed()
    {
        var other = await Keep("R-1");

        var finding = Assert.Single(await Validate());

        Assert.Equal((ErrorCodes.SameOnboarding, FindingSeverity.Error), (finding.Code, finding.Severity));
        Assert.Contains(other.Id.Value, finding.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ARivalThatIsCompletedAndHasTheDomain_IsNamedInsteadOfTheDomain()
    {
        await Keep("R-1", outcome: new OnboardingOutcome.Completed(ProvisionedResources.Empty));
        Simulator.Control.AddTenant("wingtiptoys.onmicrosoft.com", "Wingtip Toys GmbH");

        Assert.Equal(ErrorCodes.SameOnboarding, Assert.Single(await Validate()).Code);
    }

    [Fact]
    public async Task Validate_ACompletedOnboardingOfTheSameCustomer_IsSoldToAgain()
    {
        var tenant = Simulator.Control.AddTenant("wingtiptoys.onmicrosoft.com", "Wingtip Toys GmbH", "DE");
        Simulator.Control.AcceptInvitation(tenant, PartnerCenter.Simulator.SimulatedPartners.IndirectProviderTenantId);
        var other = await Keep(
            "R-1",
            outcome: new OnboardingOutcome.Completed(new() { TenantId = Guid.Parse(tenant), Relationship = true })
        );

        var findings = await Validate();

        Assert.Equal(
            [
                (ErrorCodes.SameOnboarding, FindingSeverity.Review),
                (ErrorCodes.AlreadyCustomer, FindingSeverity.Warning),
            ],
            findings.Select(finding => (finding.Code, finding.Severity))
        );
        Assert.Contains(other.Id.Value, findings[0].Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_TheSameNameAndAddressWithAnotherDomain_IsAReview()
    {
        await Keep("R-1", domain: "wingtiptoysofbonn.onmicrosoft.com");

        var finding = Assert.Single(
            await Validate(
                ("/customer/companyName", "\"WINGTIP Toys gmbh\""),
                ("/customer/address/line1", "\"Konrad Zuse Str 1\"")
            )
        );

        Assert.Equal((ErrorCodes.SameOnboarding, FindingSeverity.Review), (finding.Code, finding.Severity));
        Assert.Contains("R-1", finding.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ANamesakeAtAnotherAddress_IsAWarning()
    {
        await Keep("R-1", domain: "wingtiptoysofbonn.onmicrosoft.com");

        var finding = Assert.Single(await Validate(("/customer/address/line1", "\"Konrad-Zuse-Str. 2\"")));

        Assert.Equal((ErrorCodes.SameOnboarding, FindingSeverity.Warning), (finding.Code, finding.Severity));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("completed")]
    public async Task Validate_TheSameRegistrationNumberUnderAnotherName_IsAReview(string? outcome)
    {
        (string, string)[] brazil =
        [
            ("/customer/registrationNumber", "\"11.222.333/0001-81\""),
            ("/customer/address/country", "\"BR\""),
            ("/customer/address/state", "\"SP\""),
            ("/customer/address/postalCode", "\"01310-100\""),
            ("/contact/phone", "\"+55 11 3003 1234\""),
            ("/customer/culture", "-"),
            ("/customer/language", "-"),
        ];
        await Keep(
            "R-1",
            "another.onmicrosoft.com",
            outcome is null ? null : new OnboardingOutcome.Completed(ProvisionedResources.Empty),
            [("/customer/companyName", "\"Tailspin Toys Ltda\""), .. brazil]
        );

        var finding = Assert.Single(await Validate(brazil), finding => finding.Code == ErrorCodes.SameOnboarding);

        Assert.Equal(FindingSeverity.Review, finding.Severity);
    }

    [Fact]
    public async Task Validate_ARivalThatWasRejected_DoesNotCount()
    {
        await Keep("R-1", outcome: new OnboardingOutcome.Rejected(ProvisionedResources.Empty, [], [], null));

        Assert.Empty(await Validate());
    }

    [Fact]
    public async Task Validate_ARivalThatWasUndoneAndLeftATenantOfNobody_IsToBeSentAsExisting()
    {
        await Keep(
            "R-1",
            outcome: new OnboardingOutcome.RolledBack(
                new() { TenantId = Guid.NewGuid() },
                new("order", "code", "why"),
                []
            )
        );

        var findings = await Validate();

        Assert.Equal(
            [(ErrorCodes.EarlierOnboarding, FindingSeverity.Warning), (ErrorCodes.HasTenant, FindingSeverity.Error)],
            findings.Select(finding => (finding.Code, finding.Severity))
        );
    }

    [Fact]
    public async Task Validate_OnesOwnRecord_IsNoRival()
    {
        var own = await Keep("R-1");

        Assert.Empty(await Validate(own.Request, own.Id));
    }

    [Fact]
    public async Task Validate_OfTwoRivals_TheEarlierGoesOnAndTheLaterIsRefused()
    {
        var earlier = await Keep("R-1");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await Keep("R-2");

        Assert.Empty(await Validate(earlier.Request, earlier.Id));
        Assert.Contains(
            earlier.Id.Value,
            Assert.Single(await Validate(later.Request, later.Id)).Message.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Validate_TwoRivalsOfTheSameInstant_OneGoesOn()
    {
        var (one, other) = (await Keep("R-1"), await Keep("R-2"));

        var findings = await Task.WhenAll(Validate(one.Request, one.Id), Validate(other.Request, other.Id));

        Assert.Single(findings, found => found.Count == 0);
    }

    private const string Somebody = "0f9d5c0a-7d9c-4a7f-8f55-1f6f5f1d2a3b";

    private async Task<OnboardingRecord> Keep(
        string reference,
        string domain = "wingtiptoys.onmicrosoft.com",
        OnboardingOutcome? outcome = null,
        params (string At, string Json)[] changes
    )
    {
        var reservation = await The<IOnboardingRecords>()
            .Reserve(
                new()
                {
                    Id = OnboardingId.From("default", reference),
                    Request = Request([("/reference", $"\"{reference}\""), .. changes]),
                    RequestHash = reference,
                    Domain = domain,
                    SubmittedAt = Clock.GetUtcNow(),
                    SubmittedBy = "test",
                    Stage = outcome is null ? Stage.Ordering : Stage.Of(outcome),
                    WaitsFor = Actor.Us,
                    Since = Clock.GetUtcNow(),
                    Outcome = outcome,
                    Exists = outcome?.Exists ?? ProvisionedResources.Empty,
                },
                CancellationToken.None
            );
        return reservation.Record;
    }

    private static string Line(string product, string sku, int quantity, string term, string billing) =>
        $$"""{ "product": "{{product}}", "sku": "{{sku}}", "quantity": {{quantity}}, "term": "{{term}}", "billing": "{{billing}}" }""";

    private static Finding Open(string path) =>
        new(
            ErrorCodes.NotCheckedYet,
            path,
            FindingSeverity.Warning,
            $"Partner Center does not answer now, so this could not be checked; it is checked before anything is done."
        );
}
