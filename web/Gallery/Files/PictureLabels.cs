using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Jobs;
namespace LaionGrid.Web.Gallery.Files;

/// <summary>What a downloaded picture says of itself: its parameters as other tools read them, its origin here, and, for any reader of metadata, that a model made it. Pure.</summary>
internal static class PictureLabels
{
    public const string ParametersKey = "parameters";
    public const string OriginKey = "laiongrid";

    private const string XmpKey = "XML:com.adobe.xmp";
    private const string MadeByModel = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    // Quotes and angle brackets need no escaping in a file; what is not Latin is readable so.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="origin">Scheme and host of this site.</param>
    public static IReadOnlyList<(string Type, byte[] Data)> Of(PictureView picture, string origin) =>
    [
        new PngText(ParametersKey, ParametersOf(picture)).ToChunk(),
        new PngText(OriginKey, OriginOf(picture, origin)).ToChunk(),
        new PngText(XmpKey, XmpOf(picture)).ToInternationalChunk(),
    ];

    /// <summary>The prompt, what to steer away from, then one line of pairs: the form that image tools commonly read.</summary>
    public static string ParametersOf(PictureView picture)
    {
        var (settings, job) = (picture.Settings, picture.Job);
        var negative = settings.NegativePrompt.Length == 0 ? "" : $"\nNegative prompt: {settings.NegativePrompt}";
        var pairs = new (string Key, string Value)[]
        {
            ("Steps", Whole(settings.Steps)), ("Sampler", Samplers.TitleOf(settings.Sampler)), ("CFG scale", settings.Guidance.ToString("0.###", CultureInfo.InvariantCulture)),
            ("Seed", Whole(job.Seed)), ("Size", $"{Whole(settings.Width)}x{Whole(settings.Height)}"), ("Model", settings.Bundle), ("Version", $"laiongrid {picture.EngineVersion}".TrimEnd()),
        };
        return $"{settings.Prompt}{negative}\n{string.Join(", ", pairs.Select(pair => $"{pair.Key}: {Quoted(pair.Value)}"))}";
    }

    private static string OriginOf(PictureView picture, string origin) => JsonSerializer.Serialize(
        new PictureOrigin(picture.Job.JobId, origin + Frames.PageOf(picture.Job), picture.RequestId, picture.Job.Sha256, picture.Settings.Bundle, picture.EngineVersion, picture.Job.Worker, picture.Contributor), Json);

    /// <summary>Those readers take a value that holds one of their own marks as a JSON text.</summary>
    private static string Quoted(string value) => value.AsSpan().IndexOfAny(",:\n\"") < 0 ? value : JsonSerializer.Serialize(value, Json);

    private static string XmpOf(PictureView picture)
    {
        XNamespace meta = "adobe:ns:meta/", rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", iptc = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/", xmp = "http://ns.adobe.com/xap/1.0/";
        var packet = new XElement(
            meta + "xmpmeta", new XAttribute(XNamespace.Xmlns + "x", meta),
            new XElement(
                rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", rdf),
                new XElement(
                    rdf + "Description", new XAttribute(rdf + "about", ""), new XAttribute(XNamespace.Xmlns + "Iptc4xmpExt", iptc), new XAttribute(XNamespace.Xmlns + "xmp", xmp),
                    new XElement(iptc + "DigitalSourceType", MadeByModel),
                    new XElement(xmp + "CreatorTool", $"LaionGrid, {picture.Settings.Bundle}"),
                    new XElement(xmp + "CreateDate", picture.RenderedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))));
        return $"<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>{packet.ToString(SaveOptions.DisableFormatting)}<?xpacket end=\"r\"?>";
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where a file comes from, as it says itself.</summary>
/// <param name="Picture">The job's id.</param>
/// <param name="Sha256">Of the file as its worker sent it, before these words were added.</param>
internal sealed record PictureOrigin(string Picture, string Page, string Request, string Sha256, string Model, string Engine, string Worker, string Contributor)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Null for what is no such word.</summary>
    public static PictureOrigin? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<PictureOrigin>(text, Json) is { Picture.Length: > 0 } origin ? origin : null;
        }
        catch (JsonException)
        {
            return null; // a stranger's file may say anything
        }
    }
}
