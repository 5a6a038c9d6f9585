using System.Runtime.InteropServices;
using Google.Protobuf;
using LaionGrid.TestKit.Onnx.Format;

namespace LaionGrid.TestKit.Onnx;

/// <summary>A network that is being built, node after node, out of standard operators. Its weights are recipes until it is written.</summary>
/// <param name="name">Also seeds the weights, so that the networks of a bundle differ.</param>
/// <param name="numbers">What weights and the numbers between them are: Float32 or Float16.</param>
public sealed class Graph(string name, NumberKind numbers)
{
    private readonly List<Weight> _weights = [];
    private int _count;

    public string Name => name;

    public NumberKind Numbers => numbers;

    public IReadOnlyList<Weight> Weights => _weights;

    /// <summary>Learned numbers, as papers count them; constants are none.</summary>
    public long ParameterCount => _weights.Sum(weight => weight.Length);

    /// <summary>Where the layers of this network get their weights.</summary>
    public Scope Root => new(this, "");

    /// <summary>Everything but the weights.</summary>
    internal GraphProto Proto { get; } = new() { Name = name };

    public Value Input(string name, NumberKind kind, params ReadOnlySpan<Side> sides)
    {
        Proto.Input.Add(Declare(name, kind, sides));
        return new(this, name);
    }

    public void Output(string name, NumberKind kind, Value value, params ReadOnlySpan<Side> sides)
    {
        Proto.Node.Add(new NodeProto { OpType = "Identity", Input = { value.Name }, Output = { name }, Name = $"output_{name}" });
        Proto.Output.Add(Declare(name, kind, sides));
    }

    /// <summary>The first output of a node of a standard operator.</summary>
    public Value Apply(string operation, IEnumerable<Value> inputs, params IEnumerable<AttributeProto> attributes)
    {
        var result = NewName(operation);
        var node = new NodeProto { OpType = operation, Name = $"node_{result}", Output = { result } };
        node.Input.AddRange(inputs.Select(input => input.Name));
        node.Attribute.AddRange(attributes);
        Proto.Node.Add(node);
        return new(this, result);
    }

    /// <summary>Evenly spread numbers between middle - spread and middle + spread.</summary>
    public Value Weight(string name, double middle, double spread, params long[] shape)
    {
        _weights.Add(new(name, numbers, (float)middle, (float)spread, shape));
        return new(this, name);
    }

    /// <summary>A scalar of the network's numbers.</summary>
    public Value Number(double number) =>
        numbers == NumberKind.Float16 ? Constant<Half>([(Half)number], numbers, []) : Constant<float>([(float)number], numbers, []);

    /// <summary>The same number over and over, as many times as asked for.</summary>
    public Value Repeat(double number, int count) => numbers == NumberKind.Float16
        ? Constant<Half>(Enumerable.Repeat((Half)number, count).ToArray(), numbers, [count])
        : Constant<float>(Enumerable.Repeat((float)number, count).ToArray(), numbers, [count]);

    /// <summary>A list in full precision, whatever the network's numbers are.</summary>
    public Value Singles(params ReadOnlySpan<float> list) => Constant(list, NumberKind.Float32, [list.Length]);

    /// <summary>A scalar index.</summary>
    public Value Index(long number) => Constant<long>([number], NumberKind.Int64, []);

    /// <summary>A list of sides, indices or axes.</summary>
    public Value Integers(params ReadOnlySpan<long> list) => Constant(list, NumberKind.Int64, [list.Length]);

    /// <summary>An input that an operator lets be left out.</summary>
    public Value Nothing => new(this, "");

    private Value Constant<T>(ReadOnlySpan<T> list, NumberKind kind, long[] shape) where T : struct
    {
        var result = NewName("Constant");
        Proto.Initializer.Add(new TensorProto { Name = result, DataType = (int)kind, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(list)) });
        return new(this, result);
    }

    private string NewName(string operation) => $"{operation}_{_count++}";

    private static ValueInfoProto Declare(string name, NumberKind kind, ReadOnlySpan<Side> sides)
    {
        var shape = new TensorShapeProto();
        foreach (var side in sides)
            shape.Dim.Add(side.ToProto());
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)kind, Shape = shape } } };
    }
}
