namespace LaionGrid.Worker.Service;

/// <summary>A program and its arguments.</summary>
internal sealed record Invocation(string Program, params string[] Arguments)
{
    public override string ToString() => string.Join(' ', Arguments.Prepend(Program));
}

/// <summary>What makes the worker start by itself on one system: a file, and words to whatever reads it.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Text">The file's.</param>
internal sealed record ServicePlan(string Path, string Text)
{
    /// <summary>Before the file is written, such as to make its user. What fails ends the installation.</summary>
    public IReadOnlyList<Invocation> Before { get; init; } = [];

    /// <summary>After the file is written: the worker runs then, now and at each start.</summary>
    public IReadOnlyList<Invocation> Enable { get; init; } = [];

    /// <summary>Before the file is deleted.</summary>
    public IReadOnlyList<Invocation> Disable { get; init; } = [];

    /// <summary>After the file is deleted.</summary>
    public IReadOnlyList<Invocation> Forget { get; init; } = [];

    /// <summary>Says in a word whether it runs; null where nobody can be asked.</summary>
    public Invocation? Ask { get; init; }

    /// <summary>How to see what the worker does.</summary>
    public required string Logs { get; init; }

    /// <summary>What the owner should know besides; empty when there is nothing.</summary>
    public string Notice { get; init; } = "";
}
