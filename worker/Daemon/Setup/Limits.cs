using System.Globalization;

namespace LaionGrid.Worker.Setup;

/// <summary>What the worker may take, as one answer: GiB of disk, then MiB of the device's memory; 0 is no limit.</summary>
internal static class Limits
{
    public const string Question = "4/4  How much may it take? GiB of disk for models, then MiB of the device's memory, such as \"40\" or \"40 6000\". 0 is no limit.";

    private const string None = "0";
    private const double MostGiB = 1_000_000;

    /// <summary>Null when it is none; a limit that is none is null.</summary>
    public static (string? Disk, string? Memory)? Read(string answer)
    {
        var parts = answer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 1 or > 2 || !double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var disk) || disk > MostGiB)
            return null;
        var memory = parts.Length == 2 ? parts[1] : None;
        return int.TryParse(memory, NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes) ? (disk > 0 ? parts[0] : null, mebibytes > 0 ? memory : null) : null;
    }

    /// <summary>The answer that leaves things as they are.</summary>
    public static string Of(string disk, string memory) => $"{(disk.Length > 0 ? disk : None)} {(memory.Length > 0 ? memory : None)}";
}
