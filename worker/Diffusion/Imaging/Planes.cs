namespace LaionGrid.Diffusion.Imaging;

/// <summary>Pictures as autoencoders see them: [3, height, width], each colour from -1 to 1.</summary>
internal static class Planes
{
    private const float Half = 127.5f;

    /// <exception cref="BadPictureException">There are numbers that are none, or all is black.</exception>
    public static byte[] ToPixels(ReadOnlySpan<float> planes)
    {
        var area = planes.Length / Picture.Colours;
        var pixels = new byte[planes.Length];
        for (var pixel = 0; pixel < area; pixel++)
        {
            for (var colour = 0; colour < Picture.Colours; colour++)
            {
                var value = planes[(colour * area) + pixel];
                if (!float.IsFinite(value))
                    throw new BadPictureException("The decoder gave numbers that are none. Try another device.");
                pixels[(pixel * Picture.Colours) + colour] = (byte)MathF.Round((Math.Clamp(value, -1, 1) + 1) * Half);
            }
        }
        return pixels.AsSpan().ContainsAnyExcept((byte)0) ? pixels : throw new BadPictureException("The picture is black all over. Try another seed or device.");
    }

    public static float[] Of(Picture picture)
    {
        var area = picture.Width * picture.Height;
        var planes = new float[area * Picture.Colours];
        for (var index = 0; index < planes.Length; index++)
            planes[index] = (picture.Pixels[(index % area * Picture.Colours) + (index / area)] / Half) - 1;
        return planes;
    }
}
