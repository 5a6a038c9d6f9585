namespace LaionGrid.Worker.Idle;

/// <summary>Whether the worker may use the machine now. Open without reasons; otherwise each says by itself why not.</summary>
internal sealed record Decision(IReadOnlyList<PauseReason> Reasons)
{
    public static Decision Open { get; } = new([]);

    public bool IsOpen => Reasons.Count == 0;

    /// <summary>What is rendered goes on to its end, though nothing new is taken.</summary>
    public bool MayFinish => Reasons.All(reason => reason.Kind == PauseKind.Finishing);

    /// <summary>Once it is open again, work is taken.</summary>
    public bool IsOfUse => !Has(PauseKind.SetAside) && !Has(PauseKind.Spare);

    public bool Has(PauseKind kind) => Reasons.Any(reason => reason.Kind == kind);

    public override string ToString() => string.Join(' ', Reasons.Select(reason => reason.Text));
}

/// <param name="Text">A sentence for the owner.</param>
/// <param name="HoldsUntil">It pauses until then even when its cause is gone at once: what comes and goes must not make the worker do so.</param>
internal sealed record PauseReason(PauseKind Kind, string Text, DateTimeOffset HoldsUntil);
