using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Onboarding.Requests;

namespace Onboarding.Tests.Validation;

public sealed class RequestReaderTests : IDisposable
{
    private readonly ServiceProvider _services = TestRequests.Services();

    private RequestReader Reader => _services.GetRequiredService<RequestReader>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Read_TheRequestOfTheDesign_IsUnderstoodMemberByMember()
    {
        var request = Understood(TestRequests.Good());

        Assert.Equal(
            ("CRM-10492", "default", CustomerKind.New),
            (request.Reference, request.Partner, request.Customer.Kind)
        );
        Assert.Equal(
            ("Wingtip Toys GmbH", "wingtiptoys", "de-DE", "de"),
            (
                request.Customer.CompanyName,
                request.Customer.DomainPrefix,
                request.Customer.Culture,
                request.Customer.Language
            )
        );
        Assert.Equal(
            new()
            {
                Line1 = "Konrad-Zuse-Str. 1",
                City = "Unterschleissheim",
                State = "BY",
                PostalCode = "85716",
                Country = "DE",
            },
            request.Customer.Address
        );
        Assert.Equal(new("Gena", "Soto", "gena@wingtiptoys.example", "+49 89 31760"), request.Contact);
        Assert.Equal(
            new(AgreementMode.Attestation, new(2026, 11, 20), new("Gena", "Soto", "gena@wingtiptoys.example", null)),
            request.Agreement
        );
        Assert.Equal(Guid.Parse("484e548c-f5f3-4528-93a9-c16c6373cb59"), request.Reseller?.TenantId);
        Assert.Equal(
            [
                new()
                {
                    Product = "CFQ7TTC0LH18",
                    Sku = "0001",
                    Quantity = 25,
                    Term = "P1Y",
                    Billing = "monthly",
                },
            ],
            request.Subscriptions
        );
        Assert.Equal([new(SubscriberKind.Webhook, "https://crm.example/hooks/onboarding")], request.Notify);
        Assert.Equal(ApprovalDemand.Auto, request.Approval);
    }

    [Fact]
    public void Read_AnExistingCustomer_IsUnderstood()
    {
        var request = Understood(
            TestRequests.With(
                (
                    "/customer",
                    """{ "kind": "existing", "tenantId": "626099fe-0000-4000-8000-000000000001", "domain": "contoso.com", "companyName": "Contoso Ltd." }"""
                )
            )
        );

        Assert.Equal(CustomerKind.Existing, request.Customer.Kind);
        Assert.Equal("contoso.com", request.Customer.Domain);
    }

    [Fact]
    public void Read_OnlyTheNeededMembers_TakesTheDefaults()
    {
        var request = Understood(
            new JsonObject
            {
                ["$schema"] = "request.json",
                ["reference"] = "R-1",
                ["customer"] = new JsonObject { ["kind"] = "new" },
            }
        );

        Assert.Equal(
            ("default", ApprovalDemand.Auto, 0, 0),
            (request.Partner, request.Approval, request.Subscriptions.Count, request.Notify.Count)
        );
        Assert.Null(request.Contact);
    }

    [Fact]
    public void Read_TextsWithBlanksAroundAndEmptyOnes_AreTrimmedAndAbsent()
    {
        var request = Understood(
            TestRequests.With(
                ("/customer/companyName", "\"  Wingtip Toys GmbH \""),
                ("/customer/address/line2", "\"  \"")
            )
        );

        Assert.Equal("Wingtip Toys GmbH", request.Customer.CompanyName);
        Assert.Null(request.Customer.Address?.Line2);
    }

    [Fact]
    public void Read_DecomposedLetters_AreComposed()
    {
        var request = Understood(TestRequests.With(("/customer/address/city", "\"Mu\u0308nchen\"")));

        Assert.Equal("München", request.Customer.Address?.City);
    }

