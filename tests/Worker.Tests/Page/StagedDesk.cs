using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Idle.Control;

namespace LaionGrid.Worker.Tests.Page;

/// <summary>A worker that is none, and looks as a test says.</summary>
internal sealed class StagedDesk : IOwnerDesk
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public volatile StatusReport Report = Waiting;

    public byte[] Preview { get; set; } = [];

    /// <summary>What was said to it.</summary>
    public List<(OwnerWish Wish, string? Device)> Heard { get; } = [];

    /// <summary>Thrown by the next word.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>A new worker that has nothing to do, on a machine that tells little.</summary>
    public static StatusReport Waiting { get; } = new("open", "Waiting for work.", [], new() { Gaps = ["There is no NVIDIA driver."] }, "always", [new("auto", "CPU (8 threads)", "open", "Waiting for work.", [], null)])
    {
        At = Noon,
        Owner = new("northern-lark", "Ada", "https://grid.example/", "0.1.0"),
    };

    /// <summary>One that has worked for long, on a card, in the middle of a picture.</summary>
    public static StatusReport Working { get; } = Waiting with
    {
        Doing = "Rendering a picture of 768x512 with sd15.",
        Devices = [new("cuda", "NVIDIA GeForce RTX 3060", "open", "Rendering a picture of 768x512 with sd15.", [], null) { Job = new("sd15", false, 768, 512, 30, 12, Noon - TimeSpan.FromSeconds(4)) }],
        Machine = new()
        {
            HasDisplay = true, InputIdle = TimeSpan.FromMinutes(47), IsOnBattery = false, IsMetered = false, Heat = new("NVIDIA GeForce RTX 3060", 67), Power = new("NVIDIA GeForce RTX 3060", 151),
            FreeDiskMiB = 213_412, FreeMemoryMiB = 18_211, TotalMemoryMiB = 31_998,
        },
        Contribution = new(new(27, 1_377_000, 0), new(3_812, 191_412_000, 4), new(188_204_000, 3_208_000, 12)),
        Verdicts = [.. Enumerable.Range(0, 40).Select(Verdict)],
        Rules =
        [
            new("always", "no", RuleInForce.Default), new("idle-after", "10m", "/home/ada/.local/share/laiongrid-worker/worker.conf, line 3"), new("schedule", "mon-fri 22:00-7:00, sat-sun 0:00-24:00", "LAIONGRID_SCHEDULE"),
            new("during-games", "no", RuleInForce.Default), new("on-battery", "no", RuleInForce.Default), new("on-metered", "no", RuleInForce.Default), new("max-temperature", "80", "--max-temperature"),
            new("max-power", "0", RuleInForce.Default), new("min-free-disk", "1024", RuleInForce.Default), new("min-free-memory", "512", RuleInForce.Default),
        ],
        Bundles = [new("sd15", 4_265_380_512, Noon, true), new("sdxl-turbo", 6_938_081_905, Noon - TimeSpan.FromDays(3), true), new("pocket", 16_512_004, Noon - TimeSpan.FromDays(210), false)],
        History = new([.. Enumerable.Range(0, 360).Select(look => Noon.ToUnixTimeSeconds() - 3590 + (look * 10))],
        [
            new(Quantity.Temperature, "NVIDIA GeForce RTX 3060", null, 80, Wave(48, 67)), new(Quantity.Utilisation, "NVIDIA GeForce RTX 3060", 100, null, Wave(2, 98)),
            new(Quantity.Memory, "NVIDIA GeForce RTX 3060", 12_288, null, Wave(600, 5_300)), new(Quantity.Power, "NVIDIA GeForce RTX 3060", null, null, Wave(18, 151)),
        ]),
    };

    public StatusReport Now() => Report;

    public void Ask(OwnerWish wish, string? device)
    {
        Heard.Add((wish, device));
        if (Trouble is { } trouble)
            throw trouble;
    }

    public ReadOnlyMemory<byte> PreviewOf(string device) => Preview;

    private static VerdictStatus Verdict(int index) => new(
        Noon - TimeSpan.FromMinutes(3 + (index * 17)), Noon - TimeSpan.FromMinutes(index * 17), index switch { 5 => "rejected", 9 => "recalled", _ when index % 7 == 0 => "verified", _ => "trusted" },
        index is 5 or 9 ? 0 : 51_000, index == 5 ? "A referee's step differs from yours by 0.41, where 0.02 is allowed." : "", index == 5 ? "019b2f6c4e1d7a3085c1d2e3f4a5b6c7" : "");

    /// <summary>Idle, then at work with pauses; nothing measured while the machine slept.</summary>
    private static IReadOnlyList<double?> Wave(double low, double high) =>
        [.. Enumerable.Range(0, 360).Select(at => at is > 90 and < 130 ? (double?)null : at < 90 || at % 60 < 8 ? low + ((high - low) * 0.03 * (1 + Math.Sin(at))) : high - ((high - low) * 0.05 * (1 + Math.Sin(at * 0.7))))];
}
