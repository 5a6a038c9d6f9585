using System.Text.Json;
using LaionGrid.Worker.Files;

namespace LaionGrid.Worker.Audit;

/// <summary>Keeps what this machine was told of its pictures, in a file beside its identity. One that somebody spoilt is begun anew: what it says is for the owner alone.</summary>
internal sealed class VerdictBook(string folder)
{
    private readonly string _path = Path.Combine(folder, "verdicts.json");

    /// <summary>Where the identity lies whose pictures it is about.</summary>
    public string Folder => folder;

    /// <summary>Null when nothing was told yet.</summary>
    public VerdictTotals? Read()
    {
        try
        {
            var totals = File.Exists(_path) ? JsonSerializer.Deserialize<VerdictTotals>(File.ReadAllBytes(_path)) : null;
            return totals is { SeenLease: not null, Today: not null, Total: not null, Recent: not null } ? totals : null;
        }
        catch (JsonException)
        {
            return null; // written anew with the next verdict
        }
    }

    public void Keep(VerdictTotals totals) => WholeFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(totals));
}
