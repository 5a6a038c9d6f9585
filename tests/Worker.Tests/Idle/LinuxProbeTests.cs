using System.Diagnostics;
using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Linux;

namespace LaionGrid.Worker.Tests.Idle;

/// <summary>Probes over a folder that looks like a machine.</summary>
public sealed class LinuxProbeTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly ManualTime _time = new();

    private SystemFiles Files => new(_root.Path);

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("Discharging", "0", true), InlineData("Discharging", "1", false), InlineData("Charging", "1", false), InlineData("Full", "0", false)]
    public async Task PowerSupply_OfALaptop_IsItsBatteryOrMains(string status, string mains, bool isOnBattery)
    {
        Write("sys/class/power_supply/BAT0/type", "Battery");
        Write("sys/class/power_supply/BAT0/status", status);
        Write("sys/class/power_supply/AC/type", "Mains");
        Write("sys/class/power_supply/AC/online", mains);

        Assert.Equal(isOnBattery, (await new PowerSupplyProbe(Files).LookAsync(new(), default)).IsOnBattery);
    }

    [Fact]
    public async Task PowerSupply_OfAMouse_IsNotTheMachines()
    {
        Write("sys/class/power_supply/hidpp/type", "Battery");
        Write("sys/class/power_supply/hidpp/scope", "Device");
        Write("sys/class/power_supply/hidpp/status", "Discharging");

        Assert.Null((await new PowerSupplyProbe(Files).LookAsync(new(), default)).IsOnBattery);
    }

    [Fact]
    public async Task Heat_IsOfTheHottestChipThatComputes()
    {
        Write("sys/class/hwmon/hwmon0/name", "nvme");
        Write("sys/class/hwmon/hwmon0/temp1_input", "99000");
        Write("sys/class/hwmon/hwmon1/name", "k10temp");
        Write("sys/class/hwmon/hwmon1/temp1_input", "61125");
        Write("sys/class/hwmon/hwmon1/temp3_input", "not a number");
        Write("sys/class/hwmon/hwmon2/name", "amdgpu");
        Write("sys/class/hwmon/hwmon2/temp2_input", "72000");
        Write("sys/class/hwmon/hwmon2/temp1_crit", "100000");
        Write("sys/class/hwmon/hwmon2/power1_average", "151000000");

        var seen = await new HeatProbe(Files).LookAsync(new(), default);

        Assert.Equal((new Reading("amdgpu", 72), new Reading("amdgpu", 151)), (seen.Heat, seen.Power));
    }

    [Fact]
    public async Task Heat_WithoutSensorsOfChips_IsOfTheZones()
    {
        Write("sys/class/thermal/thermal_zone0/type", "acpitz");
        Write("sys/class/thermal/thermal_zone0/temp", "90000");
        Write("sys/class/thermal/thermal_zone1/type", "cpu-thermal");
        Write("sys/class/thermal/thermal_zone1/temp", "55000");

        Assert.Equal(new Reading("cpu-thermal", 55), (await new HeatProbe(Files).LookAsync(new(), default)).Heat);
    }

    [Fact]
    public async Task Memory_IsWhatTheKernelCallsAvailable()
    {
        Write("proc/meminfo", "MemTotal:  24731708 kB\nMemFree:  1024 kB\nMemAvailable:   2097152 kB\n");

        var seen = await new MemoryProbe(Files).LookAsync(new(), default);

        Assert.Equal((2048, 24_152), (seen.FreeMemoryMiB, seen.TotalMemoryMiB));
    }

    [Fact]
    public async Task Processor_IsAsBusyAsItWasSinceTheLookBefore()
    {
        var probe = new ProcessorProbe(Files);
        Write("proc/stat", "cpu  100 20 30 800 50 0 0 0 7 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
        var first = await probe.LookAsync(new(), default);
        Write("proc/stat", "cpu  120 30 40 860 50 0 0 0 7 7\n");
        var second = await probe.LookAsync(first, default);
        Write("proc/stat", "cpu  110 30 40 860 50 0 0 0 7 7\n"); // counters may go back a little

        Assert.Equal((null, 40.0, null), (first.ProcessorPercent, second.ProcessorPercent, (await probe.LookAsync(second, default)).ProcessorPercent));
    }

    [Fact]
    public async Task Probes_OnAMachineWithoutAnything_TellNothing()
    {
        MachineState seen = new();
        foreach (var probe in new IProbe[] { new PowerSupplyProbe(Files), new HeatProbe(Files), new MemoryProbe(Files), new ProcessorProbe(Files), new LogindProbe(new FakeBus()) })
            seen = await probe.LookAsync(seen, default);

        Assert.Equal((null, null, null, null, null, null), (seen.IsOnBattery, seen.Heat, seen.Power, seen.FreeMemoryMiB, seen.IsShowing, seen.IsMetered));
    }

    [Theory]
    [InlineData("CLASS=user\nTYPE=wayland\n", true), InlineData("CLASS=user\nTYPE=x11\n", true), InlineData("CLASS=user\nTYPE=tty\n", false), InlineData("CLASS=greeter\nTYPE=wayland\n", false)]
    public void Display_BySessions_IsAUserAtAScreen(string session, bool hasDisplay)
    {
        Write("run/systemd/sessions/3", session);
        Write("tmp/.X11-unix/X0", ""); // the login prompt's own

        Assert.Equal(hasDisplay, new DisplaySessions(Files, _ => null).HasAny());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Display_WithoutSessions_IsAnXServer(bool hasServer)
    {
        if (hasServer)
            Write("tmp/.X11-unix/X0", "");

        Assert.Equal(hasServer, new DisplaySessions(Files, _ => null).HasAny());
    }

    [Fact]
    public void Display_OfAWorkerInASession_IsKnownByItsSurroundings() => Assert.True(new DisplaySessions(Files, name => name == "WAYLAND_DISPLAY" ? "wayland-0" : null).HasAny());

    [Fact]
    public async Task Terminals_AreAsIdleAsTheLastOneReadFrom()
    {
        Write("dev/tty1", "");
        Write("dev/ttyS0", "");
        Write("dev/pts/0", "");
        Write("dev/pts/ptmx", "");
        foreach (var (name, minutes) in new[] { ("tty1", 90), ("ttyS0", 1), ("pts/0", 30), ("pts/ptmx", 2) })
            File.SetLastAccessTimeUtc(_root["dev/" + name], _time.GetUtcNow().UtcDateTime.AddMinutes(-minutes));

        Assert.Equal(TimeSpan.FromMinutes(30), await new TerminalInput(Files, _time).IdleAsync(default));
    }

    [Fact]
    public async Task Terminals_WhereThereAreNone_TellNothing() => Assert.Null(await new TerminalInput(Files, _time).IdleAsync(default));

    /// <summary>A pipe in place of a keyboard: the kernel treats both alike here.</summary>
    [OnUnixFact]
    public async Task Devices_WhenTouched_AreIdleFromThenOn()
    {
        Write("sys/class/input/event0/device/capabilities/ev", "120013");
        await MakePipeAsync("event0");
        using var input = new DeviceInput(Files, _time);
        Assert.Equal(TimeSpan.Zero, await input.IdleAsync(default)); // nobody knows how long before
        using var key = new FileStream(_root["dev/input/event0"], FileMode.Open, FileAccess.Write);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(TimeSpan.FromMinutes(9), await input.IdleAsync(default));

        key.Write(new byte[24]);
        key.Flush();

        Assert.Equal(TimeSpan.Zero, await input.IdleAsync(default));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(2), await input.IdleAsync(default)); // what came was taken away
    }

    [OnUnixFact]
    public async Task Devices_WithoutKeys_AreNotWatched()
    {
        Write("sys/class/input/event0/device/capabilities/ev", "21"); // a lid's switch
        await MakePipeAsync("event0");
        using var input = new DeviceInput(Files, _time);

        Assert.Null(await input.IdleAsync(default));
    }

    [OnUnixFact]
    public async Task Devices_PluggedInLater_AreFound_AndPulledOutAreForgotten()
    {
        using var input = new DeviceInput(Files, _time);
        Assert.Null(await input.IdleAsync(default));
        Write("sys/class/input/event7/device/capabilities/ev", "17");
        await MakePipeAsync("event7");

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, await input.IdleAsync(default));
        new FileStream(_root["dev/input/event7"], FileMode.Open, FileAccess.Write).Dispose(); // its other end is gone: a hang-up
        await input.IdleAsync(default);

        Assert.Null(await input.IdleAsync(default));
    }

    [Fact]
    public async Task Logind_WhenTheDesktopIsIdle_SaysSinceWhen()
    {
        var since = (ulong)(_time.GetUtcNow().AddMinutes(-7) - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        var bus = new FakeBus { ["IdleHint"] = true, ["IdleSinceHint"] = since };

        Assert.Equal(TimeSpan.FromMinutes(7), await new LogindInput(bus, _time).IdleAsync(default));
        bus["IdleHint"] = false;
        Assert.Equal(TimeSpan.Zero, await new LogindInput(bus, _time).IdleAsync(default));
    }

    [Theory, InlineData("shutdown:sleep:idle", true), InlineData("shutdown:handle-lid-switch", false), InlineData("", false)]
    public async Task Inhibitors_OfAFilm_AreSeen(string list, bool isShowing) =>
        Assert.Equal(isShowing, (await new LogindProbe(new FakeBus { ["BlockInhibited"] = list }).LookAsync(new(), default)).IsShowing);

    [Theory, InlineData(1u, true), InlineData(2u, false), InlineData(3u, true), InlineData(4u, false), InlineData(0u, null)]
    public async Task Metered_IsAsNetworkManagerSaysOrGuesses(uint value, bool? isMetered) =>
        Assert.Equal(isMetered, (await new LogindProbe(new FakeBus { ["Metered"] = value }).LookAsync(new(), default)).IsMetered);

    [Fact]
    public async Task Input_OfSeveralSources_IsTheLatestTouch()
    {
        var (hour, minute, second) = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));

        Assert.Equal(minute, await IdleAsync([hour, null, minute], [second], []));
        Assert.Equal(second, await IdleAsync([null], [null, second, hour], []));
        Assert.Equal(second, await IdleAsync([hour], [], [minute, second]));
        Assert.Null(await IdleAsync([], [null], [hour])); // a terminal nobody types in does not tell that nobody moves the mouse
    }

    /// <summary>On the machine that runs the tests: a bus that is not there, a display that is not there.</summary>
    [Fact]
    public async Task Sources_ThatAreNotThere_TellNothing()
    {
        using var bus = new Bus("unix:path=/no/such/bus", TimeProvider.System);
        using var x11 = new X11Input(name => name == "DISPLAY" ? ":987" : null, TimeProvider.System);

        Assert.Null(await bus.GetAsync(new("a.b", "/a", "a.b", "C"), default));
        Assert.Null(await x11.IdleAsync(default));
    }

    private static async Task<TimeSpan?> IdleAsync(TimeSpan?[] exact, TimeSpan?[] rough, TimeSpan?[] partial) =>
        (await new InputProbe(() => true, Fixed(exact), Fixed(rough), Fixed(partial)).LookAsync(new(), default)).InputIdle;

    private static IReadOnlyList<IInputSource> Fixed(TimeSpan?[] idles) => [.. idles.Select(idle => new FixedInput(idle))];

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[path])!); // a file has a folder
        File.WriteAllText(_root[path], text + "\n");
    }

    private async Task MakePipeAsync(string name)
    {
        Directory.CreateDirectory(_root["dev/input"]);
        using var made = Process.Start("mkfifo", [_root["dev/input/" + name]]);
        await made.WaitForExitAsync();
    }

    private sealed class FixedInput(TimeSpan? idle) : IInputSource
    {
        public ValueTask<TimeSpan?> IdleAsync(CancellationToken cancellationToken) => new(idle);
    }

    private sealed class FakeBus : Dictionary<string, object>, IBus
    {
        public ValueTask<object?> GetAsync(BusProperty property, CancellationToken cancellationToken) => new(this.GetValueOrDefault(property.Name));

        public ValueTask<ulong?> CallAsync(BusProperty method, CancellationToken cancellationToken) => new(this.GetValueOrDefault(method.Name) as ulong?);
    }
}
