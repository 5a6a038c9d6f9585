namespace LaionGrid.Worker.Tests;

/// <summary>A fact about Unix; shown as skipped on Windows.</summary>
public sealed class OnUnixFactAttribute : FactAttribute
{
    public const string Reason = "Windows has neither file modes nor /bin/sh.";

    public OnUnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? Reason : null;
}

/// <summary>A fact about Linux; shown as skipped elsewhere.</summary>
public sealed class OnLinuxFactAttribute : FactAttribute
{
    public OnLinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux has it.";
}

/// <summary>A theory about Unix; shown as skipped on Windows.</summary>
public sealed class OnUnixTheoryAttribute : TheoryAttribute
{
    public OnUnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? OnUnixFactAttribute.Reason : null;
}
