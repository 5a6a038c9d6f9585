using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.SignUp;
using LaionGrid.Web.People.Storage;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Signs a person in who has shown who they are: ends the browser's old session, begins a new one and gives the browser its key.</summary>
internal sealed class OpenSession(SignUpPerson signUp, Sessions sessions)
{
    /// <returns>Null when signed in.</returns>
    public async Task<Refusal?> RunAsync(User user, string way, HttpContext context)
    {
        if (user.LockedAt is not null)
            return Locked;
        if (user.LeavingAt is not null)
            return Leaving;
        if (user.AccountId is null && await signUp.RegisterAsync(user, context.RequestAborted) is SignUpOutcome.Refused refused)
            return refused.Refusal;
        // A key that was in the browser before could be known to somebody else, so it is never kept on.
        if (SessionCookie.Read(context.Request) is { Length: > 0 } old)
            await sessions.EndAsync(old, context.RequestAborted);
        SessionCookie.Set(context, await sessions.BeginAsync(user.Id, way, BrowserNames.Of(context.Request.Headers.UserAgent.ToString()), context.RequestAborted));
        return null;
    }

    private static Refusal Locked { get; } = new()
    {
        Kind = RefusalKind.NotAllowed, Code = "account.locked", Message = "An operator has locked this account. Ask the operator of this site why, and how to have it opened.",
    };

    private static Refusal Leaving { get; } = new()
    {
        Kind = RefusalKind.NotAllowed, Code = "account.leaving", Message = "This account is being deleted, as was asked for. That ends by itself; a new one can be made then.",
    };
}
