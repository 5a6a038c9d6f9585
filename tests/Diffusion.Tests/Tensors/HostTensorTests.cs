using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Tests.Tensors;

public sealed class HostTensorTests
{
    private const float Fine = -2.0009766f; // no float16

    [Fact]
    public void Read_AfterAWriteInTheMiddle_GivesTheValues() => Assert.Equal([0, 1.5f, Fine], WriteAndRead(ElementKind.Float32));

    [Fact]
    public void Read_OfHalves_GivesTheNearestTheyHold() => Assert.Equal([0, 1.5f, -2], WriteAndRead(ElementKind.Float16));

    [Fact]
    public void Read_OfIntegers_IsRefused() => Assert.Throws<InvalidOperationException>(() => WriteAndRead(ElementKind.Int64));

    [Fact]
    public void ByteCount_OfEachKind_IsItsElements() => Assert.Equal(
        [12, 6, 12, 24],
        new[] { ElementKind.Float32, ElementKind.Float16, ElementKind.Int32, ElementKind.Int64 }.Select(kind => new HostTensor(kind, 3).ByteCount));

    [Fact]
    public void Length_WithoutSides_IsOne() => Assert.Equal(1, new HostTensor(ElementKind.Float32).Length);

    private static float[] WriteAndRead(ElementKind kind)
    {
        var tensor = new HostTensor(kind, 2, 2);
        var back = new float[3];
        tensor.Write<float>([1.5f, Fine], 1);
        tensor.Read(back);
        return back;
    }
}
