using System.CommandLine;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Uplink;
namespace LaionGrid.Worker.Audit;

/// <summary>"laiongrid-worker audit": is the ledger what it was, and does it add up?</summary>
internal sealed class AuditCommand(GridOptions grid)
{
    /// <summary>Something does not hold.</summary>
    public const int Wrong = 1;

    /// <summary>Nothing could be found out.</summary>
    public const int NotChecked = 2;

    private readonly Option<string?> _receipt = new("--receipt") { HelpName = "FILE", Description = "Check this receipt: whether it proves itself, and whether it is of today's log." };
    private readonly Option<bool> _full = new("--full") { Description = "Download the whole log, and recompute its root and every balance." };

    public Command Build()
    {
        var command = new Command("audit", "Check the grid's ledger: that it begins with what this machine saw before, and holds what it has receipts for.") { _receipt, _full };
        grid.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_full) && result.GetValue(_receipt) is not null)
                result.AddError("--full and --receipt are two things to ask.");
        });
        command.SetAction((result, cancellationToken) => RunAsync(result, Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var (address, folder, problem) = grid.Read(result);
        if (address is not null)
            return await RunAsync(address, folder, result.GetValue(_receipt), result.GetValue(_full), output, errors, cancellationToken);
        await errors.WriteLineAsync(problem);
        return NotChecked;
    }

    /// <returns>The process's exit code: 0 when all holds.</returns>
    public static async Task<int> RunAsync(Uri address, string folder, string? receipt, bool isFull, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddUplink(address).AddAudit(_ => folder).AddSingleton(output).AddSingleton<AuditRun>().BuildServiceProvider();
        try
        {
            var run = services.GetRequiredService<AuditRun>();
            await (receipt is not null ? run.CheckReceiptAsync(receipt, cancellationToken)
                : isFull ? run.CheckAllAsync(cancellationToken)
                : run.CheckAsync(IdentityFile.Peek(folder), cancellationToken));
            return 0;
        }
        catch (LogFaultException fault)
        {
            await errors.WriteLineAsync($"WRONG: {fault.Message}");
            return Wrong;
        }
        catch (Exception error) when (error is NotCheckedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await errors.WriteLineAsync($"Not checked: {error.Message}");
            return NotChecked;
        }
    }
}
