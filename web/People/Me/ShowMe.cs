using LaionGrid.Web.Coordinator.Boards;
using LaionGrid.Web.People.Providers;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.Me;

/// <summary>Gathers what a person's own page shows, and notes the first time that the board knows them.</summary>
internal sealed class ShowMe(UserManager<User> users, RecoveryCodes codes, Sessions sessions, SessionClaims claims, SignInProviders providers, BoardsGrpc boards, IOptions<PeopleOptions> options, TimeProvider time)
{
    public async Task<MeView> RunAsync(User user, CancellationToken cancellationToken)
    {
        await NoteContributionAsync(user, cancellationToken);
        var trustedAt = user.CreatedAt + TimeSpan.FromDays(options.Value.TrustedAfterDays);
        return new()
        {
            Name = user.UserName ?? "",
            Role = user.Role,
            Rank = claims.RankOf(user),
            DaysToTrust = (int)Math.Ceiling(Math.Max(0, (trustedAt - time.GetUtcNow()).TotalDays)),
            Email = user.Email,
            Passkeys = (await users.GetPasskeysAsync(user)).Count,
            HasPassword = user.PasswordHash is not null,
            Linked = (await users.GetLoginsAsync(user)).Count,
            HasProviders = providers.All.Count > 0,
            RecoveryCodes = await codes.CountAsync(user.Id, cancellationToken),
            Sessions = (await sessions.ListAsync(user.Id, cancellationToken)).Count,
        };
    }

    private async Task NoteContributionAsync(User user, CancellationToken cancellationToken)
    {
        if (user.ContributedAt is not null || await boards.FindAsync(BoardKind.People, Period.All, user.UserName ?? "", cancellationToken) is null)
            return;
        user.ContributedAt = time.GetUtcNow();
        await users.UpdateAsync(user);
    }
}
