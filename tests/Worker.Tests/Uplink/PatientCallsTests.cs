using Google.Protobuf;
using Grpc.Core;
using LaionGrid.Worker.Uplink;
using Microsoft.Extensions.Logging.Abstractions;
using Wire = LaionGrid.Contracts.V1;

namespace LaionGrid.Worker.Tests.Uplink;

public sealed class PatientCallsTests
{
    private static readonly RpcException Away = new(new Status(StatusCode.Unavailable, "away"));

    private readonly ManualTime _time = new();
    private readonly Queue<Exception?> _script = [];
    private int _calls;

    [Fact]
    public async Task Run_WhenTheCoordinatorIsAway_AsksAgainAfterAPause()
    {
        Script(Away, null);

        var answer = Patient().RunAsync(CallAsync, default);
        Assert.Equal(1, _calls);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await answer);
    }

    [Fact]
    public async Task Run_HoweverOftenItFailed_NeverPausesLongerThanTheLongest()
    {
        Script([.. Enumerable.Repeat(Away, 50), null]);

        var answer = Patient().RunAsync(CallAsync, default);
        for (var expected = 1; expected <= 50; expected++)
        {
            Assert.Equal(expected, _calls);
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(51, await answer);
    }

    [Fact]
    public async Task Run_WhenTheRefusalSaysHowLong_WaitsThatLong()
    {
        Script(Refusal(StatusCode.Unavailable, "disk.full", retryAfterMs: 60_000), null);

        var answer = Patient().RunAsync(CallAsync, default);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, _calls);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await answer);
    }

    [Theory, InlineData(StatusCode.FailedPrecondition), InlineData(StatusCode.Unauthenticated), InlineData(StatusCode.InvalidArgument), InlineData(StatusCode.ResourceExhausted)]
    public async Task Try_WhenRefusedForGood_AsksOnceAndSaysWhy(StatusCode status)
    {
        Script(Refusal(status, "lease.stale"));

        var refusal = await Patient().TryAsync(CallAsync, default);

        Assert.Equal(("lease.stale", 1), (refusal?.Code, _calls));
    }

    [Fact]
    public async Task Try_WhenTheCoordinatorKeepsFailingAtThisCall_GivesUp()
    {
        Script([.. Enumerable.Repeat(new RpcException(new Status(StatusCode.Internal, "bug")), 20)]);

        var refusal = Patient().TryAsync(CallAsync, default);
        for (var turn = 0; turn < 20; turn++)
            _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(("grpc.Internal", 6), ((await refusal)?.Code, _calls));
    }

    [Fact]
    public async Task Run_WhenCancelledDuringAPause_EndsAtOnce()
    {
        Script(Away, null);
        using var stopping = new CancellationTokenSource();

        var answer = Patient().RunAsync(CallAsync, stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
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
