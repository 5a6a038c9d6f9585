using System.Globalization;
using LaionGrid.Worker.Files;

namespace LaionGrid.Worker.Audit;

/// <summary>The receipts of this machine, a file each, the newest of them. A file that somebody spoilt says so when it is looked at.</summary>
/// <param name="most">Receipts kept; older ones are deleted, and their entries are still in the log.</param>
internal sealed class ReceiptBox(string folder, int most = ReceiptBox.Most)
{
    /// <summary>About 2 KB each.</summary>
    public const int Most = 1000;

    private const string Ending = ".json";

    /// <summary>How many are kept at most.</summary>
    public int Capacity => most;

    private readonly string _folder = Path.Combine(folder, "receipts");

    /// <summary>The places of the receipts kept, in order.</summary>
    public IReadOnlyList<long> Indexes => !Directory.Exists(_folder) ? [] : Directory.EnumerateFiles(_folder, $"*{Ending}")
        .Select(path => long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
        .Where(index => index >= 0).Order().ToList();

    public string PathOf(long index) => Path.Combine(_folder, index.ToString("D12", CultureInfo.InvariantCulture) + Ending);

    public void Keep(Receipt receipt)
    {
        Directory.CreateDirectory(_folder);
        WholeFile.Write(PathOf(receipt.Index), receipt.Write());
    }

    /// <summary>Deletes all but the newest.</summary>
    public void Trim()
    {
        foreach (var index in Indexes.SkipLast(most))
            File.Delete(PathOf(index));
    }

    /// <exception cref="LogFaultException">The file is no receipt that proves itself.</exception>
    /// <exception cref="NotCheckedException">It cannot be read.</exception>
    public static Receipt Read(string path)
    {
        try
        {
            var bytes = new FileInfo(path).Length > Receipt.MaxBytes ? [] : File.ReadAllBytes(path);
            var (receipt, problem) = Receipt.Parse(bytes);
            return receipt ?? throw new LogFaultException($"{path} proves nothing. {problem}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotCheckedException($"{path} cannot be read: {error.Message}");
        }
    }
}
