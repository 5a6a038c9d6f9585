namespace LaionGrid.Worker.Idle;

/// <summary>A rule with the value that counts.</summary>
/// <param name="Source">Where that stands, for people: an option, a variable, a line of a file, or "default".</param>
internal sealed record RuleInForce(string Name, string Value, string Source)
{
    public const string Default = "default";
}
