using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Me;

/// <summary>The row of whoever is signed in.</summary>
internal sealed class OwnPerson(UserManager<User> users)
{
    public async Task<User> LoadAsync(HttpContext context) => await users.FindByIdAsync(SessionClaims.UserId(context).ToString())
        ?? throw new InvalidOperationException("The person was deleted while the session was looked up.");
}
