namespace LaionGrid.Coordinator.Edge;

/// <summary>Something outside that the coordinator leans on does not answer. The message is for the operator, the refusal for the caller.</summary>
internal sealed class UnavailableException(Refusal refusal, string message, Exception cause) : Exception(message, cause)
{
    public Refusal Refusal { get; } = refusal;
}
