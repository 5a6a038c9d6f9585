using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.People;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LaionGrid.Web.People.SignUp;

/// <summary>Who wants an account, and by what they will sign in: at least one of passkey, password and login.</summary>
internal sealed record SignUpAsk
{
    /// <summary>Drawn by the site when the form was opened: sending it twice makes one person.</summary>
    public required Guid PersonId { get; init; }

    public required string Name { get; init; }

    /// <summary>An address that was proved; null for none.</summary>
    public string? Email { get; init; }

    public string? Password { get; init; }

    public UserPasskeyInfo? Passkey { get; init; }

    public UserLoginInfo? Login { get; init; }
}

/// <summary>
/// Makes a person: first here, then at the coordinator, whose word on the name counts. If it breaks in between, sending the form again
/// or signing in goes on from there; a name that the coordinator refuses is given up here.
/// </summary>
internal sealed class SignUpPerson(UserManager<User> users, PeopleDb db, AccountsGrpc accounts, TimeProvider time)
{
    public async Task<SignUpOutcome> RunAsync(SignUpAsk ask, CancellationToken cancellationToken)
    {
        if (SignUpRules.CheckName(ask.Name) is { } badName)
            return new SignUpOutcome.Refused(badName);
        if (ask.Password is { } password && SignUpRules.CheckPassword(password, ask.Name, ask.Email ?? "") is { } badPassword)
            return new SignUpOutcome.Refused(badPassword);
        var user = await users.FindByIdAsync(ask.PersonId.ToString());
        if (user?.AccountId is not null)
            return new SignUpOutcome.Refused(Done);
        if (user is not null && user.UserName != ask.Name)
        {
            await users.DeleteAsync(user); // the coordinator was away at the first name; nothing hangs on it yet
            user = null;
        }
        user ??= await KeepAsync(ask, cancellationToken);
        if (user is null)
            return new SignUpOutcome.Refused(ask.Email is { } email && await users.FindByEmailAsync(email) is not null ? AddressTaken : Taken(ask.Name));
        return await RegisterAsync(user, cancellationToken);
    }

    /// <summary>Takes the person's account at the coordinator; also what signing in does for one who has none yet.</summary>
    public async Task<SignUpOutcome> RegisterAsync(User user, CancellationToken cancellationToken)
    {
        switch (await accounts.RegisterAsync(user.Id, user.UserName ?? "", cancellationToken))
        {
            case RegisterOutcome.Registered registered:
                user.AccountId = registered.AccountId;
                if (user.UserName != registered.Name)
                    await users.SetUserNameAsync(user, registered.Name);
                await users.UpdateAsync(user);
                return new SignUpOutcome.SignedUp(user);
            case RegisterOutcome.Refused refused:
                await users.DeleteAsync(user);
                return new SignUpOutcome.Refused(refused.Refusal with { Field = "name" });
            case var other:
                throw new InvalidOperationException($"No answer for {other}.");
        }
    }

    /// <summary>All of the person's rows or none. Null when somebody has the name or the address.</summary>
    private async Task<User?> KeepAsync(SignUpAsk ask, CancellationToken cancellationToken)
    {
        var user = new User { Id = ask.PersonId, UserName = ask.Name, Email = ask.Email, EmailConfirmed = ask.Email is not null, CreatedAt = time.GetUtcNow() };
        await using var all = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            var made = ask.Password is { } password ? await users.CreateAsync(user, password) : await users.CreateAsync(user);
            if (!made.Succeeded)
                return null;
            if (ask.Passkey is { } passkey)
                await users.AddOrUpdatePasskeyAsync(user, passkey);
            if (ask.Login is { } login)
                await users.AddLoginAsync(user, login);
            await all.CommitAsync(cancellationToken);
            return user;
        }
        catch (DbUpdateException)
        {
            return null; // two at once: the unique indexes let one through
        }
    }

    private static Refusal Taken(string name) => new()
    {
        Kind = RefusalKind.Conflict, Code = "account.name_taken", Field = "name", Message = $"The name “{name}” belongs to somebody else. Choose another.",
    };

    // Only who has proved the address hears this.
    private static Refusal AddressTaken { get; } = new()
    {
        Kind = RefusalKind.Conflict, Code = "account.address_taken", Message = "There is an account with this address already. Sign in, or have its password reset at /forgot.",
    };

    private static Refusal Done { get; } = new() { Kind = RefusalKind.Conflict, Code = "account.there", Message = "This account was made already. Sign in instead." };
}

/// <summary>What became of a sign-up.</summary>
internal abstract record SignUpOutcome
{
    internal sealed record SignedUp(User User) : SignUpOutcome;

    internal sealed record Refused(Refusal Refusal) : SignUpOutcome;
}
