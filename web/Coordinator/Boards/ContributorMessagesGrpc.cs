using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Coordinator.Boards;

/// <summary>Messages about contributors as the records that pages show.</summary>
internal static class ContributorMessagesGrpc
{
    public static ContributorView ToView(this Wire.Contributor contributor) => new(contributor.Name, contributor.IsPrivate ? null : new()
    {
        JoinedAt = Instant(contributor.JoinedAtUs),
        Standing = contributor.Standing?.ToView(),
        People = contributor.People,
        Rendered = contributor.Rendered,
        RenderTime = TimeSpan.FromMilliseconds(contributor.RenderMs),
        Days = [.. contributor.Days.Select(day => new DayView(DateOnly.FromDateTime(Instant(day.DayUs).UtcDateTime), day.CreditMflop, day.Pictures))],
        Machines = [.. contributor.Machines.Select(ToView)],
        MachineCount = contributor.MachineCount,
        Team = contributor.Team,
        Country = contributor.Country,
        About = contributor.About,
        Badges = [.. contributor.Badges.Select(ToView).OfType<Badge>()],
    });

    public static OwnMachineView ToView(this Wire.OwnMachine own) => new(
        ToView(own.Machine), own.IsPaused, InstantOrNull(own.SuspendedUntilUs), own.PicturesToday, own.AcceptedLately, own.LostLately, own.Version);

    public static CertificateView ToView(this Wire.Certificate certificate) => new(
        certificate.Name, certificate.AccountId, Instant(certificate.JoinedAtUs), certificate.FinalMflop, certificate.Pictures, certificate.Rank, certificate.LogSize, certificate.Checkpoint);

    public static ProfileView ToView(this Wire.Profile profile) => new(profile.IsPrivate, profile.Country, profile.About);

    private static MachineView ToView(Wire.ContributorMachine machine) => new(
        machine.WorkerId, machine.Name, machine.Family, Instant(machine.JoinedAtUs), machine.Pictures, machine.CreditMflop,
        machine.MedianStepMs > 0 ? TimeSpan.FromMilliseconds(machine.MedianStepMs) : null, machine.SpeedPercent > 0 ? machine.SpeedPercent : null, machine.IsHere, InstantOrNull(machine.LastPictureUs));

    /// <summary>Null for one that this site does not know yet.</summary>
    private static Badge? ToView(Wire.Badge badge) => badge switch
    {
        Wire.Badge.TopHundredth => Badge.TopHundredth,
        Wire.Badge.TopTwentieth => Badge.TopTwentieth,
        Wire.Badge.TopQuarter => Badge.TopQuarter,
        Wire.Badge.FirstPicture => Badge.FirstPicture,
        Wire.Badge.HundredPictures => Badge.HundredPictures,
        Wire.Badge.ThousandPictures => Badge.ThousandPictures,
        Wire.Badge.StepByStep => Badge.StepByStep,
        Wire.Badge.NightShift => Badge.NightShift,
        Wire.Badge.OneYear => Badge.OneYear,
        _ => null,
    };

    private static DateTimeOffset? InstantOrNull(long microseconds) => microseconds > 0 ? Instant(microseconds) : null;

    private static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
}
