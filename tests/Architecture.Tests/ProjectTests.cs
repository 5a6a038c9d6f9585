using System.Xml.Linq;

namespace LaionGrid.Architecture.Tests;

/// <summary>Projects reference what the table says, no more and no less.</summary>
public sealed class ProjectTests
{
    public static TheoryData<string> Names => [.. DependencyTable.Projects.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Project_References_AreThoseOfTheTable(string path)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, path));
        var (projects, packages) = DependencyTable.Projects[path];

        Assert.Equal(projects, Named(project, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'))).Order());
        Assert.Equal(packages, Named(project, "PackageReference").Order());
    }

    [Fact]
    public void Table_NamesEveryProductProject() => Assert.Equal(
        DependencyTable.Projects.Keys.Order(),
        new[] { "coordinator", "worker", "web", "proto" }.SelectMany(folder => Repository.Files(folder, "*.csproj")).Order());

    [Fact]
    public void Versions_StandInOnePlace() => Assert.Empty(
        from folder in new[] { "coordinator", "worker", "web", "proto", "tests" }
        from path in Repository.Files(folder, "*.csproj")
        from reference in XDocument.Load(Path.Combine(Repository.Root, path)).Descendants("PackageReference")
        where reference.Attribute("Version") is not null
        select $"{path}: {reference.Attribute("Include")?.Value}");

    private static IEnumerable<string> Named(XDocument project, string element) =>
        project.Descendants(element).Select(reference => reference.Attribute("Include")?.Value ?? "");
}