    [Theory]
    [InlineData("/reference", "-", "field.required")]
    [InlineData("/reference", "\"\"", "field.required")]
    [InlineData("/reference", "17", "field.wrong-type")]
    [InlineData("/customer", "-", "field.required")]
    [InlineData("/customer", "\"Contoso\"", "field.wrong-type")]
    [InlineData("/customer/kind", "-", "field.required")]
    [InlineData("/customer/kind", "\"New\"", "field.not-an-option")]
    [InlineData("/customer/companyName", "{}", "field.wrong-type")]
    [InlineData("/customer/tenantId", "\"626099fe-0000-4000-8000-000000000001\"", "field.not-allowed")]
    [InlineData("/customer/domain", "\"contoso.com\"", "field.not-allowed")]
    [InlineData("/customer/address", "[]", "field.wrong-type")]
    [InlineData("/customer/address/city", "\"Mün\\nchen\"", "field.control-characters")]
    [InlineData("/customer/address/city", "\"Mün\\u0000chen\"", "field.control-characters")]
    [InlineData("/customer/address/city", "\"Mün\\u202echen\"", "field.control-characters")]
    [InlineData("/contact/phone", "4989", "field.wrong-type")]
    [InlineData("/agreement/mode", "\"oral\"", "field.not-an-option")]
    [InlineData("/agreement/acceptedOn", "\"20.11.2026\"", "field.invalid")]
    [InlineData("/agreement/acceptedOn", "\"2026-02-30\"", "field.invalid")]
    [InlineData("/reseller/tenantId", "\"484e548c\"", "field.invalid")]
    [InlineData("/reseller/tenantId", "\"00000000-0000-0000-0000-000000000000\"", "field.invalid")]
    [InlineData("/reseller/tenantId", "null", "field.required")]
    [InlineData("/subscriptions", "{}", "field.wrong-type")]
    [InlineData("/subscriptions/0", "\"CFQ7TTC0LH18\"", "field.wrong-type")]
    [InlineData("/subscriptions/0/quantity", "\"25\"", "field.wrong-type")]
    [InlineData("/subscriptions/0/quantity", "2.5", "field.wrong-type")]
    [InlineData("/subscriptions/0/quantity", "99999999999", "field.out-of-range")]
    [InlineData("/subscriptions/0/quantity", "1e400", "field.wrong-type")]
    [InlineData("/subscriptions/0/quantity", "-", "field.required")]
    [InlineData("/subscriptions/0/product", "null", "field.required")]
    [InlineData("/subscriptions/0/attestationAccepted", "\"yes\"", "field.wrong-type")]
    [InlineData("/subscriptions/0/promotion", "7", "field.wrong-type")]
    [InlineData("/subscriptions/0/endsOn", "\"31.03.2027\"", "field.invalid")]
    [InlineData("/subscriptions/0/endsOn", "true", "field.wrong-type")]
    [InlineData("/ordering", "\"some\"", "field.not-an-option")]
    [InlineData("/ordering", "1", "field.wrong-type")]
    [InlineData("/customer/qualification", "\"education\"", "field.wrong-type")]
    [InlineData("/agreement/evidence", "[]", "field.wrong-type")]
    [InlineData("/approval", "\"later\"", "field.not-an-option")]
    [InlineData("/notify/0/kind", "\"sms\"", "field.not-an-option")]
    [InlineData("/notify/0/url", "-", "field.required")]
    [InlineData("/notify/0/address", "\"a@b.example\"", "field.not-allowed")]
    [InlineData("/partner", "true", "field.wrong-type")]
    public void Read_OneWrongMember_IsOneFindingThatPointsToIt(string at, string json, string code)
    {
        var finding = Assert.Single(Findings(TestRequests.With((at, json))));

        Assert.Equal((code, at, FindingSeverity.Error), (finding.Code, finding.Path, finding.Severity));
    }

    [Fact]
    public void Read_AnAgreementWithoutMode_IsTheCustomersOwnAcceptance() =>
        Assert.Equal(AgreementMode.Direct, Understood(TestRequests.With(("/agreement", "{}"))).Agreement!.Mode);

    [Theory]
    [InlineData("{}", "/kind", "field.required")]
    [InlineData("{ \"kind\": \"nonprofit\" }", "/kind", "field.not-an-option")]
    [InlineData("{ \"kind\": \"education\" }", "/segment", "field.required")]
    [InlineData("{ \"kind\": \"education\", \"segment\": \"kindergarten\" }", "/segment", "field.not-an-option")]
    [InlineData(
        "{ \"kind\": \"education\", \"segment\": \"k12\", \"validationCode\": \"1\" }",
        "/validationCode",
        "field.not-allowed"
    )]
    [InlineData("{ \"kind\": \"governmentCommunityCloud\" }", "/validationCode", "field.required")]
    [InlineData("{ \"kind\": \"stateOwnedEntity\", \"segment\": \"k12\" }", "/segment", "field.not-allowed")]
    [InlineData(
        "{ \"kind\": \"stateOwnedEntity\", \"website\": \"https://a.example\" }",
        "/website",
        "field.not-allowed"
    )]
    [InlineData("{ \"kind\": \"stateOwnedEntity\", \"colour\": 1 }", "/colour", "field.unknown")]
    public void Read_AQualificationThatIsNone_IsOneFindingThatPointsToIt(string json, string path, string code)
    {
        var finding = Assert.Single(Findings(TestRequests.With(("/customer/qualification", json))));

        Assert.Equal((code, $"/customer/qualification{path}"), (finding.Code, finding.Path));
    }

