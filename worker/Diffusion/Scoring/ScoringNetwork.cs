using System.Numerics;
using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Scoring;

/// <summary>A network that makes one row of numbers of one picture, text or embedding.</summary>
internal sealed class ScoringNetwork : IDisposable
{
    private readonly BundleFolder _folder;
    private readonly string _file;
    private readonly ModelSession _session;
    private readonly HostTensor _input;
    private readonly HostTensor _output;
    private readonly BoundRun _run;

    /// <param name="inputs">The first is what <see cref="Run"/> is given; the others stay zero.</param>
    /// <param name="outputs">Names that exporters give to what is wanted.</param>
    /// <exception cref="BundleException">The file is missing or no such network.</exception>
    public ScoringNetwork(BundleFolder folder, ComputeDevice device, string file, IReadOnlyList<ScoringInput> inputs, params ReadOnlySpan<string> outputs)
    {
        (_folder, _file) = (folder, file);
        _session = new ModelSession(folder, file, device);
        try
        {
            var bound = inputs.Select(input => Allocate(_session.Input([.. input.Names]), input.Sides)).ToArray();
            var output = _session.Output(outputs);
            (OutputName, _input, _output) = (output.Name, bound[0].Tensor, new HostTensor(output.Kind, RowOf(output)));
            _run = _session.Bind(bound, (output, _output));
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>In the network.</summary>
    public TimeSpan Elapsed => _session.Clock.Elapsed;

    /// <summary>Which of the names the network has.</summary>
    public string OutputName { get; }

    /// <summary>Numbers in the row.</summary>
    public int Width => _output.Length;

    /// <param name="values">As many as the first input takes.</param>
    /// <exception cref="BundleException">The network gives numbers that are none.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    public float[] Run<T>(ReadOnlySpan<T> values, CancellationToken cancellationToken) where T : struct, INumberBase<T>
    {
        _input.Write(values);
        _run.Run(cancellationToken);
        var row = new float[_output.Length];
        _output.Read(row);
        return Array.TrueForAll(row, float.IsFinite) ? row : throw Fault($"gives {OutputName} that are no numbers");
    }

    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    /// <summary>To be thrown by whoever finds the network at fault.</summary>
    public BundleException Fault(string wrong) => _folder.Fault(_file, wrong, "Fetch the model again, or remove this part of it");

    /// <summary>Sides that the network fixes win over those wanted; the numbers to be written must still be as many.</summary>
    private (Port Port, HostTensor Tensor) Allocate(Port port, IReadOnlyList<int> sides)
    {
        if (port.Sides.Count != sides.Count || port.Sides.Zip(sides).Any(side => side.First > 0 && side.Second > 1 && side.First != side.Second))
            throw Fault($"takes {port.Name} of [{string.Join(", ", port.Sides)}], not of [{string.Join(", ", sides)}]");
        return (port, new HostTensor(port.Kind, [.. port.Sides.Zip(sides, (own, wanted) => (long)(own > 0 ? own : wanted))]));
    }

    /// <summary>One row: sides that vary are batches.</summary>
    private long[] RowOf(Port port)
    {
        if (port.Sides.SkipLast(1).Any(side => side > 1))
            throw Fault($"gives {port.Name} of [{string.Join(", ", port.Sides)}], which is more than one row");
        return [.. port.Sides.Select(side => Math.Max(side, 1L))];
    }
}
