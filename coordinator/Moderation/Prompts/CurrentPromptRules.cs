using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Moderation.Prompts;

/// <summary>The rules that hold now: those of the operator's file, or the built-in ones where there is none.</summary>
internal sealed class CurrentPromptRules
{
    private const string BuiltInName = "LaionGrid.Coordinator.Moderation.Prompts.prompts.rules";

    private readonly string _path;
    private volatile PromptRules _rules;
    private (DateTime WrittenAt, long Bytes)? _seen;

    /// <exception cref="PromptRulesException">The file cannot be used; at start nothing else could hold in its place.</exception>
    public CurrentPromptRules(IOptions<ModerationOptions> options, IOptions<DataOptions> data)
    {
        _path = data.Value.PathOf(options.Value.PromptRules);
        _seen = Look();
        _rules = Read();
    }

    public PromptRules Rules => _rules;

    /// <summary>Reads the file again when it has changed.</summary>
    /// <returns>Whether other rules hold now.</returns>
    /// <exception cref="PromptRulesException">What it says now cannot be used, and the rules from before go on. Said once for each change.</exception>
    public bool Refresh()
    {
        var seen = Look();
        if (seen == _seen)
            return false;
        _seen = seen;
        _rules = Read();
        return true;
    }

    public static PromptRules BuiltIn()
    {
        using var stream = typeof(CurrentPromptRules).Assembly.GetManifestResourceStream(BuiltInName) ?? throw new InvalidOperationException($"{BuiltInName} is not built in.");
        using var reader = new StreamReader(stream);
        return ReadPromptRules.Read("The built-in file", reader.ReadToEnd());
    }

    private PromptRules Read() => _seen is null ? BuiltIn() : ReadPromptRules.Read(_path, File.ReadAllText(_path));

    private (DateTime WrittenAt, long Bytes)? Look() => new FileInfo(_path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : null;
}
