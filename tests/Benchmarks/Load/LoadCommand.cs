using System.CommandLine;
using LaionGrid.TestKit;
using Npgsql;

namespace LaionGrid.Benchmarks.Load;

/// <summary>"load": how many full life cycles a second do real coordinators over a real database bear, and does nothing get lost?</summary>
internal sealed class LoadCommand
{
    private readonly Option<string> _database = new("--database") { Description = "sqlite or postgres.", DefaultValueFactory = _ => "sqlite" };
    private readonly Option<string?> _postgres = new("--postgres") { Description = $"Connection string of a user that may create databases. Without it: {Postgres.Variable}." };
    private readonly Option<int> _coordinators = Whole("--coordinators", "Coordinator processes over the one database.", 1, 1, 16);
    private readonly Option<int> _workers = Whole("--workers", "Volunteers that render at once.", 32, 1, 100_000);
    private readonly Option<int> _referees = Whole("--referees", "Referees of each coordinator.", 1, 1, 1000);
    private readonly Option<int> _jobs = Whole("--jobs", "Life cycles to run, from submit to posting; 0 with --idle for an idle run alone.", 1000, 0, 10_000_000);
    private readonly Option<int> _warmup = Whole("--warmup", "Life cycles beforehand that are not counted.", 2000, 0, 1_000_000);
    private readonly Option<double?> _arrival = new("--arrival") { Description = "Jobs submitted a second, at random instants. Without it: as fast as they are rendered." };
    private readonly Option<int> _queued = Whole("--queued", "Jobs that wait in the database beforehand.", 0, 0, 10_000_000);
    private readonly Option<int> _idle = Whole("--idle", "Further workers that attend: memory and processor are measured over 20 quiet seconds.", 0, 0, 100_000);
    private readonly Option<int> _share = Whole("--workers-per-client", "Workers that share a client's connections; 1 as in life.", 50, 1, 50);
    private readonly Option<string[]> _settings = new("--setting") { Description = "A further setting of the coordinators, such as Leases:Seconds=5; may be repeated.", DefaultValueFactory = _ => [] };
    private readonly Option<int> _timeout = Whole("--timeout", "Seconds after which the run gives up.", 300, 10, 86_400);
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object, for programs." };

    public RootCommand Build()
    {
        _database.AcceptOnlyFromAmong("sqlite", "postgres");
        var command = new RootCommand("Drives real coordinators with played people and workers, then audits the database.")
        {
            _database, _postgres, _coordinators, _workers, _referees, _jobs, _warmup, _arrival, _queued, _idle, _share, _settings, _timeout, _json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(_database) != "postgres" && result.GetValue(_coordinators) > 1)
                result.AddError("A SQLite file has one coordinator. Use --database postgres for several.");
            if (result.GetValue(_database) == "postgres" && Server(result.GetValue(_postgres)) is null)
                result.AddError($"No PostgreSQL. Name a user that may create databases with --postgres \"Host=...;Username=...\", or in {Postgres.Variable}.");
            if (result.GetValue(_arrival) is <= 0)
                result.AddError("--arrival is a number of jobs a second above 0.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        try
        {
            var report = await LoadRun.RunAsync(Read(result), cancellationToken);
            await Console.Out.WriteLineAsync(result.GetValue(_json) ? report.ToJson() : report.ToText());
            return report.IsOk ? 0 : 1;
        }
        catch (Exception error) when (error is CoordinatorFailedException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(error is NpgsqlException ? $"PostgreSQL could not be used: {error.Message}. Check --postgres or {Postgres.Variable}." : error.Message);
            return 1;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested) // whatever was cut off says it in its own way
        {
            await Console.Error.WriteLineAsync("The run was stopped. Its coordinators, files and database are gone.");
            return 1;
        }
    }

    private LoadOptions Read(ParseResult result) => new()
    {
        Database = result.GetValue(_database) == "postgres" ? DatabaseKind.Postgres : DatabaseKind.Sqlite,
        PostgresServer = Server(result.GetValue(_postgres)),
        Coordinators = result.GetValue(_coordinators),
        Workers = result.GetValue(_workers),
        Referees = result.GetValue(_referees),
        Jobs = result.GetValue(_jobs),
        Warmup = result.GetValue(_warmup),
        Arrival = result.GetValue(_arrival),
        Queued = result.GetValue(_queued),
        Idle = result.GetValue(_idle),
        WorkersPerClient = result.GetValue(_share),
        Settings = result.GetValue(_settings) ?? [],
        Timeout = TimeSpan.FromSeconds(result.GetValue(_timeout)),
    };

    private static string? Server(string? given) => given ?? Postgres.Server;

    private static Option<int> Whole(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
                result.AddError($"{name} is {least} to {most}; {value} is not.");
        });
        return option;
    }
}
