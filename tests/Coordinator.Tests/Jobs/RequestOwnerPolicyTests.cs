using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;

namespace LaionGrid.Coordinator.Tests.Jobs;

/// <summary>Who may change a request.</summary>
public sealed class RequestOwnerPolicyTests
{
    private static readonly AccountId Ada = AccountId.From(Guid.Parse("11111111-1111-7111-8111-111111111111"));
    private static readonly AccountId Bob = AccountId.From(Guid.Parse("22222222-2222-7222-8222-222222222222"));

    [Theory]
    [InlineData("key", true)]
    [InlineData("", false)]
    [InlineData("ke", false)]
    [InlineData("keyy", false)]
    [InlineData("KEY", false)]
    public void MayChange_WhatNobodysAccountMade_WhoKnowsItsKey(string shown, bool may)
    {
        var owner = new RequestOwner(AccountId.Anonymous, "key");

        Assert.Equal(may, RequestOwnerPolicy.MayChange(new(AccountId.Anonymous, shown, IsOperator: false), owner));
        Assert.Equal(may, RequestOwnerPolicy.MayChange(new(Ada, shown, IsOperator: false), owner)); // whoever asked and signed in since
    }

    [Fact]
    public void MayChange_WhatAnAccountMade_ThatAccountAloneAndTheOperator()
    {
        var owner = new RequestOwner(Ada, "key");

        Assert.True(RequestOwnerPolicy.MayChange(new(Ada, "", IsOperator: false), owner));
        Assert.False(RequestOwnerPolicy.MayChange(new(Bob, "key", IsOperator: false), owner));
        Assert.False(RequestOwnerPolicy.MayChange(new(AccountId.Anonymous, "key", IsOperator: false), owner));
        Assert.True(RequestOwnerPolicy.MayChange(new(AccountId.Operator, "", IsOperator: true), owner));
    }
}
