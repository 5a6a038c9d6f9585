using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Storage;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.Operate;

/// <summary>Gives and takes roles, locks and opens accounts. Each change and its line in the record are one write.</summary>
internal sealed class ChangeRights(IDbContextFactory<PeopleDb> databases, TimeProvider time)
{
    /// <param name="by">The operator's public name, or another source in words.</param>
    public Task<Refusal?> SetRoleAsync(string by, string name, PersonRole role, CancellationToken cancellationToken) => ChangeAsync(by, name, user =>
    {
        if (user.Role == role)
            return null;
        user.Role = role;
        return role switch
        {
            PersonRole.Operator => "became operator",
            PersonRole.Moderator => "became moderator",
            _ => "has no role any more",
        };
    }, cancellationToken);

    /// <summary>A locked account's sessions end at once, and it gets none.</summary>
    public Task<Refusal?> SetLockedAsync(string by, string name, bool isLocked, CancellationToken cancellationToken) => ChangeAsync(by, name, user =>
    {
        if (user.LockedAt is not null == isLocked)
            return null;
        user.LockedAt = isLocked ? time.GetUtcNow() : null;
        return isLocked ? "was locked" : "was opened again";
    }, cancellationToken);

    /// <param name="change">Does it and says what was done; null when it is so already.</param>
    private async Task<Refusal?> ChangeAsync(string by, string name, Func<User, string?> change, CancellationToken cancellationToken)
    {
        var key = name.ToUpperInvariant();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Users.SingleOrDefaultAsync(user => user.NormalizedUserName == key, cancellationToken) is not { } user) // unique index
            return Unknown(name);
        if (by.Equals(user.UserName, StringComparison.OrdinalIgnoreCase))
            return Oneself;
        if (change(user) is not { } deed)
            return null;
        db.Add(new Grant { Id = Guid.CreateVersion7(time.GetUtcNow()), At = time.GetUtcNow(), By = by, Of = user.UserName ?? "", Deed = deed });
        await db.SaveChangesAsync(cancellationToken);
        if (user.LockedAt is not null)
            await db.Sessions.Where(session => session.UserId == user.Id).ExecuteDeleteAsync(cancellationToken); // they were good for nothing from the write on
        return null;
    }

    private static Refusal Unknown(string name) => new() { Kind = RefusalKind.NotFound, Code = "person.unknown", Message = $"Nobody here has the name “{name}”. They have to make an account first." };

    // So the last operator cannot go by mistake.
    private static Refusal Oneself { get; } = new() { Kind = RefusalKind.Conflict, Code = "person.oneself", Message = "Your own rights are another operator's to change, so nothing was done." };
}
