using LaionGrid.Coordinator.Storage;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Coordinator.Leaderboards.Contributors;

/// <summary>Contributors and machines as messages.</summary>
internal static class ContributorMessagesGrpc
{
    public static Wire.Contributor ToWire(this ContributorView view) => view.Page is { } page
        ? new()
        {
            Name = view.Name,
            JoinedAtUs = page.JoinedAt.ToMicroseconds(),
            Standing = page.Standing is { } standing ? BoardGrpc.ToWire(standing) : null,
            People = page.People,
            Month = page.Month is { } month ? BoardGrpc.ToWire(month) : null,
            MonthPeople = page.MonthPeople,
            Rendered = page.Rendered,
            RenderMs = page.RenderMs,
            Days = { page.Days.Select(day => new Wire.ContributorDay { DayUs = day.At.ToMicroseconds(), CreditMflop = day.Amount, Pictures = (int)day.Count }) },
            Machines = { page.Machines.Select(ToWire) },
            MachineCount = page.MachineCount,
            Team = page.Team,
            Country = page.Country,
            About = page.About,
            Badges = { page.Badges.Select(ToWire) },
        }
        : new() { Name = view.Name, IsPrivate = true };

    public static Wire.Certificate ToWire(this CertifyOutcome.Certified certified) => new()
    {
        Name = certified.Account.Name,
        AccountId = certified.Account.Id.ToString(),
        JoinedAtUs = certified.Account.CreatedAt.ToMicroseconds(),
        FinalMflop = certified.Balance.FinalMflop,
        Pictures = certified.Standing?.Pictures ?? 0,
        Rank = certified.Standing?.Rank ?? 0,
        LogSize = certified.Balance.Size,
        Checkpoint = certified.Balance.Checkpoint,
    };

    public static Wire.OwnMachine ToWire(this OwnMachine own) => new()
    {
        Machine = ToWire(own.Machine),
        IsPaused = own.Machine.Worker.IsPaused,
        SuspendedUntilUs = own.Machine.Worker.SuspendedUntil?.ToMicroseconds() ?? 0,
        PicturesToday = own.PicturesToday,
        AcceptedLately = own.AcceptedLately,
        LostLately = own.LostLately,
        Version = own.Machine.Worker.Version,
    };

    private static Wire.ContributorMachine ToWire(Machine machine) => new()
    {
        WorkerId = machine.Worker.Id.ToString(),
        Name = machine.Worker.Name,
        Family = machine.Worker.DeviceName,
        JoinedAtUs = machine.Worker.CreatedAt.ToMicroseconds(),
        Pictures = machine.Standing?.Pictures ?? 0,
        CreditMflop = machine.Standing?.CreditMflop ?? 0,
        MedianStepMs = machine.Pace is { } pace ? Math.Max(1, (int)Math.Round(pace.MedianStep.TotalMilliseconds)) : 0,
        SpeedPercent = machine.Pace?.SpeedPercent ?? 0,
        IsHere = machine.IsHere,
        LastPictureUs = machine.Record?.LastAt.ToMicroseconds() ?? 0,
    };

    private static Wire.Badge ToWire(Badge badge) => badge switch
    {
        Badge.TopHundredth => Wire.Badge.TopHundredth,
        Badge.TopTwentieth => Wire.Badge.TopTwentieth,
        Badge.TopQuarter => Wire.Badge.TopQuarter,
        Badge.FirstPicture => Wire.Badge.FirstPicture,
        Badge.HundredPictures => Wire.Badge.HundredPictures,
        Badge.ThousandPictures => Wire.Badge.ThousandPictures,
        Badge.StepByStep => Wire.Badge.StepByStep,
        Badge.NightShift => Wire.Badge.NightShift,
        Badge.OneYear => Wire.Badge.OneYear,
        _ => throw new InvalidOperationException($"No wire name for {badge}."),
    };
}
