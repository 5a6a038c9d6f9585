using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Accounts.Acts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Announcements;

/// <summary>Makes, reads and ends what the operator tells everybody.</summary>
internal sealed class KeepAnnouncements(GridWriter writer, IDbContextFactory<GridDb> databases, TimeProvider time)
{
    public const int MaxText = 300;
    public const int MaxMinutes = 525_600;

    private const int MaxShown = 5;

    public async Task<AnnounceOutcome> MakeAsync(string text, int minutes, Caller by, CancellationToken cancellationToken)
    {
        var plain = text.Trim().Printable(MaxText);
        if (plain.Length == 0 || text.Trim().Length > MaxText)
            return new AnnounceOutcome.Refused(Refusal.Invalid("announcement.text", "text", $"An announcement has 1 to {MaxText} characters. Write it shorter, or link to a page that says more."));
        if (minutes is < 1 or > MaxMinutes)
            return new AnnounceOutcome.Refused(Refusal.Invalid("announcement.minutes", "minutes", $"An announcement stands for 1 to {MaxMinutes} minutes; this asks for {minutes}."));
        var now = time.GetUtcNow();
        var made = new Announcement { Id = Ids.New<AnnouncementId>(time), Text = plain, AccountId = by.AccountId, StartsAt = now, EndsAt = now.AddMinutes(minutes) };
        await writer.RunAsync(async db =>
        {
            db.Add(made);
            await db.NoteAsync(by, "announcement.make", $"announcement:{made.Id}", plain, now, cancellationToken);
            return true;
        }, cancellationToken);
        return new AnnounceOutcome.Made(made);
    }

    /// <summary>False when none of this id stands now.</summary>
    public Task<bool> EndAsync(AnnouncementId id, Caller by, CancellationToken cancellationToken) => writer.RunAsync(async db =>
    {
        var now = time.GetUtcNow();
        if (await db.Announcements.Where(one => one.Id == id && one.EndsAt > now).ExecuteUpdateAsync(set => set.SetProperty(one => one.EndsAt, now), cancellationToken) == 0) // primary key
            return false;
        await db.NoteAsync(by, "announcement.end", $"announcement:{id}", "", now, cancellationToken);
        return true;
    }, cancellationToken);

    /// <summary>Those that stand now, newest first.</summary>
    public async Task<IReadOnlyList<Announcement>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        return await db.Announcements.AsNoTracking().Where(one => one.EndsAt > now) // index ends at
            .OrderByDescending(one => one.StartsAt).Take(MaxShown).ToListAsync(cancellationToken);
    }
}

internal abstract record AnnounceOutcome
{
    internal sealed record Made(Announcement Announcement) : AnnounceOutcome;

    internal sealed record Refused(Refusal Refusal) : AnnounceOutcome;
}
