namespace LaionGrid.Diffusion.Pipeline;

/// <summary>The text that says how a picture was made, in the form that image tools commonly read from a PNG.</summary>
public static class Parameters
{
    public static string Describe(PictureOrder order, string model) => throw new NotImplementedException();
}
