using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Passwords;

/// <summary>Gives a forgotten password anew through a link. The link is bound to the person's security stamp, which a new password changes, so it works once.</summary>
internal sealed class PasswordResets(UserManager<User> users, Proofs proofs, Sessions sessions, Tries tries)
{
    private const string Purpose = "password.reset";
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public string Seal(User user) => proofs.Seal(Purpose, new Reset(user.Id, user.SecurityStamp ?? ""), Life);

    /// <summary>Whose link it is; null when it is none, too old, or used.</summary>
    public async Task<User?> FindAsync(string proof) =>
        proofs.Open<Reset>(Purpose, proof) is { } opened && await users.FindByIdAsync(opened.What.UserId.ToString()) is { } user && user.SecurityStamp == opened.What.Stamp ? user : null;

    /// <summary>Sets the password and ends every session, or says why not.</summary>
    public async Task<Refusal?> SetAsync(User user, string password, CancellationToken cancellationToken)
    {
        if (SignUpRules.CheckPassword(password, user.UserName ?? "", user.Email ?? "") is { } refusal)
            return refusal;
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        if (!(await users.UpdateSecurityStampAsync(user)).Succeeded) // saves both
            return Changed;
        await sessions.RevokeAllAsync(user.Id, but: null, cancellationToken);
        await tries.ForgetAsync($"password {user.UserName}", cancellationToken);
        await tries.ForgetAsync($"password {user.Email}", cancellationToken);
        return null;
    }

    private static Refusal Changed { get; } = new() { Kind = RefusalKind.Conflict, Code = "password.changed", Message = "The account was changed at this moment from elsewhere, so this password was not set. Try again." };

    private sealed record Reset(Guid UserId, string Stamp);
}
