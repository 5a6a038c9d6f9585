using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace LaionGrid.Benchmarks.Simulation;

/// <summary>"simulate": how would the grid's own rules do with many more workers and people than a machine can hold?</summary>
internal sealed class SimulateCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly SimulationSettings Usual = new();

    private readonly Option<int> _workers = new("--workers") { Description = "Enrolled workers; about a third is online at a time.", DefaultValueFactory = _ => Usual.Workers };
    private readonly Option<double> _pictures = new("--pictures-per-day") { Description = "Pictures asked for in a day.", DefaultValueFactory = _ => Usual.PicturesPerDay };
    private readonly Option<double> _hours = new("--hours") { Description = "Length of the run around the peak, up to 24.", DefaultValueFactory = _ => Usual.Hours };
    private readonly Option<double> _peak = new("--peak") { Description = "The busiest instant against the day's average, 1 to 25.", DefaultValueFactory = _ => Usual.Peak };
    private readonly Option<int> _bulk = new("--bulk") { Description = "Pictures one person asks for at once, ten minutes before the peak.", DefaultValueFactory = _ => Usual.Bulk };
    private readonly Option<double> _statements = new("--statements") { Description = "Database statements for a picture's whole life.", DefaultValueFactory = _ => Usual.StatementsPerJob };
    private readonly Option<double> _heartbeats = new("--heartbeats") { Description = "Progress is told at most so often in a second.", DefaultValueFactory = _ => Usual.HeartbeatsPerSecond };
    private readonly Option<bool> _once = new("--no-second-attempts") { Description = "Leaves stragglers alone." };
    private readonly Option<int> _seed = new("--seed") { Description = "The same seed gives the same day.", DefaultValueFactory = _ => Usual.Seed };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object." };

    public RootCommand Build()
    {
        _workers.Validators.Add(Between(_workers, 1, 10_000_000));
        _pictures.Validators.Add(Between(_pictures, 1, 1e9));
        _hours.Validators.Add(Between(_hours, 0.1, 24));
        _peak.Validators.Add(Between(_peak, 1, 25));
        _bulk.Validators.Add(Between(_bulk, 0, 10_000_000));
        var command = new RootCommand("Simulates a day of the grid over the coordinator's own policies.") { _workers, _pictures, _hours, _peak, _bulk, _statements, _heartbeats, _once, _seed, _json };
        command.SetAction(Run);
        return command;
    }

    private static Action<System.CommandLine.Parsing.OptionResult> Between<T>(Option<T> option, T least, T most)
        where T : IComparable<T> => result =>
        {
            if (result.GetValueOrDefault<T>() is { } value && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
                result.AddError(FormattableString.Invariant($"{option.Name} must be {least} to {most}; it was {value}."));
        };

    private void Run(ParseResult result)
    {
        var settings = new SimulationSettings
        {
            Workers = result.GetValue(_workers),
            PicturesPerDay = result.GetValue(_pictures),
            Hours = result.GetValue(_hours),
            Peak = result.GetValue(_peak),
            Bulk = result.GetValue(_bulk),
            StatementsPerJob = result.GetValue(_statements),
            HeartbeatsPerSecond = result.GetValue(_heartbeats),
            SecondAttempts = !result.GetValue(_once),
            Seed = result.GetValue(_seed),
        };
        var report = new GridSimulation(settings).Run();
        if (result.GetValue(_json))
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
        else
            Print(report, Process.GetCurrentProcess().TotalProcessorTime);
    }

    private static void Print(SimulationReport report, TimeSpan took)
    {
        Say($"pictures          {report.Submitted:#,0} asked for, {report.Done:#,0} done, {report.GivenUp:#,0} given up, {report.QueuedAtEnd:#,0} waiting at the end; simulated in {took.TotalSeconds:0} s of a processor");
        Say($"wait              {report.Wait}");
        Say($"  without key     {report.WaitWithoutKey}");
        Say($"  with key        {report.WaitWithKey}");
        Say($"  contributors    {report.WaitOfContributors}");
        Say($"  bulk            {report.WaitOfBulk}");
        Say($"  new at the peak {report.WaitOfNewcomersAtPeak}");
        Say($"to the picture    {report.Picture}");
        Say($"fairness          Jain's index {report.JainIndex:0.000} among {report.PeopleCompared:#,0} people; most queued {report.MostQueued:#,0}");
        Say($"machines          {report.MostOnline:#,0} online at most, {report.Utilisation:0.0 %} of their time busy");
        Say($"of busy time      preparing {report.PreparationShare:0.0 %}, failed {report.FailedShare:0.00 %}, left {report.LeftShare:0.00 %}, done twice {report.DoubledShare:0.00 %}");
        Say($"attempts          {report.AttemptsPerPicture:0.000} a picture; {report.SecondAttempts:#,0} second ones, {report.SecondAttemptsFirst:0 %} of them first");
        Say($"estimates         {report.EtaInside:0.0 %} inside, {report.EtaEarly:0.0 %} earlier, {report.EtaLate:0.0 %} later");
        Say($"calls             {report.CallsPerPicture:0.0} a picture, {report.CallsPerSecond:#,0}/s, {report.CallsPerSecondAtPeak:#,0}/s at the peak");
        Say($"database          {report.StatementsPerSecond:#,0} statements/s, {report.StatementsPerSecondAtPeak:#,0}/s at the peak of {report.PicturesPerSecondAtPeak:#,0} pictures/s");
        Say($"pictures' bytes   {report.BlobGigabytesPerDay:#,0} GB a day");
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
