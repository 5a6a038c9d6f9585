using LaionGrid.Diffusion.Conditioning;
using LaionGrid.Diffusion.Tokenizing;

namespace LaionGrid.Diffusion.Tests.Conditioning;

[Collection(Pocket.Collection)]
public sealed class TextEncoderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Encode_AReferencePrompt_GivesTheReferenceStates(int prompt)
    {
        using var encoder = new TextEncoder(Pocket.Folder, "text_encoder", isOneOfTwo: false, ClipTokenizer.Length, Pocket.Cpu);
        var states = new float[encoder.Length * encoder.Width];

        encoder.Encode(Reference.Integers(Reference.Prompt(prompt).GetProperty("input_ids")), clipSkip: 0, states, [], CancellationToken.None);

        Assert.InRange(Reference.LargestDifference(Reference.Floats($"text_{prompt}.bin"), states), 0, 2e-5);
    }
}
