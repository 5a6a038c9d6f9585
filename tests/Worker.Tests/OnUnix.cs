namespace LaionGrid.Worker.Tests;

/// <summary>A fact about Unix; shown as skipped on Windows.</summary>
public sealed class OnUnixFactAttribute : FactAttribute
{
    public const string Reason = "Windows has neither file modes nor /bin/sh.";

    public OnUnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? Reason : null;
}

/// <summary>A theory about Unix; shown as skipped on Windows.</summary>
public sealed class OnUnixTheoryAttribute : TheoryAttribute
{
    public OnUnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? OnUnixFactAttribute.Reason : null;
}
