namespace LaionGrid.Worker.Rendering;

/// <summary>What a picture begins from, as files: strangers' pictures are unpacked in the render process, which has nothing to lose.</summary>
/// <param name="Picture">A PNG of the picture's sides.</param>
/// <param name="Mask">Likewise; empty when all of the picture is made anew.</param>
/// <param name="Strength">How much of it is made anew.</param>
internal sealed record SourceFiles(ReadOnlyMemory<byte> Picture, ReadOnlyMemory<byte> Mask, double Strength)
{
    public SourceLengths Lengths => new(Picture.Length, Mask.Length, Strength);
}

/// <summary>How source files stand at the beginning of a frame's body: the picture, and behind it the mask.</summary>
internal sealed record SourceLengths(int PictureBytes, int MaskBytes, double Strength)
{
    /// <exception cref="InvalidDataException">The body is shorter.</exception>
    public (SourceFiles Files, ReadOnlyMemory<byte> Behind) Split(ReadOnlyMemory<byte> body) => PictureBytes >= 0 && MaskBytes >= 0 && (long)PictureBytes + MaskBytes <= body.Length
        ? (new(body[..PictureBytes], body.Slice(PictureBytes, MaskBytes), Strength), body[(PictureBytes + MaskBytes)..])
        : throw new InvalidDataException($"A body of {body.Length} bytes does not hold {PictureBytes} and {MaskBytes}.");
}
