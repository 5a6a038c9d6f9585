using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Sessions;

/// <summary>An input or output as a network declares it.</summary>
/// <param name="Sides">-1 for one that varies.</param>
/// <param name="Symbols">What the file calls each side that varies; those with one name vary together. Empty for the others.</param>
internal sealed record Port(string Name, ElementKind Kind, IReadOnlyList<int> Sides, IReadOnlyList<string> Symbols);
