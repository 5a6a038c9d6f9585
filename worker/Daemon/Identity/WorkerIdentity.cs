namespace LaionGrid.Worker.Identity;

/// <summary>Who this machine is to the grid.</summary>
/// <param name="EnrollKey">Made here once; proves on repeats that it is the same machine.</param>
/// <param name="WorkerKey">Given by the coordinator; empty before the first enrolment.</param>
internal sealed record WorkerIdentity(string EnrollKey, bool IsReferee, string WorkerKey = "", string WorkerName = "", string ContributorName = "")
{
    /// <summary>Without the keys: records print their members, and a log must not.</summary>
    public override string ToString() => WorkerName;
}
