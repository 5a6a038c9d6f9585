namespace LaionGrid.Coordinator.Datasets.Releases.Building;

/// <summary>Instants as a release tells them.</summary>
internal static class Hours
{
    /// <summary>Cut to the hour.</summary>
    public static DateTimeOffset Of(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
