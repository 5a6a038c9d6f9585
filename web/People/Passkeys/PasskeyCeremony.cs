using LaionGrid.Web.Coordinator;
using LaionGrid.Web.People.Storage;
using Microsoft.AspNetCore.Identity;

namespace LaionGrid.Web.People.Passkeys;

/// <summary>
/// The two ceremonies of a passkey: making one and signing in with one. The challenge travels sealed in the form itself, so asking for
/// one costs the site nothing to keep, and an answer is taken once.
/// </summary>
internal sealed class PasskeyCeremony(IPasskeyHandler<User> passkeys, UserManager<User> users, Proofs proofs)
{
    private const string Making = "passkey.make";
    private const string SigningIn = "passkey.sign_in";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(20);

    /// <summary>A challenge for any passkey of this site.</summary>
    public async Task<PasskeyChallenge> AskAsync(HttpContext context)
    {
        var options = await passkeys.MakeRequestOptionsAsync(null, context);
        return new(options.RequestOptionsJson, proofs.Seal(SigningIn, options.AssertionState ?? "", Life));
    }

    /// <summary>A challenge to make a passkey for this person, who may not be there yet. The browser's script puts in the name that is chosen.</summary>
    public async Task<PasskeyChallenge> OfferAsync(Guid personId, string name, HttpContext context)
    {
        var options = await passkeys.MakeCreationOptionsAsync(new() { Id = personId.ToString(), Name = name, DisplayName = name }, context);
        return new(options.CreationOptionsJson, proofs.Seal(Making, new MakingState(personId, options.AttestationState ?? ""), Life));
    }

    /// <summary>The passkey that a browser made, and for whom it was offered.</summary>
    public async Task<PasskeyOutcome> MadeAsync(string state, string credential, HttpContext context)
    {
        if (proofs.Open<MakingState>(Making, state) is not { } proof)
            return new PasskeyOutcome.Refused(TooOld);
        var result = await passkeys.PerformAttestationAsync(new() { HttpContext = context, CredentialJson = credential, AttestationState = proof.What.Attestation });
        return result.Succeeded ? new PasskeyOutcome.Made(proof.What.PersonId, result.Passkey) : new PasskeyOutcome.Refused(NotTaken);
    }

    /// <summary>Whose passkey answered.</summary>
    public async Task<PasskeyOutcome> AnsweredAsync(string state, string credential, HttpContext context)
    {
        if (proofs.Open<string>(SigningIn, state) is not { } proof)
            return new PasskeyOutcome.Refused(TooOld);
        var result = await passkeys.PerformAssertionAsync(new() { HttpContext = context, CredentialJson = credential, AssertionState = proof.What });
        if (!result.Succeeded)
            return new PasskeyOutcome.Refused(NotKnown);
        if (!await proofs.SpendAsync(proof, context.RequestAborted))
            return new PasskeyOutcome.Refused(TooOld);
        await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return new PasskeyOutcome.Answered(result.User);
    }

    private static Refusal TooOld { get; } = Refusal.Invalid("passkey.too_old", "", "This page was open for too long, or was sent twice, so the passkey was not taken. Try again; the page is fresh now.");

    private static Refusal NotTaken { get; } = Refusal.Invalid("passkey.not_taken", "", "The passkey that the browser made could not be checked, so nothing was kept. Try again, or with another device.");

    private static Refusal NotKnown { get; } = Refusal.Invalid("passkey.not_known", "", "This passkey is not known here, or was removed. Use another, or sign in another way.");

    private sealed record MakingState(Guid PersonId, string Attestation);
}

/// <summary>What the browser is asked, and the sealed memory of it that comes back with the answer.</summary>
/// <param name="Options">JSON as the browser's own interface takes it.</param>
public sealed record PasskeyChallenge(string Options, string State);

/// <summary>What a ceremony came to.</summary>
internal abstract record PasskeyOutcome
{
    internal sealed record Made(Guid PersonId, UserPasskeyInfo Passkey) : PasskeyOutcome;

    internal sealed record Answered(User User) : PasskeyOutcome;

    internal sealed record Refused(Refusal Refusal) : PasskeyOutcome;
}
