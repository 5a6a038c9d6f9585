using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LaionGrid.Architecture.Tests;

/// <summary>The shape of a file: how long, named how, and pure where its name promises it.</summary>
public sealed class ShapeTests
{
    private const int MaxFileLines = 400;
    private const int MaxMethodLines = 80;

    private static readonly string[] PureEndings = ["Lifecycle.cs", "Policy.cs", "Tariff.cs", "Rules.cs"];
    private static readonly string[] Impure = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Grpc.Core", "TimeProvider", "LaionGrid.Contracts"];
    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Impl"];

    [Fact]
    public void Files_AreShort() => Assert.Empty(
        Repository.Product.Append(Repository.File("grid.cs")).Append(Repository.File("models/manifest.cs")).Where(file => file.Lines > MaxFileLines).Select(file => $"{file.Path}: {file.Lines} lines"));

    [Fact]
    public void Pages_AreShort() => Assert.Empty(
        from path in Repository.Files("web", "*.razor")
        let lines = File.ReadLines(Path.Combine(Repository.Root, path)).Count()
        where lines > MaxFileLines
        select $"{path}: {lines} lines");

    [Fact]
    public void Methods_AreShort() => Assert.Empty(
        from file in Repository.Product
        from node in file.Root.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let span = node.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MaxMethodLines
        select $"{file.Path}:{span.StartLinePosition.Line + 1}: {lines} lines");

    [Fact]
    public void Rules_ArePure() => Assert.Empty(
        from file in Repository.CSharp("coordinator")
        where PureEndings.Any(ending => file.Name.EndsWith(ending, StringComparison.Ordinal))
        from word in Impure
        where file.Code.Contains(word, StringComparison.Ordinal)
        select $"{file.Path} uses {word}");

    [Fact]
    public void Names_SayWhatAThingIs() => Assert.Empty(
        from file in Repository.Product
        from type in file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where EmptyWords.Any(word => type.Identifier.Text.EndsWith(word, StringComparison.Ordinal))
        select $"{file.Path}: {type.Identifier.Text}");

    [Fact]
    public void Namespaces_FollowFolders() => Assert.Empty(
        from file in Repository.Product
        from space in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let folders = Path.GetDirectoryName(file.Path)!.Replace('\\', '/').Split('/').Skip(file.Path.StartsWith("worker", StringComparison.Ordinal) ? 2 : 1) // a file has a folder
        where !space.Name.ToString().EndsWith(string.Concat(folders.Select(folder => $".{folder}")), StringComparison.Ordinal)
        select $"{file.Path}: {space.Name}");
}
