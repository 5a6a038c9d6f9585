using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LaionGrid.Diffusion.Decoding;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Worker.Local;

/// <summary>"laiongrid-worker render": pictures from a bundle on this machine, with no grid at all.</summary>
internal sealed class RenderCommand
{
    private readonly Option<string> _bundle = new("--bundle") { HelpName = "DIR", Description = "Folder of a model in the ONNX layout of Stable Diffusion.", Required = true };
    private readonly Option<string> _out = new("--out") { HelpName = "PNG", Description = "Where to write; with several pictures their seeds are put behind the name.", DefaultValueFactory = _ => "picture.png" };
    private readonly OrderOptions _order = new();
    private readonly DeviceOptions _device = new();

    public Command Build()
    {
        var command = new Command("render", "Render pictures here, without a grid.") { _bundle, _out };
        _order.AddTo(command);
        _device.AddTo(command);
        command.SetAction((result, _) => Task.Run(() => Run(result)));
        return command;
    }

    private int Run(ParseResult result) => LocalRun.Guard(cancellationToken =>
    {
        using var session = LocalSession.Open(result.GetRequiredValue(_bundle), _device.Read(result));
        var (order, problem) = _order.Read(result, session.Usual);
        if (order is null)
            throw new LocalException(problem ?? "The order cannot be read.");
        var started = Stopwatch.GetTimestamp();
        using var bar = new ProgressBar(order.Steps);
        var pictures = session.Engine.Render(order, view => bar.Show(view.Step), cancellationToken);
        bar.Dispose();
        foreach (var picture in pictures)
            Write(PathOf(result.GetRequiredValue(_out), picture, pictures.Count), picture, order, session.Name);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s on {session.Engine.Device.Name}."));
    });

    private static void Write(string path, RenderedPicture picture, PictureOrder order, string bundle)
    {
        var parameters = Parameters.Describe(order with { Seed = picture.Seed }, bundle);
        File.WriteAllBytes(path, PngWriter.Encode(picture.Picture, new PngText("parameters", parameters)));
        Console.WriteLine($"{path}: {picture.Picture.Width}x{picture.Picture.Height}, seed {picture.Seed}{Describe(picture.Scores)}");
    }

    private static string Describe(PictureScores? scores) => scores is null ? "" : string.Concat(
        Score("text fit", scores.TextFit), Score("aesthetic", scores.Aesthetic), Score("unsafe", scores.Nsfw), scores.IsUnsafe is true ? ", flagged unsafe" : "");

    private static string Score(string name, double? score) => score is { } value ? string.Create(CultureInfo.InvariantCulture, $", {name} {value:0.00}") : "";

    private static string PathOf(string path, RenderedPicture picture, int count) => count == 1
        ? path
        : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{picture.Seed}{Path.GetExtension(path)}");
}
