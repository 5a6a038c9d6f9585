using System.Globalization;
using LaionGrid.Web.Coordinator;

namespace LaionGrid.Web.Ask;

/// <summary>The sizes that a form offers as chips: square, wide and tall, as large as the bundle draws well and may.</summary>
internal static class SizeChips
{
    private static readonly (string Name, int Width, int Height)[] Shapes = [("Square", 1, 1), ("Wide", 3, 2), ("Tall", 2, 3)];

    public static IReadOnlyList<SizeChip> Of(BundleView bundle)
    {
        var chips = Shapes.Select(shape => Fit(bundle, shape.Name, shape.Width, shape.Height)).OfType<SizeChip>().ToList();
        if (!chips.Exists(chip => chip.Width == bundle.DefaultWidth && chip.Height == bundle.DefaultHeight))
            chips.Insert(0, new("Usual", bundle.DefaultWidth, bundle.DefaultHeight));
        return chips;
    }

    // The short side starts at the bundle's own and shrinks until both sides are allowed.
    private static SizeChip? Fit(BundleView bundle, string name, int width, int height)
    {
        var least = Math.Min(width, height);
        for (var side = Math.Min(bundle.DefaultWidth, bundle.DefaultHeight); side >= bundle.MinSide; side -= bundle.SideStep)
        {
            var chip = new SizeChip(name, side * width / least, side * height / least);
            if (side * Math.Max(width, height) % least == 0 && MayDraw(bundle, chip))
                return chip;
        }
        return null;
    }

    private static bool MayDraw(BundleView bundle, SizeChip chip) =>
        Math.Max(chip.Width, chip.Height) <= bundle.MaxSide
        && chip.Width % bundle.SideStep == 0 && chip.Height % bundle.SideStep == 0
        && (long)chip.Width * chip.Height <= bundle.MaxPixels;
}

/// <summary>A size to pick.</summary>
public sealed record SizeChip(string Name, int Width, int Height)
{
    /// <summary>As the form sends it.</summary>
    public string Value => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");
}
