using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Leaving;

/// <summary>Finishes what was begun and forgets what is over: deletions that broke in the middle, sign-ups that were given up, old sessions, tries and proofs.</summary>
internal sealed partial class PeopleLoop(LeavePerson leave, IDbContextFactory<PeopleDb> databases, IOptions<PeopleOptions> options, TimeProvider time, ILogger<PeopleLoop> logger) : Loop(TimeSpan.FromMinutes(10), time, logger)
{
    private static readonly TimeSpan TimeToSignUp = TimeSpan.FromDays(1);

    private readonly TimeProvider _time = time;

    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        foreach (var person in await leave.FindUnfinishedAsync(TimeToSignUp, cancellationToken))
        {
            try
            {
                await leave.FinishAsync(person, cancellationToken);
            }
            catch (CoordinatorAwayException away)
            {
                LogFailed(away.Message); // the next may fare better
            }
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var (unseenSince, begunBefore) = (now - TimeSpan.FromDays(options.Value.SessionDays), now - Sessions.Longest);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Sessions.Where(session => session.SeenAt <= unseenSince || session.CreatedAt <= begunBefore).ExecuteDeleteAsync(cancellationToken);
        await db.Tries.Where(count => count.Until <= now).ExecuteDeleteAsync(cancellationToken);
        await db.SpentProofs.Where(proof => proof.Until <= now).ExecuteDeleteAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tidying up after people stopped short and goes on in ten minutes: {Reason}")]
    private partial void LogFailed(string reason);
}
