namespace LaionGrid.Coordinator.Annotation;

/// <summary>What a person is asked about a picture. Stored by name, and named so in what is released: a name is for ever.</summary>
internal enum TaskKind
{
    /// <summary>T1: how good one picture looks, 1 to 10; its prompt is not shown.</summary>
    Aesthetic,

    /// <summary>T2: which of two pictures of one prompt is better.</summary>
    Compare,

    /// <summary>T3: which of one's own pictures of a request is best.</summary>
    BestOf,

    /// <summary>T4: how broken a picture is, and where.</summary>
    Artifacts,

    /// <summary>T5: which words of its prompt a picture leaves out or gets wrong.</summary>
    Match,

    /// <summary>T6: a sentence that says literally what is visible.</summary>
    Caption,

    /// <summary>T6b: whether somebody's caption is right.</summary>
    CaptionVote,

    /// <summary>T7: what a picture should be hidden or withheld for.</summary>
    Flags,

    /// <summary>T8: medium and main subject.</summary>
    Tags,

    /// <summary>C0: the same fixed pictures for everybody, 1 to 10, once: how this rater uses the scale.</summary>
    Calibration,
}
