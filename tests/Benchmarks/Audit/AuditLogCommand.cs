using System.CommandLine;
using LaionGrid.Coordinator.Ledger.PublicLog;
using LaionGrid.TestKit;
using LaionGrid.Worker.Audit;

namespace LaionGrid.Benchmarks.Audit;

/// <summary>
/// How long does "audit --full" take over a long log? A coordinator and the auditor in one process, so a process kept to one core pays for both: postings are made by the journal, sequenced, then
/// downloaded over HTTP, hashed, replayed and compared with every balance.
/// </summary>
internal sealed class AuditLogCommand
{
    private readonly Option<int> _postings = new("--postings") { DefaultValueFactory = _ => 1_000_000, Description = "Lines in the ledger; two a transaction." };
    private readonly Option<int> _runs = new("--runs") { DefaultValueFactory = _ => 3, Description = "Audits, each from the beginning." };
    private readonly Option<int> _limit = new("--limit") { DefaultValueFactory = _ => 900, Description = "Seconds after which all of it is given up." };
    private readonly Option<bool> _postgres = new("--postgres") { Description = "On the PostgreSQL that LAIONGRID_TEST_POSTGRES names, instead of SQLite." };

    public RootCommand Build()
    {
        var command = new RootCommand("Times a full audit of the ledger's log.") { _postings, _runs, _limit, _postgres };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(parsed.GetValue(_limit)));
            return await MeasureAsync(parsed.GetValue(_postgres) ? DatabaseKind.Postgres : DatabaseKind.Sqlite, parsed.GetValue(_postings) / 2, parsed.GetValue(_runs), limit.Token);
        });
        return command;
    }

    private static async Task<int> MeasureAsync(DatabaseKind kind, int transactions, int runs, CancellationToken cancellationToken)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind, "--Log:PublishSeconds", "3600");
        var ledger = new PostedLedger(grid);
        await TimeAsync($"{transactions:N0} transactions posted", () => ledger.FillAsync(transactions, cancellationToken));
        await TimeAsync("sequenced and signed", () => grid.Get<SequenceLog>().RunAsync(cancellationToken));
        using var folder = new TemporaryFolder();
        for (var run = 1; run <= runs; run++)
        {
            var code = 0;
            await TimeAsync($"full audit {run}", async () => code = await AuditCommand.RunAsync(
                new(grid.Address), folder[$"auditor-{run}"], receipt: null, isFull: true, Console.Out, Console.Error, cancellationToken));
            if (code != 0)
                return code;
        }
        return 0;
    }

    private static async Task TimeAsync(string what, Func<Task> work)
    {
        var (begun, processor) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await work();
        Console.WriteLine($"{what}: {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F1} s, {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F1} s of processor.");
    }
}
