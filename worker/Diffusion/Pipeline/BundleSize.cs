using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Pipeline;

/// <summary>Refuses a bundle whose weights alone are more than a device has, before minutes are spent on loading it.</summary>
internal static class BundleSize
{
    private const long BytesPerMiB = 1 << 20;

    private static readonly string[] Parts = ["text_encoder", "text_encoder_2", "unet", "vae_decoder"];

    /// <exception cref="DeviceMemoryException">It does not fit.</exception>
    public static void Check(BundleFolder folder, ComputeDevice device)
    {
        var need = Parts.Sum(folder.BytesOf) / BytesPerMiB;
        if (device.MemoryBudgetMiB is { } have && need > have)
            throw new DeviceMemoryException($"Loading {folder} onto {device.Name} needs", need, have);
    }
}
