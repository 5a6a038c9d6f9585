namespace LaionGrid.Worker.Loop;

/// <summary>Why the worker ends of itself; null while nothing forces it to. Set once by the loop, read after the host has stopped.</summary>
internal sealed class Ending
{
    /// <summary>One line for the owner: what happened and what to do.</summary>
    public string? Reason { get; set; }

    /// <summary>The program that goes on in this one's place; null for none.</summary>
    public string? Successor { get; set; }
}
