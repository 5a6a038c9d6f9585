using LaionGrid.Worker.Idle;
using LaionGrid.Worker.Uplink.Leases;
namespace LaionGrid.Worker.Loop;

/// <summary>
/// Notes what goes wrong with a device by its own fault, and says when it is to be set aside. A picture that fails again counts once: it may be the
/// picture. After it was set aside one more failure does it, until it has rendered something. For one thread.
/// </summary>
internal sealed class DeviceHealth(TimeProvider time)
{
    /// <summary>Pictures in a row.</summary>
    public const int Most = 3;

    /// <summary>A driver that was updated or a card that has cooled may do again.</summary>
    public static readonly TimeSpan TriedAgainAfter = TimeSpan.FromHours(1);

    private readonly HashSet<string> _failed = [];

    public void Worked() => _failed.Clear();

    /// <summary>Why it is to be set aside; null while it is not.</summary>
    public SetAside? Failed(Lease lease, Failure failure)
    {
        if (!failure.IsDevices)
            return null;
        _failed.Add(lease.JobId.Length > 0 ? lease.JobId : lease.Id);
        if (_failed.Count < Most)
            return null;
        _failed.Remove(_failed.First());
        return Aside($"{Most} pictures in a row failed on it, the last so: {failure.Detail} {AdviceFor(failure.Reason)}");
    }

    /// <summary>There is no such device, or it cannot be used.</summary>
    public SetAside Unusable(string problem) => Aside(problem);

    private SetAside Aside(string why) => new(why, time.GetLocalNow() + TriedAgainAfter);

    private static string AdviceFor(FailReason reason) => reason == FailReason.OutOfMemory
        ? "Close other programs that use its memory, or set --memory-limit."
        : "Look after its driver, its power and its heat; a restart of the machine may help.";
}
