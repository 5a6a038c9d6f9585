namespace LaionGrid.Coordinator.Moderation;

/// <summary>What somebody objects to, and why a picture was taken down.</summary>
internal enum Concern
{
    /// <summary>Somebody under age in a sexual context.</summary>
    Minors,

    /// <summary>A real person, naked, degraded or deceptively.</summary>
    RealPerson,

    /// <summary>Addresses, numbers, names that lead to a person.</summary>
    PersonalData,

    /// <summary>Against the law in another way.</summary>
    Illegal,
    Violence,
    Hate,

    /// <summary>Sexual where it was not expected.</summary>
    Explicit,
    Copyright,
    Other,

    /// <summary>A prompt that was refused, as its asker thinks, wrongly; no picture is named.</summary>
    RefusedPrompt,
}
