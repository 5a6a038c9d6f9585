using System.Security.Cryptography;

namespace LaionGrid.Coordinator.Fleet;

/// <summary>Names for workers whose owner did not choose one.</summary>
internal static class MadeUpName
{
    private static readonly string[] Qualities =
        ["amber", "bright", "calm", "clear", "coastal", "distant", "early", "gentle", "golden", "keen", "late", "misty", "northern", "patient", "quiet", "silver", "southern", "steady", "swift", "western"];

    private static readonly string[] Birds =
        ["avocet", "crane", "curlew", "finch", "gannet", "heron", "kestrel", "lapwing", "lark", "linnet", "merlin", "osprey", "plover", "robin", "sandpiper", "siskin", "starling", "swallow", "tern", "wren"];

    public static string Draw() => $"{RandomNumberGenerator.GetItems<string>(Qualities, 1)[0]}-{RandomNumberGenerator.GetItems<string>(Birds, 1)[0]}-{RandomNumberGenerator.GetInt32(100, 1000)}";
}
