using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>An input or output as a network declares it; sides that vary are -1.</summary>
internal sealed record Port(string Name, ElementKind Kind, IReadOnlyList<int> Sides);
