using System.Runtime.InteropServices;
using System.Text;

namespace LaionGrid.Worker.Idle.Cards;

/// <summary>
/// The NVIDIA Management Library, which comes with the driver; version 510 of that or later. Loaded when first asked. A card that falls off
/// the bus is left out.
/// </summary>
internal sealed class NvidiaDriver : INvidiaDriver
{
    /// <summary>How <see cref="CardState.Driver"/> begins.</summary>
    public const string Maker = "NVIDIA";

    private const int Success = 0;
    private const int TextBytes = 96;
    private const int MostPrograms = 256;
    private const int GpuSensor = 0;

    private static readonly string Library = OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";

    private readonly Lazy<(NativeLibraryFile? Library, string? Problem)> _driver = new(Load);
    private ulong _seenMicroseconds;

    private delegate int Plain();

    private delegate int CountCards(out uint count);

    private delegate int CardAt(uint index, out nint card);

    private delegate int Name(nint card, [Out] byte[] name, uint length);

    private delegate int Version([Out] byte[] version, uint length);

    private delegate int Memory(nint card, out MemoryBytes memory);

    private delegate int Temperature(nint card, int sensor, out uint celsius);

    private delegate int Milliwatts(nint card, out uint milliwatts);

    private delegate int Utilisation(nint card, out Rates rates);

    private delegate int Programs(nint card, ref uint count, [In, Out] ProgramInfo[] programs);

    private delegate int BusyPrograms(nint card, [In, Out] BusySample[] samples, ref uint count, ulong sinceMicroseconds);

    public string? Problem => _driver.Value.Problem;

    public IReadOnlyList<DrivenCard> Read()
    {
        if (_driver.Value.Library is not { } nvml || nvml.Function<CountCards>("nvmlDeviceGetCount_v2")(out var count) != Success)
            return [];
        var cards = new List<DrivenCard>();
        for (var index = 0u; index < count; index++)
        {
            if (nvml.Function<CardAt>("nvmlDeviceGetHandleByIndex_v2")(index, out var card) == Success)
                cards.Add(new(StateOf(nvml, card), ProgramsOf(nvml, card)));
        }
        return cards;
    }

    private static (NativeLibraryFile?, string?) Load()
    {
        if (NativeLibraryFile.Open(Library) is not { } nvml)
            return (null, $"There is no NVIDIA driver ({Library}): other programs on a card, its heat and its power are not seen by it.");
        var code = nvml.Function<Plain>("nvmlInit_v2")();
        return code == Success ? (nvml, null) : (null, $"The NVIDIA driver does not answer (NVML error {code}); reinstall it, or restart the machine after its update.");
    }

    private static CardState StateOf(NativeLibraryFile nvml, nint card)
    {
        var text = new byte[TextBytes];
        var name = nvml.Function<Name>("nvmlDeviceGetName")(card, text, TextBytes) == Success ? Read(text) : "NVIDIA card";
        var hasMemory = nvml.Function<Memory>("nvmlDeviceGetMemoryInfo")(card, out var memory) == Success;
        return new(
            name,
            hasMemory ? (long)(memory.Total >> 20) : 0,
            hasMemory ? (long)(memory.Free >> 20) : 0,
            nvml.Function<Temperature>("nvmlDeviceGetTemperature")(card, GpuSensor, out var celsius) == Success ? (int)celsius : null,
            nvml.Function<Milliwatts>("nvmlDeviceGetPowerUsage")(card, out var milliwatts) == Success ? milliwatts / 1000.0 : null,
            nvml.Function<Utilisation>("nvmlDeviceGetUtilizationRates")(card, out var rates) == Success ? (int)rates.Gpu : null)
        {
            Id = nvml.Function<Name>("nvmlDeviceGetUUID")(card, text, TextBytes) == Success ? Read(text) : "",
            Driver = nvml.Function<Version>("nvmlSystemGetDriverVersion")(text, TextBytes) == Success ? $"{Maker} {Read(text)}" : Maker,
        };
    }

    private static string Read(byte[] text) => Encoding.UTF8.GetString(text).Split('\0')[0];

    private List<CardProgram> ProgramsOf(NativeLibraryFile nvml, nint card)
    {
        var drawing = List(nvml, card, "nvmlDeviceGetGraphicsRunningProcesses_v3");
        var computing = List(nvml, card, "nvmlDeviceGetComputeRunningProcesses_v3");
        var busy = Busy(nvml, card);
        return [.. drawing.Union(computing).Select(id => new CardProgram(id, !drawing.Contains(id), busy.GetValueOrDefault(id)))];
    }

    private static HashSet<int> List(NativeLibraryFile nvml, nint card, string function)
    {
        var (count, programs) = ((uint)MostPrograms, new ProgramInfo[MostPrograms]);
        return nvml.Function<Programs>(function)(card, ref count, programs) == Success ? [.. programs.Take((int)count).Select(program => (int)program.ProcessId)] : [];
    }

    /// <summary>The most that each program took in any sample since the last look.</summary>
    private Dictionary<int, int> Busy(NativeLibraryFile nvml, nint card)
    {
        var (count, samples) = ((uint)MostPrograms, new BusySample[MostPrograms]);
        if (nvml.Function<BusyPrograms>("nvmlDeviceGetProcessUtilization")(card, samples, ref count, _seenMicroseconds) != Success)
            return [];
        var read = samples.Take((int)count).Where(sample => sample.Microseconds > _seenMicroseconds).ToList();
        _seenMicroseconds = read.Select(sample => sample.Microseconds).Append(_seenMicroseconds).Max();
        return read.GroupBy(sample => (int)sample.ProcessId).ToDictionary(of => of.Key, of => (int)of.Max(sample => sample.Percent));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryBytes
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Rates
    {
        public uint Gpu;
        public uint Memory;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct ProgramInfo
    {
        public uint ProcessId;
        public ulong MemoryBytes;
        public uint Instance;
        public uint ComputeInstance;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct BusySample
    {
        public uint ProcessId;
        public ulong Microseconds;
        public uint Percent;
        public uint MemoryPercent;
        public uint EncoderPercent;
        public uint DecoderPercent;
    }
}
