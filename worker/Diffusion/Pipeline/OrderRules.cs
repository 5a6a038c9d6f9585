namespace LaionGrid.Diffusion.Pipeline;

/// <summary>What holds for orders whatever the bundle.</summary>
internal static class OrderRules
{
    /// <summary>More than any prompt that the longest sequence of tokens holds; beyond it reading alone takes long.</summary>
    private const int MaxCharacters = 16_000;

    /// <exception cref="OrderException">A rule is broken.</exception>
    public static void Check(PictureOrder order, int trainingSteps)
    {
        Require(order.Steps >= 1 && order.Steps <= trainingSteps, $"Steps are 1 to {trainingSteps}, not {order.Steps}.");
        Require(Math.Max(order.Width, order.Height) <= PictureOrder.LargestSide, $"A picture's sides are {PictureOrder.LargestSide} pixels at most, not {order.Width}x{order.Height}. Ask for a smaller one.");
        Require(order.Count is >= 1 and <= PictureOrder.LargestCount, $"The count of pictures is 1 to {PictureOrder.LargestCount}, not {order.Count}.");
        Require(Math.Max(order.Prompt.Length, order.NegativePrompt.Length) <= MaxCharacters, $"A prompt has {MaxCharacters:N0} characters at most, not {Math.Max(order.Prompt.Length, order.NegativePrompt.Length):N0}. Shorten it.");
        Require(order.ClipSkip >= 0, $"The clip skip is 0 or more layers, not {order.ClipSkip}.");
        Require(float.IsFinite(order.Guidance) && order.Guidance >= 0, $"The guidance is a number of 0 or more, not {order.Guidance}.");
        if (order.Source is not { } source)
            return;
        Require(source.Strength is > 0 and <= 1, $"The strength is above 0 to 1, not {source.Strength}.");
        Require((int)(order.Steps * source.Strength) >= 1, $"{order.Steps} steps at strength {source.Strength} are none at all. Ask for more of either.");
        CheckSides("picture to begin from", source.Picture.Width, source.Picture.Height, order);
        if (source.Mask is { } mask)
            CheckSides("mask", mask.Width, mask.Height, order);
    }

    private static void CheckSides(string what, int width, int height, PictureOrder order) => Require(
        width == order.Width && height == order.Height,
        $"The {what} is {width}x{height}, the picture asked for {order.Width}x{order.Height}. Make them equal.");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new OrderException(otherwise);
    }
}
