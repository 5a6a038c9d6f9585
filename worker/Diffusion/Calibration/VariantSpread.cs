namespace LaionGrid.Diffusion.Calibration;

/// <summary>How far one way of running the bundle lies from the reference, at every evaluation compared.</summary>
/// <param name="Name">For people, such as "CPU, 2 threads, as the file has it".</param>
/// <param name="Provider">As workers name it, such as "CPU".</param>
public sealed record VariantSpread(string Name, string Provider, IReadOnlyList<MeasuredStep> Steps)
{
    public double MedianRaw => Median(step => step.Residual.Raw);

    public double MostRaw => Steps.Max(step => step.Residual.Raw);

    public double MedianGuided => Median(step => step.Residual.Guided);

    public double MostGuided => Steps.Max(step => step.Residual.Guided);

    private double Median(Func<MeasuredStep, double> value) => Steps.Select(value).Order().ElementAt(Steps.Count / 2);
}
