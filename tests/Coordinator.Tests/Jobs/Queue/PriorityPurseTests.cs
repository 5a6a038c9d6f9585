using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Tests.Jobs.Queue;

public sealed class PriorityPurseTests
{
    private const int Mean = 1000;

    /// <summary>Whatever is asked of it: what is left is never below zero, no request takes more than it may, and what was taken is the sum of what was paid.</summary>
    [Fact]
    public void Purse_WhateverIsAsked_IsNeverOverdrawnAndSpendsOnce() =>
        Prop.ForAll(Gen.Choose(0, 20 * Mean).Two().ToArbitrary(), Gen.Choose(-Mean, 3 * Mean).Three().ArrayOf().ToArbitrary(), (amounts, asks) =>
        {
            var (balance, cap) = amounts;
            var purse = new PriorityPurse(balance, cap);
            var (paid, ofRequest) = (0L, 0L);
            foreach (var (price, debt, next) in asks)
            {
                if (next < 0)
                {
                    purse.BeginRequest();
                    ofRequest = 0;
                }
                var took = purse.Pay(price, debt, weight: 1);
                (paid, ofRequest) = (paid + took, ofRequest + took);
                if (took != 0 && (took != price || debt < price) || purse.SpentMflop != paid || paid > balance || ofRequest > cap || took < 0)
                    return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(100, 100, 1, 100)]
    [InlineData(100, 99, 1, 0)] // less than a picture's worth would not be behind it
    [InlineData(100, 50, 2, 100)] // tags count work per unit of weight
    [InlineData(100, 0, 1, 0)]
    [InlineData(301, 1000, 1, 0)] // more than one request may take
    [InlineData(0, 1000, 1, 0)]
    public void Picture_IsPaidWholeWhereItHelps(long price, long debt, int weight, long paid) => Assert.Equal(paid, new PriorityPurse(1000, 300).Pay(price, debt, weight));

    /// <summary>What is paid for starts as a newcomer's would, and leaves its requester's own place where it was.</summary>
    [Fact]
    public void PaidPicture_StartsAtTheVirtualTime_AndCountsNothing()
    {
        var places = new QueuePlaces(virtualTime: 500, new() { ["ada"] = 900 }, []);
        var purse = new PriorityPurse(100, 100);

        var first = places.Next("ada", 100, weight: 1, purse);
        var second = places.Next("ada", 100, weight: 1, purse);

        Assert.Equal((500, 600, 100), first);
        Assert.Equal((900, 1000, 0), second);
        Assert.Equal(2, places.WaitingOf("ada"));
    }
}
