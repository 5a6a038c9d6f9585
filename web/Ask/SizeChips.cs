using System.Globalization;
using LaionGrid.Web.Coordinator.Jobs;
namespace LaionGrid.Web.Ask;

/// <summary>The sizes that a form offers as chips: square, wide and tall, as large as the bundle draws well and may.</summary>
internal static class SizeChips
{
    private const double SameShape = 0.02;

    private static readonly (string Name, int Width, int Height)[] Shapes = [("Square", 1, 1), ("Wide", 3, 2), ("Tall", 2, 3)];

    public static IReadOnlyList<SizeChip> Of(BundleView bundle)
    {
        var chips = Shapes.Select(shape => Fit(bundle, shape.Name, shape.Width, shape.Height)).OfType<SizeChip>()
            .Select(chip => chip with { IsUsual = (chip.Width, chip.Height) == (bundle.DefaultWidth, bundle.DefaultHeight) }).ToList();
        if (!chips.Exists(chip => chip.IsUsual))
            chips.Insert(0, new("Usual", bundle.DefaultWidth, bundle.DefaultHeight, IsUsual: true));
        return chips;
    }

    /// <summary>
    /// The value of the chip that a form picks. Nothing chosen is the usual size, so that it changes with the bundle; a chip of another bundle
    /// is the chip of its shape here; anything else is a size of one's own.
    /// </summary>
    public static string Pick(AskForm form, IReadOnlyList<SizeChip> chips)
    {
        if (form.Size == AskForm.CustomSize || chips.Count == 0)
            return form.Size;
        var (width, height) = form.Sides;
        if (width.Length + height.Length == 0)
            return AskForm.UsualSize;
        return (chips.FirstOrDefault(chip => chip.Sides == $"{width}x{height}") ?? (form.Size.Length > 0 ? OfShape(chips, width, height) : null))?.Value ?? AskForm.CustomSize;
    }

    private static SizeChip? OfShape(IReadOnlyList<SizeChip> chips, string width, string height) =>
        int.TryParse(width, CultureInfo.InvariantCulture, out var wide) && int.TryParse(height, CultureInfo.InvariantCulture, out var tall) && wide > 0 && tall > 0
            ? chips.FirstOrDefault(chip => Math.Abs(Math.Log((double)chip.Width / chip.Height * tall / wide)) < SameShape)
            : null;

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
/// <param name="IsUsual">The bundle's own.</param>
public sealed record SizeChip(string Name, int Width, int Height, bool IsUsual = false)
{
    public string Sides => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    /// <summary>As the form sends it.</summary>
    public string Value => IsUsual ? AskForm.UsualSize : Sides;
}
