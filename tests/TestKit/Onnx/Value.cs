namespace LaionGrid.TestKit.Onnx;

/// <summary>A tensor in a network that is being built, with the operators that go number by number; sides that differ are broadcast.</summary>
public sealed class Value
{
    internal Value(Graph graph, string name) => (Graph, Name) = (graph, name);

    public Graph Graph { get; }

    public string Name { get; }

    public static Value operator +(Value left, Value right) => left.With("Add", right);

    public static Value operator -(Value left, Value right) => left.With("Sub", right);

    public static Value operator *(Value left, Value right) => left.With("Mul", right);

    public static Value operator /(Value left, Value right) => left.With("Div", right);

    public static Value operator *(Value left, double right) => left * left.Graph.Number(right);

    public static Value operator +(Value left, double right) => left + left.Graph.Number(right);

    public Value MatMul(Value right) => With("MatMul", right);

    public Value IsAbove(Value right) => With("Greater", right);

    public Value Apply(string operation) => Graph.Apply(operation, [this]);

    public Value Cast(NumberKind kind) => Graph.Apply("Cast", [this], Attributes.Of("to", (long)kind));

    private Value With(string operation, Value right) => Graph.Apply(operation, [this, right]);
}
