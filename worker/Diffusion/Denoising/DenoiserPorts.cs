using LaionGrid.Diffusion.Sessions;

namespace LaionGrid.Diffusion.Denoising;

/// <summary>A denoiser's inputs and outputs. The last three are null in the families that have none.</summary>
internal sealed record DenoiserPorts(Port Sample, Port Timestep, Port States, Port Output, Port? GuidanceEmbedding, Port? Pooled, Port? TimeIds)
{
    /// <exception cref="BundleException">An input or output that every denoiser has is missing.</exception>
    public static DenoiserPorts Of(ModelSession session)
    {
        return new(
            session.Input("sample"), session.Input("timestep"), session.Input("encoder_hidden_states"), session.Output("out_sample", "sample"),
            Optional("timestep_cond"), Optional("text_embeds"), Optional("time_ids"));

        Port? Optional(string name) => session.HasInput(name) ? session.Input(name) : null;
    }

    /// <summary>Rows that a run must have; null when any number will do.</summary>
    public int? FixedRows => Sample.Sides[0] is > 0 and var rows ? rows : null;

    /// <summary>A scalar, one number for all rows, or one for each, as the exporter had it.</summary>
    public long[] TimestepShape(int rows)
    {
        if (Timestep.Sides.Count == 0)
            return [];
        var isOneEach = Timestep.Sides[0] > 1 || (Timestep.Symbols[0].Length > 0 && Timestep.Symbols[0] == Sample.Symbols[0]);
        return [isOneEach ? rows : 1];
    }
}
