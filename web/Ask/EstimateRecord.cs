namespace LaionGrid.Web.Ask;

/// <summary>An estimate as the form's script and programs read it; names and meanings stay as they are.</summary>
/// <param name="Button">What the form's button says.</param>
/// <param name="Note">One sentence or three for people; why it could not be asked, where it could not.</param>
/// <param name="Field">The field at fault; empty when none is.</param>
/// <param name="Code">Of the refusal; empty when it could be asked.</param>
/// <param name="EtaLowMs">All pictures are expected in so many milliseconds at the earliest; null when nothing is known.</param>
/// <param name="EtaHighMs">And at the latest.</param>
/// <param name="NearestAddress">The form with what could be made now instead; null when there is no need.</param>
internal sealed record EstimateRecord(
    string Button, string Note, string Field, string Code, long? MflopPerPicture, long? EtaLowMs, long? EtaHighMs, int? WorkersOnline, int? WorkersAble,
    string? NearestAddress, string? NearestWords)
{
    public static EstimateRecord Of(AskView ask)
    {
        var (estimate, refusal, count) = (ask.Estimate, ask.EstimateRefusal, ask.Form.Count);
        return new(
            AskWords.Button(count, estimate), refusal?.Message ?? (estimate is null ? "" : AskWords.Note(count, estimate)), refusal?.Field ?? "", refusal?.Code ?? "",
            estimate?.MflopPerPicture, (long?)estimate?.Arrival?.Earliest.TotalMilliseconds, (long?)estimate?.Arrival?.Latest.TotalMilliseconds,
            estimate?.WorkersOnline, estimate?.WorkersAble, ask.NearestAddress, ask.NearestWords);
    }
}
