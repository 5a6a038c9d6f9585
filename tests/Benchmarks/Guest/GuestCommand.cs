using System.CommandLine;
using LaionGrid.Benchmarks.Load;

namespace LaionGrid.Benchmarks.Guest;

/// <summary>How soon after the owner's return is the render process gone, and the job back in the queue?</summary>
internal sealed class GuestCommand
{
    private readonly Option<int> _trials = new("--trials") { DefaultValueFactory = _ => 200, Description = "Returns of the owner." };

    public RootCommand Build()
    {
        var command = new RootCommand("A whole worker with the real render process and the bundled model on the processor; only the owner's input is simulated.") { _trials };
        command.SetAction(async (parsed, token) =>
        {
            await using var grid = await GuestGrid.StartAsync();
            var (gone, requeued, trials, delivered) = (new Latencies(), new Latencies(), 0, 0);
            try
            {
                for (; trials < parsed.GetValue(_trials); trials++)
                    delivered += await grid.ReturnAsync(gone, requeued, token) ? 0 : 1;
            }
            catch (Exception error) when (token.IsCancellationRequested && error is OperationCanceledException or Grpc.Core.RpcException)
            {
                // Ctrl-C: what was measured until then is told.
            }
            Console.WriteLine($"{trials} trials\nprocess gone: {Text(gone)}\njob queued again: {Text(requeued)}\nrendered already when the owner came: {delivered}");
        });
        return command;
    }

    private static string Text(Latencies latencies) => $"median {latencies.PercentileMs(0.5):F0} ms, p99 {latencies.PercentileMs(0.99):F0} ms, most {latencies.PercentileMs(1):F0} ms";
}
