using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.SignIn;

/// <summary>Tells whether a password is that of a name or an address. A stranger learns nothing from it, neither by its words nor by the time it takes.</summary>
internal sealed class CheckPassword(UserManager<User> users, IPasswordHasher<User> hasher, Tries tries)
{
    private const int LongestName = 250;

    // What a password is compared with when nobody has the name: the same work, and nothing fits.
    private static readonly User Nobody = new() { CreatedAt = DateTimeOffset.UnixEpoch };
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<User>().HashPassword(Nobody, Guid.Empty.ToString()));

    public async Task<CheckPasswordOutcome> RunAsync(string who, string password, CancellationToken cancellationToken)
    {
        if (who.Length > LongestName || password.Length > SignUpRules.LongestPassword)
            return new CheckPasswordOutcome.Refused(Wrong);
        var user = who.Contains('@', StringComparison.Ordinal) ? await users.FindByEmailAsync(who) : await users.FindByNameAsync(who);
        var subject = $"password {who}"; // as typed: counting by person would tell which address is whose
        if (await tries.CountAsync(subject, cancellationToken) is { } tooMany)
            return new CheckPasswordOutcome.Refused(tooMany);
        var verdict = hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? NobodysHash.Value, password);
        if (verdict == PasswordVerificationResult.Failed || user?.PasswordHash is null)
            return new CheckPasswordOutcome.Refused(Wrong);
        await tries.ForgetAsync(subject, cancellationToken);
        return new CheckPasswordOutcome.Right(user);
    }

    private static Refusal Wrong { get; } = Refusal.Invalid(
        "sign_in.wrong", "password", "This name or address and this password do not belong together. Check both for typing errors, or sign in another way.");
}

/// <summary>What a password came to.</summary>
internal abstract record CheckPasswordOutcome
{
    internal sealed record Right(User User) : CheckPasswordOutcome;

    internal sealed record Refused(Refusal Refusal) : CheckPasswordOutcome;
}
