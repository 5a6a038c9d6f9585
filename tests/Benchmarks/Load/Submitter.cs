using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Benchmarks.Load;

/// <summary>Plays the site: asks for one picture at a time, in the names of a thousand visitors, at the coordinators in turn.</summary>
internal sealed class Submitter(IReadOnlyList<GrpcChannel> channels, Tally tally)
{
    private const int Visitors = 1000;
    private const int Askers = 16;
    private const int MostInFlight = 1000;
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<Requests.RequestsClient> _requests = [.. channels.Select(channel => new Requests.RequestsClient(channel))];

    public static SubmitRequest Ask(string key, string requester, long seed) => new()
    {
        RequestKey = key,
        Settings = new() { Prompt = $"a lighthouse above a stormy sea at night, picture {seed}" },
        Count = 1,
        Seed = seed,
        Requester = requester,
    };

    /// <summary>As fast as they are rendered: a few ask at once, and only so far ahead of the workers as the tally has room.</summary>
    public Task RunClosedAsync(CancellationToken cancellationToken) => Parallel.ForAsync(
        0, tally.Jobs, new ParallelOptions { MaxDegreeOfParallelism = Askers, CancellationToken = cancellationToken }, async (job, token) =>
        {
            await tally.Window.WaitAsync(token);
            await SubmitAsync(job, token);
        });

    /// <summary>At the instants of a Poisson process of this rate, whether answers have come or not, up to a bound that keeps a stuck run small.</summary>
    public async Task RunOpenAsync(double jobsPerSecond, CancellationToken cancellationToken)
    {
        var (random, started, due) = (new Random(1), Stopwatch.GetTimestamp(), TimeSpan.Zero);
        var inFlight = new HashSet<Task>();
        for (var job = 0; job < tally.Jobs; job++)
        {
            due += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / jobsPerSecond);
            if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                await Task.Delay(early, cancellationToken);
            inFlight.Add(SubmitAsync(job, cancellationToken));
            while (inFlight.FirstOrDefault(task => task.IsCompleted) is { } ended)
            {
                inFlight.Remove(ended);
                await ended;
            }
            if (inFlight.Count >= MostInFlight)
                await Task.WhenAny(inFlight);
        }
        await Task.WhenAll(inFlight);
    }

    /// <summary>Tries again under the same key, as the site does, and fails the run when nothing helps.</summary>
    private async Task SubmitAsync(int job, CancellationToken cancellationToken)
    {
        var seed = tally.FirstSeed + job;
        var request = Ask($"load-{seed}", $"visitor-{job % Visitors}", seed);
        for (var tried = 1; ; tried++)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await _requests[job % _requests.Count].SubmitAsync(request, LoadClient.Call(null, cancellationToken));
                tally.Submit.AddSince(started);
                tally.Answered(seed);
                return;
            }
            catch (RpcException error) when (tried < Tries && !cancellationToken.IsCancellationRequested)
            {
                tally.Refused("Submit", error);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
