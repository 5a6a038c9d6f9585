using System.CommandLine;
using LaionGrid.Worker.Identity;
using LaionGrid.Worker.Uplink;
using LaionGrid.Worker.Uplink.Auditing;
namespace LaionGrid.Worker.Audit;

/// <summary>"laiongrid-worker appeal": asks for another referee's opinion on a rejected picture, and how it went.</summary>
internal sealed class AppealCommand(GridOptions grid)
{
    /// <summary>Refused, or denied.</summary>
    public const int NotGranted = 1;

    /// <summary>Nothing could be asked.</summary>
    public const int NotAsked = 2;

    private readonly Argument<string> _lease = new("LEASE") { Description = "The picture's lease, as the worker's log names it." };

    public Command Build()
    {
        var command = new Command("appeal", "Ask for another referee's opinion on a picture of this machine that was rejected. Ask again to hear how it went.") { _lease };
        grid.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(result, Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var (address, folder, problem) = grid.Read(result);
        if (address is not null)
            return await RunAsync(address, folder, result.GetRequiredValue(_lease), output, errors, cancellationToken);
        await errors.WriteLineAsync($"Not asked: {problem}");
        return NotAsked;
    }

    /// <returns>The process's exit code: 0 when the appeal waits or is upheld.</returns>
    public static async Task<int> RunAsync(Uri address, string folder, string lease, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddUplink(address).BuildServiceProvider();
        try
        {
            if (IdentityFile.Peek(folder) is not { WorkerKey: { Length: > 0 } key })
                throw new NotCheckedException($"no worker has joined a grid from {folder}. Name the folder of the one that made the picture with --data.");
            services.GetRequiredService<WorkerKey>().Text = key;
        }
        catch (Exception error) when (error is NotCheckedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await errors.WriteLineAsync($"Not asked: {error.Message}");
            return NotAsked;
        }
        var (appeal, refusal) = await services.GetRequiredService<AuditsUplinkGrpc>().AppealAsync(lease, cancellationToken);
        if (appeal is not null)
        {
            await output.WriteLineAsync(SentenceOf(appeal));
            return appeal.Standing == AppealStanding.Denied ? NotGranted : 0;
        }
        if (refusal is { HasStatusAlone: false })
        {
            await errors.WriteLineAsync($"Refused: {refusal.Message}");
            return NotGranted;
        }
        await errors.WriteLineAsync($"Not asked: {address} did not answer ({refusal?.Message}). Check --coordinator, and try again.");
        return NotAsked;
    }

    private static string SentenceOf(Appeal appeal) => appeal.Standing switch
    {
        AppealStanding.Upheld => "Upheld: the verdict was wrong. The picture's credit, and what the verdict had cost, is in escrow; trust and suspension are as before.",
        AppealStanding.Denied => "Denied: no other referee found the picture right. This is final.",
        AppealStanding.WaitsForAReferee => $"It waits: no referee is enrolled now that has not answered about this picture already. It is denied when none comes within {Hours(appeal)}.",
        _ => $"It waits for a referee that has not answered about this picture yet, at most {Hours(appeal)}. Ask again with the same command to hear how it went.",
    };

    private static string Hours(Appeal appeal) => appeal.Left < TimeSpan.FromHours(2) ? $"{Math.Ceiling(appeal.Left.TotalMinutes):0} minutes" : $"{appeal.Left.TotalHours:0} hours";
}
