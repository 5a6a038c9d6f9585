using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People;
using LaionGrid.Web.Site;

namespace LaionGrid.Web.Moderation;

/// <summary>Lets only those in who look after what is shown. The coordinator guards each call itself; this spares the others a page that does nothing.</summary>
internal static class RoleGuard
{
    /// <summary>Answers a moderator; anybody else is sent to sign in, or told why not.</summary>
    public static Task<IResult> ForModeratorAsync(this HttpContext context, Func<Person, Task<IResult>> answer) => AdmitAsync(context, person => person.Moderates, "moderators", answer);

    /// <summary>Answers an operator; anybody else is sent to sign in, or told why not.</summary>
    public static Task<IResult> ForOperatorAsync(this HttpContext context, Func<Person, Task<IResult>> answer) => AdmitAsync(context, person => person.Role == PersonRole.Operator, "operators", answer);

    private static Task<IResult> AdmitAsync(HttpContext context, Func<Person, bool> mayEnter, string whom, Func<Person, Task<IResult>> answer) => context.Person() switch
    {
        null => Task.FromResult(Answers.SeeOther(context, $"/sign-in?return={Uri.EscapeDataString(context.Request.Path)}")),
        var person when mayEnter(person) => answer(person),
        _ => Task.FromResult(Answers.Refuse(context, new() { Kind = RefusalKind.NotAllowed, Code = "role.missing", Message = $"This page is for {whom}. Sign in to an account that has this role, or ask an operator for it." })),
    };
}
