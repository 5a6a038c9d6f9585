namespace LaionGrid.TestKit.Onnx;

/// <summary>Operators that move numbers without changing them.</summary>
public static class Shaping
{
    /// <param name="sides">0 keeps the side at its place, -1 takes what is left.</param>
    public static Value Reshape(this Value value, params long[] sides) => value.Reshape(value.Graph.Integers(sides));

    public static Value Reshape(this Value value, Value sides) => value.Graph.Apply("Reshape", [value, sides]);

    public static Value Shape(this Value value) => value.Apply("Shape");

    /// <summary>One side of a value, as a list of one.</summary>
    public static Value Side(this Value value, int axis) => value.Shape().Slice(axis, axis + 1, 0);

    public static Value Transpose(this Value value, params long[] order) => value.Graph.Apply("Transpose", [value], Attributes.Of("perm", order));

    public static Value Unsqueeze(this Value value, params long[] axes) => value.Graph.Apply("Unsqueeze", [value, value.Graph.Integers(axes)]);

    public static Value Slice(this Value value, long start, long end, long axis) => value.Slice(start, value.Graph.Integers(end), axis);

    public static Value Slice(this Value value, long start, Value end, long axis) =>
        value.Graph.Apply("Slice", [value, value.Graph.Integers(start), end, value.Graph.Integers(axis)]);

    public static Value Concat(this Value value, int axis, params IEnumerable<Value> others) =>
        value.Graph.Apply("Concat", [value, .. others], Attributes.Of("axis", axis));

    public static Value Gather(this Value table, Value indices, int axis = 0) => table.Graph.Apply("Gather", [table, indices], Attributes.Of("axis", axis));

    public static Value Expand(this Value value, Value sides) => value.Graph.Apply("Expand", [value, sides]);
}
