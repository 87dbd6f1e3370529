using Onboarding.Approvals;

namespace Onboarding.Tests;

public sealed class PersonIdTests
{
    private static readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public void IsSame_OfTwoWithIds_GoesByThem()
    {
        var (otto, other) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.True(
            PersonId.IsSame(
                PersonId.Write("otto@a.example", otto, _tenant),
                PersonId.Write("karl@a.example", otto, _tenant)
            )
        );
        Assert.False(
            PersonId.IsSame(
                PersonId.Write("otto@a.example", otto, _tenant),
                PersonId.Write("otto@a.example", other, _tenant)
            )
        );
        Assert.False(
            PersonId.IsSame(
                PersonId.Write("otto@a.example", otto, _tenant),
                PersonId.Write("otto@a.example", otto, Guid.NewGuid())
            )
        );
    }

    [Fact]
    public void IsSame_WhereOneHasNoId_GoesByTheNames()
    {
        var written = PersonId.Write("otto@a.example", Guid.NewGuid(), _tenant);

        Assert.True(PersonId.IsSame(written, "Otto@a.example"));
        Assert.False(PersonId.IsSame("karl@a.example", written));
        Assert.True(PersonId.IsSame("key:shop", "key:Shop"));
    }

    [Theory]
    [InlineData("otto")]
    [InlineData("otto [1.2]")]
    [InlineData("[11111111-1111-1111-1111-111111111111.22222222-2222-2222-2222-222222222222]")]
    [InlineData("otto [11111111-1111-1111-1111-11111111111z.22222222-2222-2222-2222-222222222222]")]
    public void NameOf_WhatIsNotWrittenWithAnId_IsAllOfIt(string written) =>
        Assert.Equal(written, PersonId.NameOf(written));
}
