using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.SignIn;

/// <summary>How many ways a person has to sign in. Recovery codes do not count: they run out.</summary>
internal sealed class WaysIn(UserManager<User> users)
{
    /// <summary>Whether taking one way away would leave none.</summary>
    public async Task<bool> IsLastAsync(User user) =>
        (await users.GetPasskeysAsync(user)).Count + (await users.GetLoginsAsync(user)).Count + (user.PasswordHash is null ? 0 : 1) <= 1;
}
