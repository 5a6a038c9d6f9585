using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace LaionGrid.Web.Progress;

/// <summary>What kind of card a device is, in the few words that people use: "an RTX 3060", where drivers say "NVIDIA GeForce RTX 3060". Pure.</summary>
internal static partial class GpuFamily
{
    /// <summary>Letters whose names begin with a vowel, as in "an RTX".</summary>
    private const string SpokenWithVowel = "AEFHILMNORSX";

    /// <summary>Kinds of card are few, and each live page is told of one every second. Workers say their names, so no more than these are remembered.</summary>
    private const int MostRemembered = 1000;

    private static readonly ConcurrentDictionary<string, string> Remembered = new(StringComparer.Ordinal);

    /// <returns>With its article; empty when the device is not known.</returns>
    public static string Of(string device)
    {
        if (Remembered.TryGetValue(device, out var known))
            return known;
        var family = Read(device);
        if (Remembered.Count < MostRemembered)
            Remembered.TryAdd(device, family);
        return family;
    }

    private static string Read(string device)
    {
        if (device.StartsWith("CPU", StringComparison.OrdinalIgnoreCase))
            return "its processor";
        var name = Spaces().Replace(Ballast().Replace(device, " "), " ").Trim();
        return name.Length == 0 ? "" : $"{Article(name)} {name}";
    }

    /// <summary>" on an RTX 3060", to follow a worker's name; empty when the device is not known.</summary>
    public static string OnIt(string device) => Of(device) is { Length: > 0 } family ? $" on {family}" : "";

    private static string Article(string name) =>
        (name.TakeWhile(letter => letter != ' ').All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)) ? SpokenWithVowel : "AEIOU").Contains(name[0], StringComparison.Ordinal) ? "an" : "a";

    // Makers and marks that nobody says; a maker that has no other name, such as Apple, stays.
    [GeneratedRegex(@"\b(NVIDIA|GeForce|AMD|Radeon|Intel|Graphics|Corporation|Laptop GPU|GPU)\b|\((R|TM|C)\)|[®™]|\(.*\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ballast();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
