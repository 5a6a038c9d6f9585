using LaionGrid.Diffusion.Imaging;

namespace LaionGrid.Diffusion.Tests.Imaging;

/// <summary>Pictures of every colour and no pattern, the same everywhere: byte i is the top byte of 2654435761 i, modulo 2^32.</summary>
internal static class Speckle
{
    public static Picture Paint(int width, int height) =>
        new(width, height, [.. Enumerable.Range(0, width * height * 3).Select(index => (byte)(unchecked((uint)index * 2654435761u) >> 24))]);
}
