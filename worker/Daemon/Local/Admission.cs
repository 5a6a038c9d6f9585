using LaionGrid.Arithmetic.Tolerances;
using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Worker.Local;

/// <summary>An operator's word that a provider is as exact as a class that was measured.</summary>
internal sealed record Admission(string Provider, string Class)
{
    /// <exception cref="LocalException">It is none.</exception>
    public static Admission Parse(string text)
    {
        var providers = Enum.GetNames<ComputeKind>().Select(name => name.ToUpperInvariant()).ToArray();
        var parts = text.Split('=');
        return parts is [var provider, { Length: > 0 } name] && providers.Contains(provider.ToUpperInvariant())
            ? new(provider.ToUpperInvariant(), name)
            : throw new LocalException($"--admit \"{text}\" is not PROVIDER=CLASS, such as CUDA=fp32. Providers are {string.Join(", ", providers)}.");
    }

    /// <exception cref="LocalException">There is no such class, or the provider was measured and is of another.</exception>
    public PrecisionClass[] AddTo(PrecisionClass[] classes)
    {
        if (classes.All(one => one.Name != Class))
            throw new LocalException($"--admit {Provider}={Class}: no class {Class} was measured, only {string.Join(", ", classes.Select(one => one.Name))}.");
        if (classes.FirstOrDefault(one => one.Providers.Contains(Provider)) is { } measured)
            return measured.Name == Class ? classes : throw new LocalException($"--admit {Provider}={Class}: it was measured, and is of class {measured.Name}.");
        return [.. classes.Select(one => one.Name == Class ? one with { Providers = [.. one.Providers, Provider] } : one)];
    }
}
