using System.Reflection;

namespace LaionGrid.Worker;

/// <summary>Which program this is, and how it is started again in another role.</summary>
internal static class ThisProgram
{
    /// <summary>Three numbers, such as "0.2.0".</summary>
    public static string Version { get; } = typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>From source the program is "dotnet" with our assembly as its first argument; published it is itself.</summary>
    public static (string FileName, IReadOnlyList<string> Arguments) With(params IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? (program, [Path.Combine(AppContext.BaseDirectory, "laiongrid-worker.dll"), .. arguments])
            : (program, arguments);
    }
}
