using System.Globalization;
using System.Security.Claims;
using LaionGrid.Web.People.Storage;
using Microsoft.Extensions.Options;

namespace LaionGrid.Web.People.SignIn;

/// <summary>What the site says of a signed-in person during one request.</summary>
internal sealed class SessionClaims(IOptions<PeopleOptions> options, TimeProvider time)
{
    private const string User = "sub"; // the claim that forms' tokens are bound to
    private const string Session = "session";
    private const string Since = "since";

    public ClaimsPrincipal Of(SignedIn found) => new(new ClaimsIdentity(
        [
            new(User, found.User.Id.ToString()),
            new(Session, found.Session.Id.ToString()),
            new(Since, found.Session.CreatedAt.ToMicroseconds().ToString(CultureInfo.InvariantCulture)),
            new(PersonContext.Account, found.User.AccountId ?? throw new InvalidOperationException($"User {found.User.Id} has a session and no account.")),
            new(PersonContext.Name, found.User.UserName ?? ""),
            new(PersonContext.Role, found.User.Role.ToString()),
            new(PersonContext.Rank, RankOf(found.User).ToString()),
        ],
        "session"));

    public PersonRank RankOf(User user) => RankPolicy.Of(
        user.CreatedAt, user.EmailConfirmed, user.ContributedAt is not null, TimeSpan.FromDays(options.Value.TrustedAfterDays), time.GetUtcNow());

    public static Guid UserId(HttpContext context) => Guid.Parse(Value(context, User));

    public static Guid SessionId(HttpContext context) => Guid.Parse(Value(context, Session));

    public static DateTimeOffset SignedInAt(HttpContext context) => Instants.FromMicroseconds(long.Parse(Value(context, Since), CultureInfo.InvariantCulture));

    private static string Value(HttpContext context, string claim) =>
        context.User.FindFirstValue(claim) ?? throw new InvalidOperationException($"{context.Request.Path} asks for the claim {claim} of nobody: it lacks RequirePerson().");
}
