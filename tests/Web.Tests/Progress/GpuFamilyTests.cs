using LaionGrid.Web.Progress;

namespace LaionGrid.Web.Tests.Progress;

/// <summary>Devices as people call them.</summary>
public sealed class GpuFamilyTests
{
    [Theory]
    [InlineData("NVIDIA GeForce RTX 3060", " on an RTX 3060")]
    [InlineData("NVIDIA GeForce RTX 4070 Laptop GPU", " on an RTX 4070")]
    [InlineData("NVIDIA GeForce GTX 1080 Ti", " on a GTX 1080 Ti")]
    [InlineData("NVIDIA H200", " on an H200")]
    [InlineData("Tesla T4", " on a Tesla T4")]
    [InlineData("AMD Radeon RX 7900 XTX", " on an RX 7900 XTX")]
    [InlineData("Intel(R) Arc(TM) A770 Graphics", " on an Arc A770")]
    [InlineData("Apple M2 Max", " on an Apple M2 Max")]
    [InlineData("CPU (16 threads)", " on its processor")]
    [InlineData("", "")]
    [InlineData("NVIDIA", "")]
    public void Family_OfADevice_IsWhatPeopleSay(string device, string words) => Assert.Equal(words, GpuFamily.OnIt(device));
}
