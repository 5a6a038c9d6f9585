using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LaionGrid.Diffusion.Pipeline;
using LaionGrid.Diffusion.Scoring;

namespace LaionGrid.Worker.Local;

/// <summary>"laiongrid-worker render": pictures from a bundle on this machine, with no grid at all.</summary>
internal sealed class RenderCommand
{
    private readonly Option<string> _bundle = new("--bundle") { HelpName = "DIR", Description = "Folder of a model in the ONNX layout of Stable Diffusion.", Required = true };
    private readonly Option<string> _out = new("--out")
    {
        HelpName = "PNG",
        Description = "Where to write; what lies there is replaced. With several pictures their seeds are put behind the name.",
        DefaultValueFactory = _ => "picture.png",
    };

    private readonly OrderOptions _order = new();
    private readonly DeviceOptions _device = new();

    public Command Build()
    {
        var command = new Command("render", "Render pictures here, without a grid. What is left out, the model decides.") { _bundle, _out };
        _order.AddTo(command);
        _device.AddTo(command);
        command.SetAction((result, _) => Task.Run(() => Run(result)));
        return command;
    }

    private int Run(ParseResult result) => LocalRun.Guard(() =>
    {
        var files = new PictureFiles(result.GetRequiredValue(_out));
        var orderFor = _order.Read(result);
        using var progress = new ProgressLine();
        using var session = LocalSession.Open(result.GetRequiredValue(_bundle), _device.Read(result), progress);
        var order = orderFor(session.Usual);
        var started = Stopwatch.GetTimestamp();
        var pictures = LocalRun.Stoppable(cancellationToken => Render(session, order, progress, cancellationToken));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        progress.Wipe();
        foreach (var picture in pictures)
        {
            var path = files.Write(picture, pictures.Count, Parameters.Describe(order with { Seed = picture.Seed }, session.Name));
            Console.WriteLine($"{path}: {picture.Picture.Width}x{picture.Picture.Height}, seed {picture.Seed}{Describe(picture.Scores)}");
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s on {session.Engine.Device.Name}."));
    });

    private static IReadOnlyList<RenderedPicture> Render(LocalSession session, PictureOrder order, ProgressLine progress, CancellationToken cancellationToken)
    {
        progress.Wipe();
        Console.WriteLine($"Rendering {session.Describe(order)}.");
        var steps = new int[order.Count]; // each picture's: when memory is short they are begun again, fewer at once
        return session.Engine.Render(order, Show, cancellationToken);

        void Show(StepView view)
        {
            steps[view.Picture] = view.Step;
            progress.Show(steps.Sum(), order.Steps * order.Count, "steps");
        }
    }

    private static string Describe(PictureScores? scores) => scores is null ? "" : string.Concat(
        Score("text fit", scores.TextFit), Score("aesthetic", scores.Aesthetic), Score("unsafe", scores.Nsfw), scores.IsUnsafe is true ? ", flagged unsafe" : "");

    private static string Score(string name, double? score) => score is { } value ? string.Create(CultureInfo.InvariantCulture, $", {name} {value:0.00}") : "";
}
