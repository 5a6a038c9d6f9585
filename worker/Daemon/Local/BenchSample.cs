using System.Diagnostics;
using LaionGrid.Diffusion.Pipeline;

namespace LaionGrid.Worker.Local;

/// <summary>One measured render.</summary>
/// <param name="Whole">From the order to its pictures, without writing files.</param>
/// <param name="Networks">What of that its networks ran.</param>
/// <param name="AllocatedPerStep">Managed bytes from one step to the next; 0 for a single step.</param>
internal readonly record struct BenchSample(TimeSpan Whole, NetworkTimes Networks, double AllocatedPerStep)
{
    /// <summary>1 is none.</summary>
    public double Overhead => Whole / Networks.Sum;

    public static BenchSample Measure(DiffusionPipeline engine, PictureOrder order, CancellationToken cancellationToken)
    {
        var (before, started) = (engine.Times, Stopwatch.GetTimestamp());
        var meter = new AllocationMeter();
        engine.Render(order, meter.Observe, cancellationToken);
        return new(Stopwatch.GetElapsedTime(started), engine.Times - before, meter.PerStep);
    }

    /// <summary>What this thread allocates from one step of the first picture to the next.</summary>
    private sealed class AllocationMeter
    {
        private long _first = -1;
        private long _last;
        private int _steps;

        public double PerStep => _steps == 0 ? 0 : (double)(_last - _first) / _steps;

        public void Observe(StepView view)
        {
            if (view.Picture != 0)
                return;
            _last = GC.GetAllocatedBytesForCurrentThread();
            if (_first < 0)
                _first = _last;
            else
                _steps++;
        }
    }
}
