namespace LaionGrid.TestKit.Chaos;

/// <summary>The audit of a grid that is coming to rest.</summary>
public static class PatientAudit
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Audits until all is right or patience ends; what was wrong in the end.</summary>
    /// <param name="meanwhile">Done before each look but the first.</param>
    public static async Task<IReadOnlyList<string>> UntilCleanAsync(this GridAudit audit, TimeSpan patience, Action? meanwhile = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var findings = await audit.RunAsync(CancellationToken.None);
            if (findings.Count == 0 || TimeProvider.System.GetElapsedTime(start) > patience)
                return findings;
            meanwhile?.Invoke();
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
