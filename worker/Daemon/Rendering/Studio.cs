using System.Security.Cryptography;
using LaionGrid.Arithmetic.Trajectories;
using LaionGrid.Diffusion;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Imaging;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Worker.Rendering;

/// <summary>The engine with the one bundle it has loaded. For one thread.</summary>
internal sealed class Studio(ComputeDevice device, TimeProvider time) : IDisposable
{
    private DiffusionPipeline? _engine;
    private string _loaded = "";
    private LatentPreview? _preview;

    /// <summary>The answer to a job; each finished step is told as it comes.</summary>
    public Frame Render(FrameHeader.Render job, Action<Frame> tell, CancellationToken cancellationToken)
    {
        try
        {
            var engine = Load(job.BundleFolder);
            var rendered = engine.Render(job.Order, new StepTeller(_preview, job, tell, time).Observe, cancellationToken)[0];
            var png = PngWriter.Encode(rendered.Picture, new PngText("parameters", Parameters.Describe(job.Order, job.BundleId)));
            var commitment = Commitment.Make(Convert.FromHexString(job.AttemptId), rendered.Trajectory, rendered.Latent, SHA256.HashData(png));
            return new(new FrameHeader.Rendered(DiffusionPipeline.EngineVersion, rendered.Scores, png.Length), (byte[])[.. png, .. commitment]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(new FrameHeader.Cancelled());
        }
#pragma warning disable CA1031 // The process's edge: whatever failed is told to the worker, which fails the lease with it and ends the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new(new FrameHeader.Failed(FaultOf(error), $"{error.GetType().Name}: {error.Message}"));
        }
    }

    public void Dispose() => Drop();

    private static RenderFault FaultOf(Exception error) => error switch
    {
        BundleException => RenderFault.Bundle,
        BadPictureException => RenderFault.BadPicture,
        OutOfMemoryException or DeviceMemoryException => RenderFault.OutOfMemory,
        _ => RenderFault.Error,
    };

    private DiffusionPipeline Load(string folder)
    {
        if (_engine is not null && _loaded == folder)
            return _engine;
        Drop(); // two bundles at once may not fit
        _preview = PreviewWeights.Read(folder);
        (_engine, _loaded) = (DiffusionPipeline.Load(folder, device), folder);
        return _engine;
    }

    private void Drop()
    {
        _engine?.Dispose();
        (_engine, _loaded) = (null, "");
    }
}
