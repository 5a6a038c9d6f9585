namespace LaionGrid.Worker.Tests.Local;

/// <summary>Tests that watch the console, of which a process has one: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleUsers
{
    public const string Name = "Console";
}
