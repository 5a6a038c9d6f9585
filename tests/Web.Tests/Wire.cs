using System.Security.Cryptography;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests;

/// <summary>Wire messages that tests start from.</summary>
internal static class Wire
{
    public static byte[] Png { get; } = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Enumerable.Range(0, 90).Select(index => (byte)index)];

    public static string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Png));

    public static Bundle PocketBundle() => new()
    {
        Id = "pocket",
        Title = "Pocket",
        Limits = new()
        {
            MinSide = 64, MaxSide = 192, SideStep = 64, MaxPixels = 128 * 192, DefaultWidth = 128, DefaultHeight = 128,
            MaxSteps = 50, DefaultSteps = 20, DefaultGuidance = 4, DefaultSampler = Sampler.Ddim,
        },
    };

    public static RequestView Request(string prompt, params JobView[] jobs) => new() { RequestId = "request-1", Settings = Settings(prompt), Jobs = { jobs } };

    public static JobView Job(JobState state, int index = 0, int step = 0) => new()
    {
        JobId = $"job-{index}", Index = index, Seed = 40 + index, State = state, Step = step,
        WorkerName = state == JobState.Queued ? "" : "northern-lark",
        Verdict = state == JobState.Done ? VerdictKind.Accepted : state == JobState.Rendered ? VerdictKind.Pending : VerdictKind.Unspecified,
        PictureSha256 = state is JobState.Done or JobState.Rendered ? Sha256 : "",
    };

    public static Picture Picture(string prompt = "a red house", int index = 0, JobState state = JobState.Done) => new()
    {
        Job = Job(state, index, step: 20),
        Settings = Settings(prompt),
        RequestId = "request-1",
        ContributorName = "Ada",
        DeviceName = "NVIDIA GeForce RTX 3060",
        RenderMs = 4100,
        CreditMflop = 51_300,
        PngBytes = Png.Length,
        RenderedAtUs = 1_780_000_000_000_000,
        Postings = { Posting("network", -51_300), Posting("Ada", 51_300) },
    };

    private static RenderSettings Settings(string prompt) => new()
    {
        Prompt = prompt, BundleId = "pocket", Width = 192, Height = 128, Steps = 20, Guidance = 4.5f, Sampler = Sampler.Dpmpp2M,
    };

    private static Posting Posting(string account, long mflop) => new()
    {
        PostingId = $"posting-{account}", TransactionId = "transaction-1", AccountName = account, AmountMflop = mflop, Cause = "attempt:7", PostedAtUs = 1_780_000_000_000_000,
    };
}
