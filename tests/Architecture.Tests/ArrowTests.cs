using System.Text.RegularExpressions;

namespace LaionGrid.Architecture.Tests;

/// <summary>Folders use only the folders that <see cref="DependencyTable"/> lets them use.</summary>
public sealed class ArrowTests
{
    [Fact]
    public void Coordinator_EachSlice_UsesOnlyWhatStandsLeftOfIt() => Hold("coordinator", "LaionGrid.Coordinator", DependencyTable.Coordinator);

    [Fact]
    public void Arithmetic_EachFolder_UsesOnlyWhatStandsLeftOfIt() => Hold("worker/Arithmetic", "LaionGrid.Arithmetic", DependencyTable.Arithmetic);

    [Fact]
    public void Diffusion_EachStage_UsesOnlyTensorsAndSessions() => Hold("worker/Diffusion", "LaionGrid.Diffusion", DependencyTable.Diffusion);

    [Fact]
    public void Worker_EachPart_IsUsedByTheLoopAlone() => Hold("worker/Daemon", "LaionGrid.Worker", DependencyTable.Worker);

    [Fact]
    public void OnnxRuntime_IsNamedInSessionsAlone() => Assert.Empty(Repository.Product
        .Where(file => !file.Path.StartsWith("worker/Diffusion/Sessions/", StringComparison.Ordinal) && file.Code.Contains("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal))
        .Select(file => file.Path));

    [Theory]
    [InlineData("coordinator")]
    [InlineData("web")]
    public void WireTypes_StopAtFilesNamedGrpc(string folder) => Assert.Empty(Repository.CSharp(folder)
        .Where(file => !file.Name.EndsWith("Grpc.cs", StringComparison.Ordinal) && file.Code.Contains("Contracts.V1", StringComparison.Ordinal))
        .Select(file => file.Path));

    private static void Hold(string folder, string root, IReadOnlyDictionary<string, string[]> table)
    {
        var arrows = Repository.CSharp(folder).SelectMany(file => Arrows(file, folder, root, table)).Distinct().ToList();
        Assert.Empty(arrows);
        Assert.Empty(Inner(folder).Except(table.Keys));
    }

    /// <summary>The arrows that the table does not allow, as "file -> folder".</summary>
    private static IEnumerable<string> Arrows(SourceFile file, string folder, string root, IReadOnlyDictionary<string, string[]> table)
    {
        var parts = file.Path[(folder.Length + 1)..].Split('/');
        if (parts.Length == 1)
            return []; // the host's own files use everything
        var allowed = table.GetValueOrDefault(parts[0], []);
        return Uses(file.Code, root, table.Keys).Where(used => used != parts[0] && !allowed.Contains(used)).Select(used => $"{file.Path} -> {used}");
    }

    /// <summary>Folders named through the root namespace, or relative to it as in "Jobs.Request".</summary>
    private static IEnumerable<string> Uses(string code, string root, IEnumerable<string> folders)
    {
        var names = string.Join('|', folders);
        return Regex.Matches(code, $@"{Regex.Escape(root)}\.({names})\b|(?<![\w.])({names})\.[A-Z]\w+(?!\w*\s*\()")
            .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);
    }

    private static IEnumerable<string> Inner(string folder) =>
        Repository.CSharp(folder).Select(file => file.Path[(folder.Length + 1)..].Split('/')).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct();
}
