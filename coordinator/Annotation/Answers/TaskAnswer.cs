namespace LaionGrid.Coordinator.Annotation.Answers;

/// <summary>One judgement, of one shape for each kind of task. Written and read by <see cref="AnswerJson"/>.</summary>
internal abstract record TaskAnswer
{
    public abstract TaskKind Kind { get; }

    /// <summary>Why it can never be an answer, a sentence for people; null when it can.</summary>
    public abstract string? Fault();

    /// <summary>The same answer as it is written: where order says nothing, one order.</summary>
    public virtual TaskAnswer Canonical() => this;

    protected static string? Within(int value, int least, int most, string name) =>
        value >= least && value <= most ? null : $"{name} is {least} to {most}; this says {value}.";
}
