using PartnerCenter.Simulator.Errors;

namespace PartnerCenter.Tests.Simulator;

/// <summary>What the simulator sells (C §24.9) and the errors it knows (C §4.2).</summary>
public sealed class CatalogueTests
{
    [Theory]
    [InlineData("OnlineServices", 15)]
    [InlineData("Azure", 1)]
    [InlineData("AzureReservations", 1)]
    [InlineData("SoftwarePerpetual", 3)]
    [InlineData("SoftwareSubscriptions", 1)]
    [InlineData("MarketplaceSaaS", 2)]
    public async Task Every_view_has_its_products_and_each_can_be_followed_to_its_availability(string view, int least)
    {
        await using var lab = await Lab.Start();
        var products = (await lab.Get($"/v1/products?country=DE&targetView={view}")).Body!["items"]!.AsArray();
        Assert.True(products.Count >= least);
        foreach (var product in products)
        {
            var skus = (await lab.Get($"/v1{product!["links"]!["skus"]!["uri"]!.GetValue<string>()}")).Body![
                "items"
            ]!.AsArray();
            foreach (var sku in skus)
            {
                var availability = Assert.Single(
                    (await lab.Get($"/v1{sku!["links"]!["availabilities"]!["uri"]!.GetValue<string>()}")).Body![
                        "items"
                    ]!.AsArray()
                );
                Assert.Equal(
                    $"{product["id"]}:{sku["id"]}:{availability!["id"]}",
                    availability["catalogItemId"]!.GetValue<string>()
                );
                Assert.Equal("EUR", availability["defaultCurrency"]!["code"]!.GetValue<string>());
                Assert.Equal(
                    200,
                    (await lab.Get($"/v1{availability["links"]!["self"]!["uri"]!.GetValue<string>()}")).Status
                );
            }
        }
    }

    [Theory]
    [InlineData("/v1/products/NOPE?country=US", 404, 400013)]
    [InlineData("/v1/products/CFQ7TTC0LH18/skus/9999?country=US", 404, 400018)]
    [InlineData("/v1/products/CFQ7TTC0LH18/skus/0001/availabilities/CFQ7TTC0XXXX?country=US", 404, 400019)]
    [InlineData("/v1/products?country=US&targetView=Nonsense", 403, 400036)]
    [InlineData("/v1/products?country=US&targetView=Azure&targetSegment=nobody", 403, 400030)]
    [InlineData("/v1/offers/CFQ7TTC0LH18?country=US", 400, 2100)]
    public async Task What_is_not_there_is_told_by_its_code(string path, int status, int code)
    {
        await using var lab = await Lab.Start();
        var reply = await lab.Get(path);
        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Nonprofit_products_must_be_asked_for()
    {
        await using var lab = await Lab.Start();
        async Task<bool> Has(string query) =>
            (await lab.Get($"/v1/products?country=US&targetView=OnlineServices{query}")).Body!["items"]!
                .AsArray()
                .Any(p => p!["id"]!.GetValue<string>() == "CFQ7TTC0LH9T");
        Assert.False(await Has(""));
        Assert.True(await Has("&targetSegment=nonprofit"));
    }

    [Fact]
    public async Task An_education_product_needs_an_approved_qualification()
    {
        await using var lab = await Lab.Start();
        var customer = await lab.Customer();
        await lab.Attest(customer);
        var cart = (await lab.Cart(customer, "CFQ7TTC0LX07")).Text("id");
        Assert.Equal(800086, (await lab.Checkout(customer, cart)).Code);
        var asked = await lab.Send(
            "POST",
            $"/v1/customers/{customer}/qualifications",
            new { qualification = "education", educationSegment = "K12" }
        );
        Assert.Equal((201, "InReview"), (asked.Status, asked.Text("vettingStatus")));
        lab.Host.Control.DecideQualification(customer, "Education", approved: true);
        Assert.Equal(
            "Approved",
            (await lab.Get($"/v1/customers/{customer}/qualifications")).Body![0]!["vettingStatus"]!.GetValue<string>()
        );
        Assert.Equal(201, (await lab.Checkout(customer, cart)).Status);
    }

    [Fact]
    public async Task Every_error_can_be_raised_in_its_shape()
    {
        await using var lab = await Lab.Start();
        foreach (var error in VendorErrors.All.Where(e => e.Status >= 400).DistinctBy(e => (e.Code, e.Status)))
        {
            lab.Fault(
                "customers.list",
                PartnerCenter.Simulator.Faults.FaultKind.Refuse,
                code: error.Code,
                status: error.Status
            );
            var reply = await lab.Get("/v1/customers");
            Assert.Equal((error.Status, error.Code), (reply.Status, reply.Code));
            Assert.Equal(
                error.Code is (>= 600000 and < 700000) or (>= 900000 and < 1000000),
                reply.Body!["errorName"] is not null
            );
        }
    }
}
