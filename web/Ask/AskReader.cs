using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LaionGrid.Web.Coordinator;
using LaionGrid.Web.Coordinator.Jobs;
namespace LaionGrid.Web.Ask;

/// <summary>Reads a form into an ask. Checks only that numbers are numbers; the coordinator knows what may be asked.</summary>
internal static class AskReader
{
    public static AskOutcome Read(AskForm form)
    {
        var (width, height) = form.Sides;
        if (FirstUnreadable(form, width, height) is { } refusal)
            return new AskOutcome.Refused(refusal);
        return new AskOutcome.Read(new()
        {
            RequestKey = KeyOf(form),
            Prompt = form.Prompt,
            NegativePrompt = form.Negative,
            Bundle = form.Bundle,
            Width = Whole(width),
            Height = Whole(height),
            Count = Whole(form.Count) ?? 1,
            Seed = form.Seed.Length == 0 ? null : long.Parse(form.Seed, CultureInfo.InvariantCulture),
            Steps = Whole(form.Steps),
            Guidance = form.Guidance.Length == 0 ? null : float.Parse(form.Guidance, CultureInfo.InvariantCulture),
            Sampler = form.Sampler,
            Visibility = VisibilityOf(form.Visibility),
            RemixOf = form.RemixOf,
            Source = form.Source,
            Strength = form.Strength.Length == 0 ? null : double.Parse(form.Strength, CultureInfo.InvariantCulture),
            Mask = form.Mask,
            IsVerified = form.Verified.Length > 0,
            ReleaseConsent = int.TryParse(form.Release, CultureInfo.InvariantCulture, out var version) ? version : 0,
        });
    }

    // Not refused when it is misspelt, but kept from the lists: who wrote anything there did not mean everybody.
    private static Visibility VisibilityOf(string text) => text switch
    {
        "" or "public" => Visibility.Public,
        "private" => Visibility.Private,
        _ => Visibility.Unlisted,
    };

    private static Refusal? FirstUnreadable(AskForm form, string width, string height) =>
        Unreadable(IsWhole(width), "width", "The width", width, "pixels, such as 128")
        ?? Unreadable(IsWhole(height), "height", "The height", height, "pixels, such as 128")
        ?? Unreadable(IsWhole(form.Count), "count", "The number of pictures", form.Count, "a whole number, such as 2")
        ?? Unreadable(form.Seed.Length == 0 || long.TryParse(form.Seed, CultureInfo.InvariantCulture, out _), "seed", "The seed", form.Seed, "a whole number from 0 to 4294967295")
        ?? Unreadable(IsWhole(form.Steps), "steps", "The number of steps", form.Steps, "a whole number, such as 20")
        ?? Unreadable(form.Guidance.Length == 0 || float.TryParse(form.Guidance, CultureInfo.InvariantCulture, out _), "guidance", "Guidance", form.Guidance, "a number, such as 4 or 7.5")
        ?? Unreadable(form.Strength.Length == 0 || double.TryParse(form.Strength, CultureInfo.InvariantCulture, out _), "strength", "How much to make anew", form.Strength, "a number above 0 to 1, such as 0.6")
        ?? Samplers.Check(form.Sampler);

    private static Refusal? Unreadable(bool isReadable, string field, string name, string value, string wanted) => isReadable
        ? null
        : Refusal.Invalid($"{field}.not_a_number", field, $"{name} is “{value}”, which is no number. Write {wanted}, or leave it empty.");

    private static bool IsWhole(string text) => text.Length == 0 || int.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static int? Whole(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>
    /// The same form sent twice asks once; a form that the visitor went back to and changed asks anew, although its hidden key is
    /// the old one. A program that sends no key asks anew each time.
    /// </summary>
    private static string KeyOf(AskForm form) => form.RequestKey.Length == 0
        ? form.WithNewKey().RequestKey
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form.ToString())));
}

/// <summary>What reading a form came to.</summary>
internal abstract record AskOutcome
{
    internal sealed record Read(PictureAsk Ask) : AskOutcome;

    internal sealed record Refused(Refusal Refusal) : AskOutcome;
}
