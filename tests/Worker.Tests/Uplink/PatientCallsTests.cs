using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Worker.Uplink;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Tests.Uplink;

public sealed class PatientCallsTests
{
    private static readonly RpcException Away = new(new Status(StatusCode.Unavailable, "away"));

    private readonly PauseRecorder _time = new();
    private readonly Queue<Exception?> _script = [];
    private int _calls;

    [Fact]
    public async Task Run_WhenTheCoordinatorIsAway_AsksAgainAfterAPause()
    {
        Script(Away, null);

        Assert.Equal(2, await Patient().RunAsync(CallAsync, default));

        Assert.InRange(Assert.Single(_time.Pauses), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Run_HoweverOftenItFailed_PausesLongerButNeverPastTheLongest()
    {
        Script([.. Enumerable.Repeat(Away, 50), null]);

        Assert.Equal(51, await Patient().RunAsync(CallAsync, default));

        Assert.All(_time.Pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(_time.Pauses[^1] > TimeSpan.FromSeconds(5), $"The last pause was {_time.Pauses[^1]}.");
    }

    [Fact]
    public async Task Run_WhenTheRefusalSaysHowLong_WaitsThatLong()
    {
        Script(Refusal(StatusCode.Unavailable, "disk.full", retryAfterMs: 60_000), null);

        await Patient().RunAsync(CallAsync, default);

        Assert.Equal(TimeSpan.FromMinutes(1), Assert.Single(_time.Pauses));
    }

    [Fact]
    public async Task Run_WhileTheCoordinatorIsAwayForADay_AsksOnAndSaysSoOnceAnHour()
    {
        var (day, log) = (new SkippingTime(), new LogLines());
        var since = day.GetUtcNow();
        var patient = new PatientCalls(new(), day, new Logger<PatientCalls>(LoggerFactory.Create(logging => logging.AddProvider(log))));

        await patient.RunAsync(_ => day.GetUtcNow() - since < TimeSpan.FromDays(1) ? Task.FromException<int>(Away) : Task.FromResult(0), default);

        Assert.All(day.Pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.InRange(log.All.Count(line => line.StartsWith("The coordinator cannot be asked now: away.", StringComparison.Ordinal)), 23, 24);
        Assert.Equal("The coordinator answers again.", log.All.Last());
    }

    [Theory, InlineData(StatusCode.FailedPrecondition), InlineData(StatusCode.Unauthenticated), InlineData(StatusCode.InvalidArgument), InlineData(StatusCode.ResourceExhausted)]
    public async Task Try_WhenRefusedForGood_AsksOnceAndSaysWhy(StatusCode status)
    {
        Script(Refusal(status, "lease.stale"));

        var refusal = await Patient().TryAsync(CallAsync, default);

        Assert.Equal(("lease.stale", 1), (refusal?.Code, _calls));
    }

    [Fact]
    public async Task Try_WhenRefusedWhileItIsToldToStop_IsCancelled()
    {
        using var stopping = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Patient().TryAsync(
            async _ =>
            {
                await stopping.CancelAsync();
                throw Refusal(StatusCode.FailedPrecondition, "lease.stale");
            },
            stopping.Token));
    }

    [Fact]
    public async Task Try_WhenTheCoordinatorKeepsFailingAtThisCall_GivesUp()
    {
        Script([.. Enumerable.Repeat(new RpcException(new Status(StatusCode.Internal, "bug")), 20)]);

        var refusal = await Patient().TryAsync(CallAsync, default);

        Assert.Equal(("grpc.Internal", 6), (refusal?.Code, _calls));
    }

    [Fact]
    public async Task Run_WhenCancelledDuringAPause_EndsAtOnce()
    {
        Script(Away, null);
        using var stopping = new CancellationTokenSource();
        _time.OnPause = stopping.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Patient().RunAsync(CallAsync, stopping.Token));

        Assert.Equal(1, _calls);
    }

    private PatientCalls Patient() => new(new(), _time, NullLogger<PatientCalls>.Instance);

    private void Script(params Exception?[] answers) => answers.ToList().ForEach(_script.Enqueue);

    private Task<int> CallAsync(CancellationToken cancellationToken)
    {
        _calls++;
        return _script.Dequeue() is { } error ? Task.FromException<int>(error) : Task.FromResult(_calls);
    }

    private static RpcException Refusal(StatusCode status, string code, long retryAfterMs = 0)
    {
        var refusal = new Wire.Refusal { Code = code, Message = "No.", RetryAfterMs = retryAfterMs };
        return new(new Status(status, "No."), new Metadata { { "laiongrid-refusal-bin", refusal.ToByteArray() } });
    }
}
