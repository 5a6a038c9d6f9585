using System.CommandLine;
using LaionGrid.Worker.Settings;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker;

/// <summary>The options that say which grid, and in which folder this machine's part in it lies. The folder's worker.conf may name the grid.</summary>
internal sealed class GridOptions
{
    public static readonly string DefaultData =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "laiongrid-worker");

    public Option<string?> Coordinator { get; } = Setting.Of("--coordinator", "URL", "Where the grid is.", "http://localhost:5081");

    public Option<string?> Data { get; } = Setting.Of("--data", "DIR", "Folder for this machine's identity, its settings and the models. One worker a folder.", DefaultData);

    public Option<bool> AllowPlainHttp { get; } = Setting.Flag("--allow-plain-http", "Speak to a grid over http that is not on this machine: whoever is on the way can read this machine's key and the prompts.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Coordinator, Data, AllowPlainHttp })
            command.Add(option);
    }

    public string FolderOf(ParseResult result) => Path.GetFullPath(Setting.Text(result, Data) is { Length: > 0 } given ? given : DefaultData);

    /// <summary>Null when it is no address to speak to; the settings then know why.</summary>
    public Uri? AddressOf(GivenSettings given)
    {
        var (text, where) = given.Of(Coordinator);
        var (address, problem) = GridAddress.Read(text, given.IsOn(AllowPlainHttp));
        if (address is null)
            given.Refuse($"{where}: {problem}");
        return address;
    }

    /// <summary>For commands that only ask the grid something.</summary>
    public (Uri? Address, string Folder, string? Problem) Read(ParseResult result)
    {
        var folder = FolderOf(result);
        var (file, problem) = SettingsFile.Read(folder);
        if (file is null)
            return (null, folder, problem);
        var given = new GivenSettings(result, file);
        return (AddressOf(given), folder, given.Problem);
    }
}
