using System.Runtime.InteropServices;
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

    /// <summary>The answer to a job; each finished step of a render is told as it comes.</summary>
    public Frame Do(Frame job, Action<Frame> tell, CancellationToken cancellationToken)
    {
        try
        {
            return job.Header switch
            {
                FrameHeader.Render render => Render(render, job.Body, tell, cancellationToken),
                FrameHeader.Check check => Check(check, job.Body, cancellationToken),
                _ => throw new InvalidDataException($"{job.Header.GetType().Name} is nothing to be done."),
            };
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

    private Frame Render(FrameHeader.Render job, ReadOnlyMemory<byte> body, Action<Frame> tell, CancellationToken cancellationToken)
    {
        var (order, _) = Complete(job.Order, job.Source, body);
        var engine = Load(job.BundleFolder);
        var rendered = engine.Render(order, new StepTeller(_preview, tell, time).Observe, cancellationToken)[0];
        var png = PngWriter.Encode(rendered.Picture, new PngText("parameters", Parameters.Describe(order, job.BundleId)));
        var commitment = Commitment.Make(Convert.FromHexString(job.AttemptId), rendered.Trajectory, rendered.Latent, SHA256.HashData(png));
        return new(new FrameHeader.Rendered(DiffusionPipeline.EngineVersion, rendered.Scores, png.Length, commitment.Length), (byte[])[.. png, .. commitment, .. rendered.Trajectory.Bytes]);
    }

    private Frame Check(FrameHeader.Check job, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var engine = Load(job.BundleFolder);
        var (order, rest) = Complete(job.Order, job.Source, body);
        var latents = MemoryMarshal.Cast<byte, float>(rest.Span).ToArray();
        var length = latents.Length / (job.Evaluations.Count + (job.Decodes ? 1 : 0));
        using var answer = new MemoryStream();
        if (job.Encodes)
            answer.Write(MemoryMarshal.AsBytes(Array.ConvertAll(engine.EncodeSource(order, cancellationToken), value => (Half)value).AsSpan()));
        for (var index = 0; index < job.Evaluations.Count; index++)
            answer.Write(engine.Evaluate(order, job.Evaluations[index], latents.AsSpan(index * length, length), cancellationToken).Bytes);
        var outputs = (int)answer.Length;
        if (!job.Decodes)
            return new(new FrameHeader.Checked(outputs), answer.ToArray());
        var picture = engine.Decode(order, latents.AsSpan(^length..), cancellationToken);
        answer.Write(PngWriter.Encode(picture));
        return new(new FrameHeader.Checked(outputs, engine.Score(order, picture, cancellationToken)), answer.ToArray());
    }

    /// <returns>The order with what it begins from, and what of the body stands behind that.</returns>
    private static (PictureOrder Order, ReadOnlyMemory<byte> Behind) Complete(PictureOrder order, SourceLengths? lengths, ReadOnlyMemory<byte> body)
    {
        if (lengths is null)
            return (order, body);
        var (files, rest) = lengths.Split(body);
        var mask = files.Mask.IsEmpty ? null : Mask.Of(PngReader.Decode(files.Mask));
        return (order with { Source = new(PngReader.Decode(files.Picture)) { Strength = files.Strength, Mask = mask } }, rest);
    }

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
