using PartnerCenter.Simulator;
using PartnerCenter.Simulator.Faults;

namespace PartnerCenter.Tests.AgainstSimulator;

public sealed class TenantsTests
{
    [Fact]
    public async Task A_tenant_is_found_by_its_domain_and_by_its_id_and_a_stranger_to_all_is_nobody()
    {
        await using var rig = await Rig.Start();
        var tenant = rig.Simulator.Control.AddTenant("northwind.example", "Northwind Traders GmbH", "DE");

        Assert.Equal(Guid.Parse(tenant), await rig.Direct.Tenants.Find("Northwind.example"));
        Assert.Equal(Guid.Parse(tenant), await rig.Direct.Tenants.Find(tenant));
        Assert.Equal(
            Guid.Parse(SimulatedPartners.DirectBillTenantId),
            await rig.Direct.Tenants.Find(SimulatedPartners.DirectBillTenantId)
        );
        Assert.Null(await rig.Direct.Tenants.Find("nobody.example"));
        Assert.Null(await rig.Direct.Tenants.Find("0f9d5c0a-7d9c-4a7f-8f55-1f6f5f1d2a3b"));
    }

    [Theory]
    [InlineData(FaultKind.Error500)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.TimeoutBeforeCommit)]
    public async Task An_authority_that_does_not_answer_says_nothing_about_the_tenant(FaultKind kind)
    {
        await using var rig = await Rig.Start();
        rig.Fault("tokens.configuration", kind);

        var fault = await Assert.ThrowsAsync<PartnerCenterException>(() => rig.Direct.Tenants.Find("nobody.example"));

        Assert.Equal(Fault.Transient, fault.Fault);
    }
}
