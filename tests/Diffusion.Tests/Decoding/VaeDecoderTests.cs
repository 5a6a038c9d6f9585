using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Tests.Decoding;

[Collection(Pocket.Collection)]
public sealed class VaeDecoderTests
{
    private static readonly LatentShape Shape = new(4, 16, 16);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_AReferenceLatent_GivesTheReferencePicture(int prompt)
    {
        using var decoder = new VaeDecoder(Pocket.Folder, "vae_decoder", new VaeConfig(), Pocket.Cpu);

        var picture = decoder.Decode(Reference.Floats($"final_{prompt}.bin"), Shape, CancellationToken.None);

        var expected = PngReader.Decode(File.ReadAllBytes(Reference.Find($"image_{prompt}.png")));
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        // A value within 1e-5 of the middle between two bytes may round either way.
        Assert.All(expected.Pixels.Zip(picture.Pixels), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        Assert.InRange(expected.Pixels.Zip(picture.Pixels).Count(pair => pair.First != pair.Second), 0, 50);
    }

    [Fact]
    public void Decode_WhatIsNoNumber_IsABadPicture()
    {
        using var decoder = new VaeDecoder(Pocket.Folder, "vae_decoder", new VaeConfig(), Pocket.Cpu);
        var latent = new float[Shape.Length];
        latent[17] = float.NaN;

        Assert.Throws<BadPictureException>(() => decoder.Decode(latent, Shape, CancellationToken.None));
    }

    [Fact]
    public void PixelsOf_BlackAllOver_IsABadPicture() => Assert.Throws<BadPictureException>(() => Planes.ToPixels([-1, -1.2f, -0.999f]));

    [Fact]
    public void PixelsOf_Planes_ClampsRoundsAndInterleaves() =>
        Assert.Equal([0, 128, 255, 255, 1, 0], Planes.ToPixels([-2, 1, 0.001f, -0.99f, 1.5f, -1]));
}
