namespace LaionGrid.Worker.Uplink.Joining;

/// <summary>What a machine says of itself when it joins.</summary>
/// <param name="JoiningKey">A person's key, the operator's for a referee, or empty.</param>
internal sealed record Enrolment(string EnrollKey, string WorkerName, string ContributorName, bool IsReferee, string JoiningKey)
{
    /// <summary>Without the keys: records print their members, and a log must not.</summary>
    public override string ToString() => WorkerName;
}

/// <summary>How joining ended.</summary>
internal abstract record EnrollOutcome
{
    internal sealed record Enrolled(string WorkerName, string ContributorName, string WorkerKey) : EnrollOutcome
    {
        public override string ToString() => WorkerName;
    }

    internal sealed record Refused(Refusal Refusal) : EnrollOutcome;
}
