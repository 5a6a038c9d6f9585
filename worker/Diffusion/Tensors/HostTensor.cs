using System.Numerics;
using System.Runtime.InteropServices;

namespace LaionGrid.Diffusion.Tensors;

/// <summary>Numbers of one kind in pinned memory, which networks read and write in place; conversion is done on the way in and out.</summary>
internal sealed class HostTensor
{
    private readonly byte[] _bytes;

    public HostTensor(ElementKind kind, params long[] shape)
    {
        (Kind, Shape) = (kind, shape);
        var length = 1L;
        foreach (var side in shape)
            length *= side;
        Length = checked((int)length);
        _bytes = GC.AllocateArray<byte>(checked(Length * SizeOf(kind)), pinned: true);
    }

    public ElementKind Kind { get; }

    public long[] Shape { get; }

    public int Length { get; }

    public int ByteCount => _bytes.Length;

    /// <summary>Grows with each write: who keeps a copy elsewhere sees by it that the copy is old.</summary>
    public int Writes { get; private set; } = 1;

    /// <summary>Of the pinned bytes; valid while the tensor is alive.</summary>
    public nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);

    /// <summary>Puts values at an element index.</summary>
    public void Write<T>(ReadOnlySpan<T> values, int start = 0) where T : struct, INumberBase<T>
    {
        Writes++;
        switch (Kind)
        {
            case ElementKind.Float32:
                Convert(values, Cells<float>()[start..]);
                break;
            case ElementKind.Float16:
                Convert(values, Cells<Half>()[start..]);
                break;
            case ElementKind.Int32:
                Convert(values, Cells<int>()[start..]);
                break;
            case ElementKind.Bool:
                throw new InvalidOperationException("A tensor of truth values is for reading.");
            default:
                Convert(values, Cells<long>()[start..]);
                break;
        }
    }

    /// <summary>Takes as many values as asked for from an element index on; truth values are 0 and 1.</summary>
    public void Read(Span<float> values, int start = 0)
    {
        switch (Kind)
        {
            case ElementKind.Float32:
                Cells<float>().Slice(start, values.Length).CopyTo(values);
                break;
            case ElementKind.Float16:
                Convert<Half, float>(Cells<Half>().Slice(start, values.Length), values);
                break;
            case ElementKind.Bool:
                Convert<byte, float>(_bytes.AsSpan(start, values.Length), values);
                break;
            default:
                throw new InvalidOperationException($"A tensor of {Kind} does not hold floating-point results.");
        }
    }

    private Span<T> Cells<T>() where T : struct => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan());

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to) where TFrom : INumberBase<TFrom> where TTo : INumberBase<TTo>
    {
        for (var index = 0; index < from.Length; index++)
            to[index] = TTo.CreateSaturating(from[index]);
    }

    private static int SizeOf(ElementKind kind) => kind switch
    {
        ElementKind.Float16 => sizeof(short),
        ElementKind.Int64 => sizeof(long),
        ElementKind.Bool => sizeof(byte),
        _ => sizeof(float),
    };
}
