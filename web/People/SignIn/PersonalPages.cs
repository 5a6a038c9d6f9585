using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Site;
using Microsoft.AspNetCore.Antiforgery;

namespace LaionGrid.Web.People.SignIn;

/// <summary>What addresses may demand before they answer: a person, a role, a fresh signing in, a form that this site made.</summary>
internal static class PersonalPages
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Sends whoever is not signed in to the sign-in page, and back afterwards.</summary>
    public static TBuilder RequirePerson<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.Demand(context => context.Person() is null ? SignInFirst(context) : null);

    /// <summary>Lets in only people of one of these roles. Others are told that there is such a page: it is no secret, what is on it is.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, params PersonRole[] roles) where TBuilder : IEndpointConventionBuilder =>
        builder.RequirePerson().Demand(context => context.Person() is { } person && roles.Contains(person.Role) ? null : Answers.Refuse(context, NotForYou));

    /// <summary>Demands that the person signed in within the last ten minutes, for what cannot be undone.</summary>
    public static TBuilder RequireFreshSignIn<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.Demand(context =>
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - SessionClaims.SignedInAt(context) <= Fresh ? null : SignInFirst(context));

    /// <summary>Demands that what is posted is a form that a page of this site made for this visitor, and of a size to be read.</summary>
    public static TBuilder CheckForms<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(async (invocation, next) =>
    {
        var context = invocation.HttpContext;
        if (!HttpMethods.IsPost(context.Request.Method))
            return await next(invocation);
        return context.Request.HasFormContentType && await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context)
            ? await next(invocation)
            : Answers.Refuse(context, NotThisForm);
    });

    private static TBuilder Demand<TBuilder>(this TBuilder builder, Func<HttpContext, IResult?> refuse) where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter((invocation, next) => refuse(invocation.HttpContext) is { } refused ? ValueTask.FromResult<object?>(refused) : next(invocation));

    private static IResult SignInFirst(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Answers.WantsJson(context.Request) ? Answers.Refuse(context, NotSignedIn) : Answers.SeeOther(context, ReturnPath.SignIn(context.Request));
    }

    private static Refusal NotSignedIn { get; } = new() { Kind = RefusalKind.NotAllowed, Code = "person.missing", Message = "This is for people who are signed in. Sign in at /sign-in first." };

    private static Refusal NotForYou { get; } = new()
    {
        Kind = RefusalKind.NotAllowed, Code = "person.role_missing", Message = "Your account has not the role for this page. An operator of this site can grant it.",
    };

    private static Refusal NotThisForm { get; } = Refusal.Invalid(
        "form.not_ours", "", "This form was not made by this site for you, or you have signed in or out since it was opened, so nothing was done. Open the page again and send it from there.");
}
