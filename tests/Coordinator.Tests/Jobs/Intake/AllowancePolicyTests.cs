using FsCheck;
using FsCheck.Fluent;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;

namespace LaionGrid.Coordinator.Tests.Jobs.Intake;

/// <summary>How many pictures a day one may ask for.</summary>
public sealed class AllowancePolicyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A day's bucket is full once and fills once within a day, so two days' worth is the most that any 24 hours see.</summary>
    [Fact]
    public void Take_WhateverIsAsked_GivesAtMostTwoDaysWorthWithinADay() =>
        Prop.ForAll(Histories, history =>
        {
            var taken = Play(history);
            return taken.TrueForAll(one => taken.Where(other => other.At >= one.At && other.At < one.At + AllowancePolicy.Day).Sum(other => other.Pictures) <= 2 * history.PerDay);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Take_OfNoMoreThanADaysWorthWithinADay_IsNeverRefused() =>
        Prop.ForAll(Histories, history =>
        {
            var (fullAt, now, taken) = (default(DateTimeOffset), Start, new List<(DateTimeOffset At, int Pictures)>());
            foreach (var (after, pictures) in history.Asks)
            {
                now += after;
                if (taken.Where(one => one.At > now - AllowancePolicy.Day).Sum(one => one.Pictures) + pictures > history.PerDay)
                    continue;
                if (AllowancePolicy.Take(fullAt, pictures, history.PerDay, now) is not { } next)
                    return false;
                fullAt = next;
                taken.Add((now, pictures));
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Take_AfterTheWaitThatWasSaid_IsGranted() =>
        Prop.ForAll(Histories, history =>
        {
            var (fullAt, now) = (default(DateTimeOffset), Start);
            foreach (var (after, pictures) in history.Asks)
            {
                now += after + AllowancePolicy.UntilHolds(fullAt, pictures, history.PerDay, now + after);
                if (AllowancePolicy.Take(fullAt, pictures, history.PerDay, now) is not { } next)
                    return false;
                fullAt = next;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    private static List<(DateTimeOffset At, int Pictures)> Play(History history)
    {
        var (fullAt, now, taken) = (default(DateTimeOffset), Start, new List<(DateTimeOffset, int)>());
        foreach (var (after, pictures) in history.Asks)
        {
            now += after;
            if (AllowancePolicy.Take(fullAt, pictures, history.PerDay, now) is not { } next)
                continue;
            fullAt = next;
            taken.Add((now, pictures));
        }
        return taken;
    }

    private static Arbitrary<History> Histories =>
        (from perDay in Gen.Choose(8, 200)
         from asks in (from minutes in Gen.Choose(0, 400) from pictures in Gen.Choose(1, 8) select (TimeSpan.FromMinutes(minutes), pictures)).ArrayOf()
         select new History(perDay, asks)).ToArbitrary();

    private sealed record History(int PerDay, (TimeSpan After, int Pictures)[] Asks);
}
