namespace LaionGrid.Web.Coordinator;

/// <summary>What was asked for was taken down. Whatever page asked, there is one answer, so it is given in one place.</summary>
internal sealed class GoneException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}
