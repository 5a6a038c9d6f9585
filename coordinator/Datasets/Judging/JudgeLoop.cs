using LaionGrid.Coordinator.Edge;
using Microsoft.Extensions.Options;

namespace LaionGrid.Coordinator.Datasets.Judging;

/// <summary>
/// Keeps judgements up to the answers: new ones within seconds, raters and comparisons once an hour, and after that, and at the start, every picture anew under the raters' new weights. Where it stands is in
/// memory only. Answers that were written late are found by looking back a minute each time.
/// </summary>
internal sealed class JudgeLoop(FitJudgements fit, JudgePictures judge, IOptions<JudgingOptions> options, TimeProvider time, ILogger<JudgeLoop> logger) : Loop(time, logger)
{
    private static readonly TimeSpan LookBack = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = time;
    private DateTimeOffset _judgedTo = DateTimeOffset.UnixEpoch;
    private DateTimeOffset _fitAt = DateTimeOffset.UnixEpoch;

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(options.Value.Look, _time, cancellationToken);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (now - _fitAt >= options.Value.Fit)
        {
            await fit.RunAsync(cancellationToken);
            (_fitAt, _judgedTo) = (now, DateTimeOffset.UnixEpoch);
        }
        var from = _judgedTo > DateTimeOffset.UnixEpoch + LookBack ? _judgedTo - LookBack : _judgedTo;
        _judgedTo = await judge.RunAsync(from, cancellationToken);
    }
}
