using System.Globalization;
using LaionGrid.Coordinator.Edge;
using LaionGrid.Coordinator.Fleet;
using LaionGrid.Coordinator.Jobs.Arrivals;
using LaionGrid.Coordinator.Storage;

namespace LaionGrid.Coordinator.Jobs.Queue;

/// <summary>
/// Tells the other coordinators every few seconds how many workers are here and what they rendered, and hears the same of them: so
/// everyone's counts and estimates are the grid's. Costs no table anything.
/// </summary>
internal sealed class GossipLoop : Loop
{
    private const string FleetLine = "fleet";
    private const string PaceLine = "pace";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ReplicaBus _bus;
    private readonly FleetCounts _fleet;
    private readonly ServicePace _pace;
    private readonly TimeProvider _time;

    public GossipLoop(ReplicaBus bus, FleetCounts fleet, ServicePace pace, TimeProvider time, ILogger<GossipLoop> logger)
        : base(time, logger)
    {
        (_bus, _fleet, _pace, _time) = (bus, fleet, pace, time);
        bus.Heard += Hear;
    }

    protected override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(_bus.IsShared ? Interval : Timeout.InfiniteTimeSpan, _time, cancellationToken);

    public override Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!_bus.IsShared)
            return Task.CompletedTask;
        var here = _fleet.Here;
        _bus.Send(string.Create(CultureInfo.InvariantCulture, $"{FleetLine} {_bus.Self} {here.Volunteers} {here.Referees} {here.Slots} {here.IdleSlots}"));
        foreach (var (lane, pictures) in _pace.TakeUntold())
            _bus.Send(string.Create(CultureInfo.InvariantCulture, $"{PaceLine} {pictures} {lane}"));
        return Task.CompletedTask;
    }

    private void Hear(string line)
    {
        switch (line.Split(' '))
        {
            case [FleetLine, var coordinator, var volunteers, var referees, var slots, var idle]:
                _fleet.Heard(coordinator, new(Read(volunteers), Read(referees), Read(slots), Read(idle)));
                break;
            case [PaceLine, var pictures, var lane]:
                _pace.RenderedElsewhere(lane, Read(pictures));
                break;
        }
    }

    private static int Read(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
