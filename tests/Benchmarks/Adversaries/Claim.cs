using LaionGrid.Arithmetic;
using LaionGrid.Arithmetic.Trajectories;

namespace LaionGrid.Benchmarks.Adversaries;

/// <summary>What a worker says the network answered in one evaluation, text by text; the last is the prompt's.</summary>
internal sealed record Claim(params float[][] Texts)
{
    public float[] Conditional => Texts[^1];

    public float[] Unconditional => Texts[0];

    public static Claim Of(Trajectory trajectory, int evaluation)
    {
        var texts = new float[trajectory.Texts][];
        for (var text = 0; text < texts.Length; text++)
            trajectory.CopyTo(evaluation, text, texts[text] = new float[trajectory.Length]);
        return new(texts);
    }

    /// <summary>Each text's output changed alike.</summary>
    public Claim Mix(double weight, Claim other, double otherWeight) =>
        new([.. Texts.Zip(other.Texts, (one, two) => one.Zip(two, (x, y) => (float)((weight * x) + (otherWeight * y))).ToArray())]);

    /// <summary>One whose guided answer is this, with the difference between the texts of another.</summary>
    public static Claim Guiding(float[] guided, Claim like, double guidance)
    {
        if (like.Texts.Length == 1)
            return new(guided);
        var difference = like.Conditional.Zip(like.Unconditional, (one, two) => one - two).ToArray();
        var unconditional = guided.Zip(difference, (value, apart) => (float)(value - (guidance * apart))).ToArray();
        return new(unconditional, [.. unconditional.Zip(difference, (value, apart) => value + apart)]);
    }

    public float[] Guided(double guidance)
    {
        var guided = new float[Conditional.Length];
        if (Texts.Length == 1)
            return Conditional;
        Guidance.Apply(Unconditional, Conditional, guidance, guided);
        return guided;
    }

    /// <summary>Keeps it, rounded as all that is kept.</summary>
    /// <returns>Guided.</returns>
    public float[] Record(Trajectory trajectory, int evaluation, double guidance)
    {
        for (var text = 0; text < Texts.Length; text++)
            trajectory.Record(evaluation, text, Texts[text]);
        return Guided(guidance);
    }
}
