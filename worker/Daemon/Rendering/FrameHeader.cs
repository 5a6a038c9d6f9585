using System.Text.Json.Serialization;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Worker.Rendering;

/// <summary>What a frame says.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(NoDevice), "noDevice")]
[JsonDerivedType(typeof(Render), "render")]
[JsonDerivedType(typeof(Check), "check")]
[JsonDerivedType(typeof(Checked), "checked")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Step), "step")]
[JsonDerivedType(typeof(Rendered), "rendered")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
internal abstract record FrameHeader
{
    /// <summary>From the process, first of all.</summary>
    internal sealed record Hello(RenderDevice Device) : FrameHeader;

    /// <summary>From the process, instead of <see cref="Hello"/>; it ends then.</summary>
    internal sealed record NoDevice(string Problem) : FrameHeader;

    /// <summary>To the process, with the files of its source as the body if it has one. One of <see cref="Rendered"/>, <see cref="Failed"/> or <see cref="Cancelled"/> answers it.</summary>
    internal sealed record Render(string AttemptId, string BundleId, string BundleFolder, PictureOrder Order, SourceLengths? Source = null) : FrameHeader;

    /// <summary>
    /// To the process, with the files of its source, the latents that the evaluations start from, and the one to decode if there is one to as its body. One of
    /// <see cref="Checked"/>, <see cref="Failed"/> or <see cref="Cancelled"/> answers it.
    /// </summary>
    internal sealed record Check(string BundleId, string BundleFolder, PictureOrder Order, IReadOnlyList<int> Evaluations, bool Decodes, bool Encodes = false, SourceLengths? Source = null) : FrameHeader;

    /// <summary>To the process: end what it does. Means nothing when that is nothing.</summary>
    internal sealed record Cancel : FrameHeader;

    /// <summary>From the process. The body is a preview PNG, or empty.</summary>
    internal sealed record Step(int Number) : FrameHeader;

    /// <summary>From the process. The body is the PNG, behind it the commitment, and behind that the trajectory.</summary>
    /// <param name="Scores">Null when the bundle has nothing to judge pictures with.</param>
    internal sealed record Rendered(string EngineVersion, PictureScores? Scores, int PngBytes, int CommitmentBytes) : FrameHeader;

    /// <summary>From the process. The body is the outputs, and behind them the decoded picture's PNG if one was asked for.</summary>
    /// <param name="Scores">Of the decoded picture; null without one, and when the bundle has nothing to judge pictures with.</param>
    internal sealed record Checked(int OutputBytes, PictureScores? Scores = null) : FrameHeader;

    internal sealed record Failed(RenderFault Fault, string Detail) : FrameHeader;

    internal sealed record Cancelled : FrameHeader;
}
