using LaionGrid.Diffusion.Sessions;
using LaionGrid.Diffusion.Tensors;

namespace LaionGrid.Diffusion.Denoising;

/// <summary>Some rows of a <see cref="DenoisingRun"/>: as many as one run of the network takes. Where there are fewer, the last is repeated.</summary>
internal sealed class DenoisingBatch : IDisposable
{
    private readonly DenoisingRun.Form _form;
    private readonly int _first;
    private readonly HostTensor _sample;
    private readonly HostTensor _timestep;
    private readonly HostTensor _output;
    private readonly List<(HostTensor Tensor, Func<Conditions, float[]> Values)> _perText = [];
    private readonly List<(HostTensor Tensor, Func<Conditions, float[]> Values)> _same = [];
    private readonly BoundRun _run;
    private readonly double[] _time;

    public DenoisingBatch(ModelSession session, DenoiserPorts ports, DenoisingRun.Form form, int statesWidth, int first, int size)
    {
        (_form, _first, Size) = (form, first, size);
        var (shape, cells) = (form.Shape, form.Shape.Height * form.Shape.Width);
        _sample = new HostTensor(ports.Sample.Kind, size, shape.Channels + (form.ExtraLength / cells), shape.Height, shape.Width);
        _timestep = new HostTensor(ports.Timestep.Kind, ports.TimestepShape(size));
        _output = new HostTensor(ports.Output.Kind, size, shape.Channels, shape.Height, shape.Width);
        _time = new double[_timestep.Length];
        List<(Port, HostTensor)> inputs = [(ports.Sample, _sample), (ports.Timestep, _timestep)];
        Add(ports.States, conditions => conditions.States, _perText, form.StatesLength / statesWidth, statesWidth);
        Add(ports.Pooled, conditions => conditions.Pooled, _perText, form.PooledLength);
        Add(ports.TimeIds, conditions => conditions.TimeIds, _same, form.TimeIdsLength);
        Add(ports.GuidanceEmbedding, conditions => conditions.GuidanceEmbedding, _same, form.GuidanceLength);
        _run = session.Bind([.. inputs], (ports.Output, _output));

        void Add(Port? port, Func<Conditions, float[]> values, List<(HostTensor, Func<Conditions, float[]>)> kept, params long[] sides)
        {
            if (port is null)
                return;
            var tensor = new HostTensor(port.Kind, [size, .. sides]);
            kept.Add((tensor, values));
            inputs.Add((port, tensor));
        }
    }

    private int Size { get; }

    public void Guide(Conditions conditions)
    {
        for (var row = 0; row < Size; row++)
        {
            foreach (var (tensor, values) in _perText)
            {
                var length = tensor.Length / Size;
                tensor.Write<float>(values(conditions).AsSpan(RowAt(row) / _form.Pictures * length, length), row * length);
            }
            foreach (var (tensor, values) in _same)
                tensor.Write<float>(values(conditions), row * tensor.Length / Size);
            _sample.Write<float>(conditions.ExtraChannels, (row * _sample.Length / Size) + _form.Shape.Length);
        }
    }

    public void Predict(ReadOnlySpan<float> scaled, double time, Span<float> outputs, CancellationToken cancellationToken)
    {
        var length = _form.Shape.Length;
        for (var row = 0; row < Size; row++)
            _sample.Write(scaled.Slice(RowAt(row) % _form.Pictures * length, length), row * _sample.Length / Size);
        Array.Fill(_time, _timestep.Kind is ElementKind.Int32 or ElementKind.Int64 ? Math.Round(time) : time);
        _timestep.Write<double>(_time);
        _run.Run(cancellationToken);
        for (var row = 0; row < Size && _first + row < _form.Rows; row++)
            _output.Read(outputs.Slice((_first + row) * length, length), row * length);
    }

    public void Dispose() => _run.Dispose();

    private int RowAt(int row) => Math.Min(_first + row, _form.Rows - 1);
}
