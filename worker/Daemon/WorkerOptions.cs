using System.CommandLine;
using System.Globalization;
using LaionGrid.Worker.Loop;
using LaionGrid.Worker.Settings;

namespace LaionGrid.Worker;

/// <summary>Every setting of the worker, as an option, a variable or a line of worker.conf.</summary>
internal sealed class WorkerOptions
{
    private const int MaxDiskGiB = 1_000_000;

    private readonly Option<string?> _operatorKeyFile = Setting.Of("--operator-key-file", "FILE", "File with the operator's key, for --referee.");
    private readonly Option<bool> _referee = Setting.Flag("--referee", "Check other workers' pictures for the operator instead of rendering for people.");
    private readonly Option<bool> _noChecks = Setting.Flag("--no-checks", "Render only: do not check single steps of others' pictures when the grid asks for it.");
    private readonly Option<bool> _noUpdates = Setting.Flag("--no-updates", "Do not take new releases of this program by itself.");

    public GridOptions Grid { get; } = new();

    public Option<string?> Name { get; } = Setting.Of("--name", "NAME", "This machine's public name. Without one it is given one.");

    public Option<string?> Contributor { get; } = Setting.Of("--contributor", "NAME", "Account that gets the credit. Without one it is named like the machine.");

    /// <summary>Without a default of its own: help shows defaults, and must not show a key.</summary>
    public Option<string?> Key { get; } = new("--key")
    {
        HelpName = "KEY",
        Description = $"A person's key: the credit goes to that account. Better given in worker.conf or by environment, which other users cannot read: {Setting.VariableOf("--key")}",
    };

    public Option<string?> DiskLimit { get; } =
        Setting.Of("--disk-limit", "GIB", "Disk that all models together may take. The longest unused are deleted for others. Without one as much as there is, less 1 GiB.");

    public DeviceOptions Device { get; } = new(takesSeveral: true);

    public RuleOptions Rules { get; } = new();

    public PageOptions Page { get; } = new();

    /// <summary>What worker.conf may have: all but the folder that it lies in.</summary>
    public IReadOnlyCollection<string> FileNames => [.. All.Except([Grid.Data]).Select(option => option.Name[2..])];

    /// <summary>By their options.</summary>
    public IEnumerable<Option> All =>
        [Grid.Coordinator, Grid.Data, Grid.AllowPlainHttp, Name, Contributor, Key, _noChecks, _noUpdates, _referee, _operatorKeyFile, DiskLimit, .. Device.All, .. Rules.All, .. Page.All];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>The settings of the worker that is started on a folder with nothing on its command line.</summary>
    public static Task<(WorkerSettings? Settings, string? Problem)> OfFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var (options, command) = (new WorkerOptions(), new RootCommand());
        options.AddTo(command);
        return options.ReadAsync(command.Parse([options.Grid.Data.Name, folder]), cancellationToken);
    }

    /// <summary>What was given, with the folder's worker.conf; otherwise in one line what is wrong with that.</summary>
    public (GivenSettings? Given, string? Problem) Open(ParseResult result)
    {
        var (file, problem) = SettingsFile.Read(Grid.FolderOf(result));
        if (file is null)
            return (null, problem);
        return file.FindStranger(FileNames, Rules.Names) is { } stranger ? (null, stranger) : (new(result, file), null);
    }

    /// <summary>The settings, or in one line what is wrong with one, and where it stands.</summary>
    public async Task<(WorkerSettings? Settings, string? Problem)> ReadAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (given, problem) = Open(result);
        if (given is null)
            return (null, problem);
        var settings = await ReadAsync(given, Grid.FolderOf(result), cancellationToken);
        return given.Problem is null ? (settings, null) : (null, given.Problem);
    }

    private async Task<WorkerSettings?> ReadAsync(GivenSettings given, string folder, CancellationToken cancellationToken)
    {
        if (Grid.AddressOf(given) is not { } coordinator)
            return null;
        var (isReferee, rules) = (given.IsOn(_referee), Rules.Read(given));
        var key = isReferee ? await ReadKeyFileAsync(given, cancellationToken) : given.Of(Key);
        var settings = new WorkerSettings
        {
            Coordinator = coordinator,
            DataFolder = folder,
            Name = ReadName(given, Name),
            Contributor = ReadName(given, Contributor),
            JoiningKey = key.Text,
            JoiningKeyFrom = key.Where,
            IsReferee = isReferee,
            TakesChecks = !given.IsOn(_noChecks),
            TakesUpdates = !given.IsOn(_noUpdates),
            DiskLimit = ReadDiskLimit(given),
            Devices = Device.ReadAll(given),
            Rules = isReferee ? rules with { Always = true } : rules, // the operator's own machine is nobody's guest
        };
        return Page.AddTo(settings, given);
    }

    private static string ReadName(GivenSettings given, Option<string?> option)
    {
        var (name, where) = given.Of(option);
        if (WorkerSettings.CheckName(where, name) is { } problem)
            given.Refuse(problem);
        return name;
    }

    /// <summary>Null for none; what is wrong, the settings then know.</summary>
    public long? ReadDiskLimit(GivenSettings given)
    {
        var (text, where) = given.Of(DiskLimit);
        if (text.Length == 0)
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var gibibytes) && gibibytes is > 0 and <= MaxDiskGiB)
            return (long)(gibibytes * (1L << 30));
        given.Refuse($"{where}: \"{text}\" is no number of GiB, such as 20 or 7.5, up to {MaxDiskGiB}.");
        return null;
    }

    private async Task<Given> ReadKeyFileAsync(GivenSettings given, CancellationToken cancellationToken)
    {
        var (path, where) = given.Of(_operatorKeyFile);
        try
        {
            if (path.Length > 0)
                return new((await File.ReadAllTextAsync(path, cancellationToken)).Trim(), $"{where} {path}");
            given.Refuse("--referee needs --operator-key-file. The coordinator keeps the operator's key in operator.key in its data folder.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            given.Refuse($"{where} cannot be read: {error.Message}");
        }
        return new("", where);
    }
}
