namespace LaionGrid.Coordinator.Blobs;

/// <summary>The form of a content address.</summary>
internal static class BlobHash
{
    /// <summary>Whether this can be one: 64 lower-case hex digits.</summary>
    public static bool IsOne(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
