namespace LaionGrid.Web.Coordinator;

/// <summary>The coordinator said no; <see cref="Api.ApiRefusals"/> says so in the shape that the program reads.</summary>
internal sealed class RefusedException(Refusal refusal, Exception? cause = null) : Exception(refusal.Message, cause)
{
    public Refusal Refusal { get; } = refusal;
}
