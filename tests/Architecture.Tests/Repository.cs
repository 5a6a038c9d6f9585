using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LaionGrid.Architecture.Tests;

/// <summary>A source file as these tests see it.</summary>
/// <param name="Path">Relative to the repository, with '/'.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public int Lines => Text.AsSpan().Count('\n');

    public SyntaxNode Root => CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None)).GetRoot();

    /// <summary>The file without comments, so that a word in prose is not an arrow.</summary>
    public string Code
    {
        get
        {
            var root = Root;
            return root.ReplaceTrivia(root.DescendantTrivia().Where(IsComment), (_, _) => SyntaxFactory.Space).ToFullString();
        }
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;
}

/// <summary>The repository these tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] Products = ["coordinator", "worker", "web", "proto"];

    public static string Root { get; } = FindRoot();

    public static SourceFile File(string path) => new(path, System.IO.File.ReadAllText(Path.Combine(Root, path)));

    /// <summary>Hand-written C# under a folder, without build output.</summary>
    public static IReadOnlyList<SourceFile> CSharp(string folder) => Files(folder, "*.cs").Select(File).ToList();

    /// <summary>Hand-written C# of everything that users run.</summary>
    public static IReadOnlyList<SourceFile> Product => Products.SelectMany(CSharp).ToList();

    public static IReadOnlyList<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "LaionGrid.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No LaionGrid.sln above {AppContext.BaseDirectory}.");
    }
}
