using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Linux;

namespace LaionGrid.Worker.Tests.Idle;

/// <summary>Cards in a folder that looks like the kernel's.</summary>
public sealed class KernelCardsTests : IDisposable
{
    private const string Amd = "sys/class/drm/card1/device";

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Card_OfAmds_TellsAllItMeasures()
    {
        WriteAmd("active");

        Assert.Equal(
            new("Radeon RX 7900 XTX", 24560, 24048, 61, 187, 42) { Id = "0000:03:00.0", Driver = "AMD amdgpu 6.12.12" },
            (await LookAsync()).Cards.Single());
    }

    [Fact]
    public async Task Card_ThatSleeps_IsNotWoken()
    {
        WriteAmd("suspended");

        var card = (await LookAsync()).Cards.Single();

        Assert.Equal(("Radeon RX 7900 XTX", null, null, null), (card.Name, card.Celsius, card.Watts, card.UtilisationPercent));
    }

    [Fact]
    public async Task Card_OfIntels_TellsWhatThereIs_AndNvidiasIsLeftToItsOwnDriver()
    {
        Write("sys/class/drm/card0/device/vendor", "0x8086");
        Write("sys/class/drm/card0/device/uevent", "DRIVER=i915\nPCI_SLOT_NAME=0000:00:02.0");
        Write("sys/class/drm/card0-DP-1/device/vendor", "0x8086"); // a plug of it
        Write("sys/class/drm/card1/device/vendor", "0x10de");

        Assert.Equal(new CardState("Intel card at 0000:00:02.0", 0, 0, null, null, null) { Id = "0000:00:02.0", Driver = "Intel i915" }, (await LookAsync()).Cards.Single());
    }

    [Fact]
    public async Task Cards_ThatWerePulledOut_AreForgotten_AndOthersDriversCardsAreKept()
    {
        var (pulled, kept) = (new CardState("old", 0, 0, null, null, null) { Driver = "AMD amdgpu" }, new CardState("other", 0, 0, null, null, null) { Driver = "NVIDIA 570" });

        Assert.Equal([kept], (await LookAsync(new() { Cards = [pulled, kept] })).Cards);
    }

    private void WriteAmd(string power)
    {
        Write($"{Amd}/vendor", "0x1002");
        Write($"{Amd}/uevent", "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_SLOT_NAME=0000:03:00.0");
        Write($"{Amd}/product_name", "Radeon RX 7900 XTX");
        Write($"{Amd}/power/runtime_status", power);
        Write($"{Amd}/mem_info_vram_total", $"{24560L << 20}");
        Write($"{Amd}/mem_info_vram_used", $"{512L << 20}");
        Write($"{Amd}/gpu_busy_percent", "42");
        Write($"{Amd}/hwmon/hwmon4/temp1_input", "61000");
        Write($"{Amd}/hwmon/hwmon4/power1_average", "187000000");
        Write("sys/module/amdgpu/version", "6.12.12");
    }

    private async Task<MachineState> LookAsync(MachineState? known = null) => await new KernelCards(new(_root.Path)).LookAsync(known ?? new(), default);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[path])!); // a file has a folder
        File.WriteAllText(_root[path], text + "\n");
    }
}
