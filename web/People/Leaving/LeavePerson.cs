using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.People.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.Leaving;

/// <summary>
/// Deletes a person: first at the coordinator, then here. The wish is written down before anything is done, so whatever breaks, somebody who
/// looks again finds it and goes on; each step may be done twice.
/// </summary>
internal sealed class LeavePerson(IDbContextFactory<PeopleDb> databases, AccountsGrpc accounts, TimeProvider time)
{
    private const string FormerMember = "a former member";

    /// <summary>Writes the wish down and does it. If the coordinator is away the wish stands, and the loop goes on.</summary>
    /// <exception cref="CoordinatorAwayException">The coordinator is away; it is done later.</exception>
    public async Task RunAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            await db.Users.Where(user => user.Id == userId && user.LeavingAt == null).ExecuteUpdateAsync(set => set.SetProperty(user => user.LeavingAt, now), cancellationToken);
            await db.Sessions.Where(session => session.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        }
        await FinishAsync(userId, CancellationToken.None); // past the wish there is no way back
    }

    /// <summary>Everybody whose wish is written down, and those who began to sign up and never came back.</summary>
    public async Task<IReadOnlyList<Guid>> FindUnfinishedAsync(TimeSpan given, CancellationToken cancellationToken)
    {
        var begunBefore = time.GetUtcNow() - given;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Users.Where(user => user.LeavingAt != null || (user.AccountId == null && user.CreatedAt < begunBefore)).Select(user => user.Id).ToListAsync(cancellationToken);
    }

    public async Task FinishAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == userId, cancellationToken) is not { } user)
            return;
        // Without an id here there may be an account there all the same, if the answer was lost: asking for it again tells.
        if ((user.AccountId ?? await AccountIdAsync(user, cancellationToken)) is { } account)
            await accounts.DeleteAsync(new(account, user.UserName ?? "", user.Role, PersonRank.New), cancellationToken);
        await ForgetNameAsync(db, user.UserName ?? "", cancellationToken);
        await db.Users.Where(row => row.Id == userId).ExecuteDeleteAsync(cancellationToken); // the rest hangs on it and goes with it
    }

    /// <summary>What was done to whom stays in the record of rights; who it was does not.</summary>
    private static async Task ForgetNameAsync(PeopleDb db, string name, CancellationToken cancellationToken)
    {
        await db.Grants.Where(grant => grant.Of == name).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Of, FormerMember), cancellationToken);
        await db.Grants.Where(grant => grant.By == name).ExecuteUpdateAsync(set => set.SetProperty(grant => grant.By, FormerMember), cancellationToken);
    }

    private async Task<string?> AccountIdAsync(User user, CancellationToken cancellationToken) =>
        (await accounts.RegisterAsync(user.Id, user.UserName ?? "", cancellationToken) as RegisterOutcome.Registered)?.AccountId;
}
