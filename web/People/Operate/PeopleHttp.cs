using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.SignIn;
using LaionGrid.Web.People.Storage;
using LaionGrid.Web.Site;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.Operate;

/// <summary>The operator's page about people: find them, give and take roles, lock and open accounts, and see who did what.</summary>
internal static class PeopleHttp
{
    private const int Shown = 50;

    public static void MapOperatePeople(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/operate/people").RequireRole(PersonRole.Operator).CheckForms();
        pages.MapMethods("", SiteRoutes.Reading, (HttpContext context, IDbContextFactory<PeopleDb> databases, string find = "") => ShowAsync(context, databases, find, null));
        pages.MapPost("", ChangeAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IDbContextFactory<PeopleDb> databases, string find, Refusal? refusal)
    {
        var part = find.Trim().ToUpperInvariant();
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        // A site has few people to a page; finding them by a part of their name reads all, which an operator may.
        var people = await db.Users.AsNoTracking()
            .Where(user => part.Length > 0 ? user.NormalizedUserName!.Contains(part) || user.NormalizedEmail == part : user.Role != PersonRole.Person || user.LockedAt != null) // names are never null
            .OrderBy(user => user.NormalizedUserName).Take(Shown)
            .Select(user => new PersonRow(user.UserName ?? "", user.Role, user.CreatedAt, user.LockedAt)).ToListAsync(context.RequestAborted);
        var grants = await db.Grants.AsNoTracking().OrderByDescending(grant => grant.Id).Take(Shown)
            .Select(grant => new GrantRow(grant.At, grant.By, grant.Of, grant.Deed)).ToListAsync(context.RequestAborted);
        return Answers.Page<PeoplePage>(
            context, new { Find = find, People = people, Grants = grants, Own = context.Person()?.Name ?? "", Refusal = refusal }, refusal?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, IDbContextFactory<PeopleDb> databases, ChangeRights rights, LockPerson locks)
    {
        var fields = await context.Request.ReadFormAsync(context.RequestAborted);
        var person = context.Person() ?? throw new InvalidOperationException("A page for operators was opened to nobody.");
        var (by, name, find) = (person.Name, fields["name"].ToString(), fields["find"].ToString());
        var refusal = fields["deed"].ToString() switch
        {
            "moderator" => await rights.SetRoleAsync(by, name, PersonRole.Moderator, context.RequestAborted),
            "operator" => await rights.SetRoleAsync(by, name, PersonRole.Operator, context.RequestAborted),
            "person" => await rights.SetRoleAsync(by, name, PersonRole.Person, context.RequestAborted),
            "lock" => await locks.RunAsync(person, name, isLocked: true, context.RequestAborted),
            "open" => await locks.RunAsync(person, name, isLocked: false, context.RequestAborted),
            _ => Refusal.Invalid("deed.unknown", "", "This page does not know what to do. Open it again and choose there."),
        };
        return refusal is null ? Answers.SeeOther(context, $"/operate/people?find={Uri.EscapeDataString(find)}") : await ShowAsync(context, databases, find, refusal);
    }
}

/// <summary>A person as an operator sees one.</summary>
public sealed record PersonRow(string Name, PersonRole Role, DateTimeOffset CreatedAt, DateTimeOffset? LockedAt);

/// <summary>A line of the record.</summary>
public sealed record GrantRow(DateTimeOffset At, string By, string Of, string Deed);
