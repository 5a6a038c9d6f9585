namespace LaionGrid.Diffusion.Tensors;

/// <summary>What a network's numbers are.</summary>
internal enum ElementKind
{
    Float32,
    Float16,
    Int32,
    Int64,
    Bool,
}
