using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Checks;
using LaionGrid.Coordinator.Jobs.Queue;
using LaionGrid.Coordinator.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Coordinator.Moderation.Reports;

/// <summary>What somebody says is wrong.</summary>
/// <param name="JobId">The picture; null for a refused prompt.</param>
internal sealed record Complaint(JobId? JobId, Concern Concern, string Words, string Reporter)
{
    /// <summary>Whether the picture is kept from everybody until a moderator has looked, whatever the concern: its reporter was asked to look for just this.</summary>
    public bool Withholds { get; init; }
}

/// <summary>
/// Takes a report. What several say of one picture for one concern is one report, and what one says twice is said once. A concern that cannot wait keeps the picture
/// from everybody until a moderator has looked.
/// </summary>
internal sealed class FileReport(GridWriter writer, ReportAllowance allowance, QueueSignal queue, TimeProvider time)
{
    public const int MaxWords = 500;
    public const int MaxReporter = 64;

    private const int MaxTries = 3;

    public async Task<FileReportOutcome> RunAsync(Complaint complaint, Caller caller, CancellationToken cancellationToken)
    {
        if (Against(complaint) is { } refusal)
            return new FileReportOutcome.Refused(refusal);
        var reporter = FairShareKey.Of(caller.AccountId, complaint.Reporter);
        if (allowance.Take(reporter) is var wait && wait > TimeSpan.Zero)
            return new FileReportOutcome.Refused(TooMany(wait));
        for (var tries = 1; ; tries++)
        {
            try
            {
                var (id, withheld, against) = await writer.RunAsync(db => WriteAsync(db, complaint, reporter, cancellationToken), cancellationToken);
                if (withheld is { } request)
                    queue.Moved(request);
                return against is null ? new FileReportOutcome.Filed(id) : new FileReportOutcome.Refused(against);
            }
            catch (DbUpdateException) when (tries < MaxTries)
            {
                // Another says the same at this moment: the next try finds what that one wrote.
            }
        }
    }

    private static Refusal? Against(Complaint complaint)
    {
        if (complaint.Words.Length > MaxWords)
            return Refusal.Invalid("report.too_long", "words", $"The report has {complaint.Words.Length} characters; at most {MaxWords} are read. Shorten it.");
        if (complaint.Reporter.Length > MaxReporter)
            return Refusal.Invalid("reporter.invalid", "reporter", $"The reporter has at most {MaxReporter} characters. Send a hash of a longer one.");
        if (complaint.Concern is Concern.Other or Concern.RefusedPrompt && string.IsNullOrWhiteSpace(complaint.Words))
            return Refusal.Invalid("report.no_words", "words", "Say in a few words what it is about.");
        return (complaint.JobId is null) == (complaint.Concern == Concern.RefusedPrompt)
            ? null
            : Refusal.Invalid("report.picture", "job_id", "A report names a picture, and an appeal against a refused prompt names none. Open the picture and report it there.");
    }

    private async Task<(ReportId Id, RequestId? Withheld, Refusal? Against)> WriteAsync(GridDb db, Complaint complaint, string reporter, CancellationToken cancellationToken)
    {
        var shown = complaint.JobId is { } id ? await db.JobsVisibleTo(Viewer.Nobody).Where(one => one.Id == id && (one.State == JobState.Rendered || one.State == JobState.Done)) // primary key
            .Select(one => new { one.Check, one.RequestId }).SingleOrDefaultAsync(cancellationToken) : null;
        if (complaint.JobId is not null && shown is null)
            return (default, null, Unknown);
        if (shown?.Check == PictureCheck.TakenDown)
            return (default, null, TakenDownPicture.Refusal);
        if (await FindAsync(db, complaint, reporter, cancellationToken) is { } known)
        {
            await AddVoiceAsync(db, known, complaint, reporter, cancellationToken);
            return complaint.Withholds && shown is { } open && CheckPolicy.IsShown(open.Check) && await WithholdAsync(db, known, complaint, open.Check, cancellationToken) ? (known, open.RequestId, null) : (known, null, null);
        }
        var withholds = shown is { } picture && CheckPolicy.IsShown(picture.Check) && (complaint.Withholds || ReportPolicy.WithholdsAtOnce(complaint.Concern));
        var report = New(complaint, withholds ? shown?.Check : null);
        db.AddRange(report, Voice(report.Id, complaint, reporter));
        await db.SaveChangesAsync(cancellationToken);
        if (withholds)
            await db.Jobs.Where(job => job.Id == complaint.JobId).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.Withheld), cancellationToken);
        return (report.Id, withholds ? shown?.RequestId : null, null);
    }

    private static Task<ReportId?> FindAsync(GridDb db, Complaint complaint, string reporter, CancellationToken cancellationToken)
    {
        var (job, concern, voices) = (complaint.JobId, complaint.Concern, db.ReportVoices);
        return job is null
            ? db.Reports.Where(report => report.JobId == null && report.State == ReportState.Open && voices.Any(voice => voice.ReportId == report.Id && voice.Reporter == reporter)) // index due at, of those open
                .Select(report => (ReportId?)report.Id).FirstOrDefaultAsync(cancellationToken)
            : db.Reports.Where(report => report.JobId == job && report.Concern == concern) // unique index job, concern
                .Select(report => (ReportId?)report.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Only while the report is open: what a moderator has looked at is not hidden again by a further voice.</summary>
    private static async Task<bool> WithholdAsync(GridDb db, ReportId id, Complaint complaint, PictureCheck before, CancellationToken cancellationToken) =>
        await db.Reports.Where(report => report.Id == id && report.State == ReportState.Open).ExecuteUpdateAsync(set => set.SetProperty(report => report.CheckBefore, before), cancellationToken) > 0
        && await db.Jobs.Where(job => job.Id == complaint.JobId).ExecuteUpdateAsync(set => set.SetProperty(job => job.Check, PictureCheck.Withheld), cancellationToken) > 0;

    private async Task AddVoiceAsync(GridDb db, ReportId id, Complaint complaint, string reporter, CancellationToken cancellationToken)
    {
        if (await db.ReportVoices.AnyAsync(voice => voice.ReportId == id && voice.Reporter == reporter, cancellationToken)) // primary key
            return;
        db.Add(Voice(id, complaint, reporter));
        await db.SaveChangesAsync(cancellationToken);
        await db.Reports.Where(report => report.Id == id).ExecuteUpdateAsync(set => set.SetProperty(report => report.Voices, report => report.Voices + 1), cancellationToken);
    }

    private Report New(Complaint complaint, PictureCheck? before)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Id = Ids.New<ReportId>(time), JobId = complaint.JobId, Concern = complaint.Concern, State = ReportState.Open, Voices = 1,
            OpenedAt = now, DueAt = now + ReportPolicy.Within(complaint.Concern), CheckBefore = before,
        };
    }

    private ReportVoice Voice(ReportId id, Complaint complaint, string reporter) => new() { ReportId = id, Reporter = reporter, Words = complaint.Words.Trim().Printable(MaxWords), At = time.GetUtcNow() };

    private static Refusal Unknown { get; } = Refusal.NotFound("job.unknown", "There is no such picture here, or it is not rendered yet. Check its address.");

    private static Refusal TooMany(TimeSpan wait) => new(RefusalKind.TooMany, "report.too_many", $"More was reported from here in this hour than is taken. Report again in {Math.Ceiling(wait.TotalMinutes):0} minutes.", RetryAfter: wait);
}

internal abstract record FileReportOutcome
{
    internal sealed record Filed(ReportId Id) : FileReportOutcome;

    internal sealed record Refused(Refusal Refusal) : FileReportOutcome;
}