    [Theory]
    [InlineData("/colour", "/colour", null)]
    [InlineData("/Reference2", "/Reference2", null)]
    [InlineData("/customer/company_name", "/customer/company_name", "companyName")]
    [InlineData("/customer/DomainPrefix", "/customer/DomainPrefix", "domainPrefix")]
    [InlineData("/customer/address/postCode", "/customer/address/postCode", null)]
    [InlineData("/customer/address/postalcode", "/customer/address/postalcode", "postalCode")]
    [InlineData("/subscriptions/0/quantitiy", "/subscriptions/0/quantitiy", "quantity")]
    public void Read_AnUnknownMember_IsNamedWithTheOneThatIsMeant(string at, string path, string? meant)
    {
        var finding = Assert.Single(Findings(TestRequests.With((at, "\"x\""))));

        Assert.Equal((ErrorCodes.FieldUnknown, path, meant), (finding.Code, finding.Path, finding.Suggestion));
    }

    [Fact]
    public void Read_ManyMistakes_AreAllInOneAnswer()
    {
        var findings = Findings(
            TestRequests.With(
                ("/color", "1"),
                ("/customer/companyName", "7"),
                ("/customer/address/country", "[]"),
                ("/contact/email", "{}"),
                ("/agreement/acceptedOn", "\"soon\""),
                ("/subscriptions/0/quantity", "\"many\""),
                ("/subscriptions/0/sku", "-"),
                ("/notify/0/url", "0")
            )
        );

        Assert.Equal(
            [
                "/agreement/acceptedOn",
                "/color",
                "/contact/email",
                "/customer/address/country",
                "/customer/companyName",
                "/notify/0/url",
                "/subscriptions/0/quantity",
                "/subscriptions/0/sku",
            ],
            findings.Select(finding => finding.Path).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Read_AMistakeOfShapeBesideOneOfRules_TellsBoth()
    {
        var findings = Findings(TestRequests.With(("/colour", "1"), ("/customer/address/postalCode", "\"ABC\"")));

        Assert.Equal([ErrorCodes.FieldUnknown, ErrorCodes.PostalCodeInvalid], findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Read_AMemberTwice_IsFoundAtAnyDepth()
    {
        var body = TestRequests
            .Good()
            .ToJsonString()
            .Replace("\"city\":", "\"city\":\"Bonn\",\"city\":", StringComparison.Ordinal);

        var finding = Assert.Single(Findings(Encoding.UTF8.GetBytes(body)));

        Assert.Equal((ErrorCodes.FieldDuplicate, "/customer/address/city"), (finding.Code, finding.Path));
    }

    [Theory]
    [InlineData("", "The body is empty.")]
    [InlineData("{", "line 1, position 2")]
    [InlineData("{\n  \"reference\": \"R\",\n  \"partner\" \"default\"\n}", "line 3, position 13")]
    [InlineData("{ \"reference\": \"R\", }", "line 1")]
    [InlineData("{ \"reference\": 'R' }", "line 1")]
    [InlineData("{} {}", "line 1, position 4")]
    [InlineData("{ // why\n }", "line 1")]
    public void Read_WhatIsNoJson_TellsWhere(string body, string where)
    {
        var finding = Assert.Single(Findings(Encoding.UTF8.GetBytes(body)));

        Assert.Equal((ErrorCodes.RequestMalformed, ""), (finding.Code, finding.Path));
        Assert.Contains(where, finding.Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"request\"")]
    [InlineData("null")]
    [InlineData("42")]
    public void Read_JsonThatIsNoObject_IsRefused(string body) =>
        Assert.Equal(ErrorCodes.FieldWrongType, Assert.Single(Findings(Encoding.UTF8.GetBytes(body))).Code);

    [Fact]
    public void Read_NoUtf8_IsRefused()
    {
        Assert.Equal(
            ErrorCodes.RequestMalformed,
            Assert.Single(Findings([.. "{\"reference\":\""u8, 0xff, 0xfe, .. "\"}"u8])).Code
        );
        Assert.Equal(ErrorCodes.RequestMalformed, Assert.Single(Findings(Encoding.Unicode.GetBytes("{}"))).Code);
    }

    [Fact]
    public void Read_AByteOrderMark_IsSkipped() =>
        Assert.IsType<RequestReading.Understood>(
            Reader.Read((byte[])[0xef, 0xbb, 0xbf, .. TestRequests.Bytes(TestRequests.Good())])
        );

    [Fact]
    public void Read_BrokenSurrogates_AreFindings()
    {
        var body = TestRequests
            .Good()
            .ToJsonString()
            .Replace("\"Gena\"", "\"\\ud800\"", StringComparison.Ordinal)
            .Replace("\"approval\"", "\"\\udc00\"", StringComparison.Ordinal);

        Assert.All(
            Findings(Encoding.UTF8.GetBytes(body)),
            finding => Assert.Equal(ErrorCodes.FieldControlCharacters, finding.Code)
        );
    }

    [Theory]
    [InlineData(32, ErrorCodes.FieldUnknown)]
    [InlineData(33, ErrorCodes.RequestTooDeep)]
    [InlineData(100_000, ErrorCodes.RequestTooDeep)]
    public void Read_DeepNesting_IsRefusedAboveTheLimit(int depth, string code)
    {
        var body =
            $$"""{ "reference": "R", "customer": { "kind": "existing", "domain": "contoso.com" }, "deep": {{new string('[', depth - 1)}}{{new string(']', depth - 1)}} }""";

        Assert.Equal(code, Findings(Encoding.UTF8.GetBytes(body))[0].Code);
    }

    [Fact]
    public async Task Read_ATooLargeStream_IsRefusedWithoutReadingItAll()
    {
        using var endless = new Endless();

        var reading = await Reader.Read(endless, CancellationToken.None);

        Assert.Equal(
            ErrorCodes.RequestTooLarge,
            Assert.Single(Assert.IsType<RequestReading.NotUnderstood>(reading).Findings).Code
        );
        Assert.InRange(endless.Given, RequestReader.MaxBytes, RequestReader.MaxBytes + 64 * 1024);
    }

    [Fact]
    public async Task Read_AStream_ReadsWhatBytesRead()
    {
        using var stream = new MemoryStream(TestRequests.Bytes(TestRequests.Good()));

        var reading = await Reader.Read(stream, CancellationToken.None);

        Assert.Equal("CRM-10492", Assert.IsType<RequestReading.Understood>(reading).Request.Reference);
    }

    [Theory]
    [InlineData("/customer/companyName", 200)]
    [InlineData("/customer/address/line1", 200)]
    [InlineData("/contact/firstName", 50)]
    [InlineData("/contact/lastName", 50)]
    [InlineData("/reference", 100)]
    public void Read_TextsUpToTheirLength_AreUnderstood(string at, int longest)
    {
        Assert.IsType<RequestReading.Understood>(
            Reader.Read(TestRequests.Bytes(TestRequests.With((at, $"\"{new string('x', longest)}\""))))
        );
        var finding = Assert.Single(Findings(TestRequests.With((at, $"\"{new string('x', longest + 1)}\""))));
        Assert.Equal((ErrorCodes.FieldTooLong, at), (finding.Code, finding.Path));
    }

    [Theory]
    [InlineData("subscriptions", 100)]
    [InlineData("notify", 20)]
    public void Read_ListsUpToTheirLength_AreUnderstood(string list, int most)
    {
        Assert.IsType<RequestReading.Understood>(Reader.Read(TestRequests.Bytes(Repeated(most))));
        var finding = Assert.Single(Findings(Repeated(most + 1)));
        Assert.Equal((ErrorCodes.FieldTooMany, $"/{list}"), (finding.Code, finding.Path));

        JsonObject Repeated(int times)
        {
            var request = TestRequests.Good();
            var entry = request[list]![0]!.ToJsonString();
            request[list] = new JsonArray([.. Enumerable.Range(0, times).Select(_ => JsonNode.Parse(entry))]);
            return request;
        }
    }

    [Fact]
    public void Read_NothingButMistakes_ListsTheFirstHundred()
    {
        var request = TestRequests.Good();
        for (var index = 0; index < 5_000; index++)
            request[index.ToString(CultureInfo.InvariantCulture)] = 1;

        var findings = Findings(request);

        Assert.Equal((101, ErrorCodes.RequestTooManyFindings), (findings.Count, findings[^1].Code));
    }

    [Fact]
    public void Read_PersonalData_IsInNoMessage()
    {
        var findings = Findings(
            TestRequests.With(
                ("/contact/email", "\"secret.person@\""),
                ("/contact/phone", "\"12-secret\""),
                ("/contact/firstName", "{ \"secret\": \"secret\" }"),
                ("/agreement/acceptedOn", "\"secret\""),
                ("/extra", "1")
            )
        );

        Assert.True(findings.Count >= 4);
        Assert.DoesNotContain(
            findings,
            finding => $"{finding.Message}{finding.Suggestion}".Contains("secret", StringComparison.OrdinalIgnoreCase)
        );
    }

    private OnboardingRequest Understood(JsonNode body)
    {
        var reading = Reader.Read(TestRequests.Bytes(body));
        return reading is RequestReading.Understood understood
            ? understood.Request
            : throw new Xunit.Sdk.XunitException(string.Join("; ", ((RequestReading.NotUnderstood)reading).Findings));
    }

    private IReadOnlyList<Finding> Findings(JsonNode body) => Findings(TestRequests.Bytes(body));

    private IReadOnlyList<Finding> Findings(byte[] body) =>
        Assert.IsType<RequestReading.NotUnderstood>(Reader.Read(body)).Findings;

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Given;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Given += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
