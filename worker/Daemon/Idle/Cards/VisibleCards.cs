using System.Globalization;

namespace LaionGrid.Worker.Idle.Cards;

/// <summary>Which of NVIDIA's cards CUDA numbers how: all in the order of their places on the bus, unless CUDA_VISIBLE_DEVICES names some, as schedulers do.</summary>
internal static class VisibleCards
{
    /// <summary>By CUDA's number; null for one that is visible and that the driver's list does not have, such as a part of a card.</summary>
    /// <param name="cards">In the order of the driver's list.</param>
    /// <param name="visible">The variable's value; null when it is not set.</param>
    public static IReadOnlyList<CardState?> Of(IReadOnlyList<CardState> cards, string? visible)
    {
        if (visible is null)
            return cards;
        var seen = new List<CardState?>();
        foreach (var name in visible.Split(',', StringSplitOptions.TrimEntries))
        {
            if (name.StartsWith("MIG-", StringComparison.Ordinal))
                seen.Add(null);
            else if (Find(cards, name) is { } card && !seen.Contains(card))
                seen.Add(card);
            else
                break; // CUDA reads on to the first that is none
        }
        return seen;
    }

    private static CardState? Find(IReadOnlyList<CardState> cards, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? cards.ElementAtOrDefault(index)
        : name.StartsWith("GPU-", StringComparison.Ordinal) ? cards.FirstOrDefault(card => card.Id.StartsWith(name, StringComparison.Ordinal)) : null;
}
