using LaionGrid.Web.Coordinator.Jobs;

namespace LaionGrid.Web.Gallery;

/// <summary>Where pictures are and what shape their frames have.</summary>
internal static class Frames
{
    private const int PlateSide = 600;
    private const int MaxScale = 4;

    // The shapes that pages.css knows; styles in the markup are not allowed by the content policy.
    private static readonly (string Class, double Ratio)[] Shapes =
        [("r-1-2", 0.5), ("r-2-3", 2 / 3.0), ("r-3-4", 0.75), ("r-1-1", 1), ("r-4-3", 4 / 3.0), ("r-3-2", 1.5), ("r-2-1", 2)];

    public static string ShapeOf(RenderSettings settings) =>
        Shapes.MinBy(shape => Math.Abs(Math.Log(shape.Ratio * settings.Height / settings.Width))).Class;

    /// <summary>How many times as large a small picture hangs: by whole numbers, so that every pixel gets the same room.</summary>
    public static int ScaleOf(RenderSettings settings) => Math.Clamp(PlateSide / Math.Max(settings.Width, settings.Height), 1, MaxScale);

    /// <summary>Where everybody's page of a picture is; nothing is there when it is private.</summary>
    public static string PageOf(string jobId) => $"/pictures/{Uri.EscapeDataString(jobId)}";

    public static string PngOf(string jobId) => $"{PageOf(jobId)}.png";

    /// <summary>Where it hangs for everybody; what is private hangs at <see cref="OwnPageOf"/> alone.</summary>
    public static string PageOf(JobView job) => job.Visibility == Visibility.Private ? OwnPageOf(job.JobId) : PageOf(job.JobId);

    public static string PngOf(JobView job) => $"{PageOf(job)}.png";

    /// <summary>Where its own person sees it, whoever else may.</summary>
    public static string OwnPageOf(string jobId) => $"/me/pictures/{Uri.EscapeDataString(jobId)}";

    /// <summary>What a listener hears: nobody has described the picture, so it says what was asked, and that it is no more than that.</summary>
    public static string AltOf(RenderSettings settings) => $"Unreviewed. Prompt: {settings.Prompt}";
}
