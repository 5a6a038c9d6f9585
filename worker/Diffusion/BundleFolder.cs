using System.Text.Json;

namespace LaionGrid.Diffusion;

/// <summary>A model folder on disk: finds and reads its files, or says which one is at fault.</summary>
internal sealed class BundleFolder(string path)
{
    /// <summary>Python writes it into configurations, as the bound that bounds nothing; JSON has no such number.</summary>
    private const string MinusInfinity = ": -Infinity";

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The full path of a file that is there.</summary>
    /// <param name="name">Relative to the folder, with '/'.</param>
    /// <exception cref="BundleException">It is not there.</exception>
    public string Find(string name)
    {
        var file = Path.Combine(path, name);
        return File.Exists(file) ? file : throw Fault(name, "is missing", "Fetch the model again");
    }

    public bool Has(string name) => File.Exists(Path.Combine(path, name));

    /// <exception cref="BundleException">It is missing or cannot be read.</exception>
    public string ReadText(string name)
    {
        try
        {
            return File.ReadAllText(Find(name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(name, $"cannot be read: {error.Message}", "Let this user read it", error);
        }
    }

    /// <exception cref="BundleException">It is missing or no such JSON.</exception>
    public T ReadJson<T>(string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(ReadText(name).Replace(MinusInfinity, ": null", StringComparison.Ordinal), Format) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw Fault(name, $"is not the JSON it should be: {error.Message}", "Fetch the model again", error);
        }
    }

    /// <summary>A part's config.json; all defaults where there is none, as in old exports.</summary>
    /// <param name="part">Its folder, such as "unet".</param>
    /// <exception cref="BundleException">It cannot be read, or is no such JSON.</exception>
    public T ReadConfig<T>(string part) where T : new() => Has(ConfigOf(part)) ? ReadJson<T>(ConfigOf(part)) : new();

    public static string ConfigOf(string part) => $"{part}/config.json";

    /// <summary>All that lies in a part's folder, its network's weights above all. 0 when there is no such part.</summary>
    public long BytesOf(string part)
    {
        var folder = new DirectoryInfo(Path.Combine(path, part));
        return folder.Exists ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
    }

    public override string ToString() => path;

    /// <summary>To be thrown by whoever finds a file at fault.</summary>
    /// <param name="wrong">What is wrong, after the file's name.</param>
    /// <param name="remedy">What to do, without a full stop.</param>
    public BundleException Fault(string name, string wrong, string remedy, Exception? inner = null) =>
        new($"{Path.Combine(path, name)} {wrong.TrimEnd('.')}. {remedy}.", inner);
}
