using System.Text.RegularExpressions;
using LaionGrid.Web.Coordinator;
namespace LaionGrid.Web.People;

/// <summary>What a public name, an e-mail address and a password may look like. The coordinator has the last word on names.</summary>
internal static partial class SignUpRules
{
    /// <summary>Longer ones would only make the hash work.</summary>
    public const int LongestPassword = 200;
    public const int ShortestPassword = 10;
    private const int LeastDifferentCharacters = 5;

    public static Refusal? CheckName(string name) => Name().IsMatch(name) ? null : Refusal.Invalid(
        "name.invalid", "name", "A name has 1 to 40 characters: letters, digits, spaces, '-', '_' or '.', and begins and ends with a letter or digit. Choose another.");

    /// <summary>Strict on purpose: what passes can end no line of a letter's head and begin no second address.</summary>
    public static Refusal? CheckEmail(string email) => Email().IsMatch(email) ? null : Refusal.Invalid(
        "email.invalid", "email", "This does not look like an e-mail address. Write one such as ada@example.org.");

    public static Refusal? CheckPassword(string password, params ReadOnlySpan<string> known)
    {
        if (password.Length is < ShortestPassword or > LongestPassword)
            return Refusal.Invalid("password.length", "password", $"A password has {ShortestPassword} to {LongestPassword} characters; this one has {password.Length}. Several words make a good one.");
        foreach (var one in known)
        {
            if (one.Length > 0 && password.Equals(one, StringComparison.OrdinalIgnoreCase))
                return Refusal.Invalid("password.guessable", "password", "This password is your name or address, which others know. Choose another.");
        }
        return password.Distinct().Count() >= LeastDifferentCharacters ? null : Refusal.Invalid(
            "password.guessable", "password", "This password repeats a few characters, so it is guessed soon. Choose another.");
    }

    [GeneratedRegex(@"^(?=.{1,40}\z)[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?=.{3,200}\z)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\z")]
    private static partial Regex Email();
}
