using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Turns orders into pictures with the networks of one bundle on one device. For one thread at a time.</summary>
public sealed class TextToImage : IDisposable
{
    /// <summary>Grows when anything here changes that may change pixels.</summary>
    public const string EngineVersion = "1.0";

    /// <exception cref="BundleException">A file is missing or broken.</exception>
    public static TextToImage Load(string bundleFolder, ComputeDevice device) => throw new NotImplementedException();

    /// <exception cref="BadPictureException">The networks gave no picture.</exception>
    public Picture Render(PictureOrder order, StepObserver? onStep, CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
