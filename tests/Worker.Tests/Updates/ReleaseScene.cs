using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using LaionGrid.Worker.Updates;

namespace LaionGrid.Worker.Tests.Updates;

/// <summary>An installation of version 0.1.0 as install.sh makes it, and a server with releases for it. Programs are scripts that say their version.</summary>
internal sealed class ReleaseScene : HttpMessageHandler
{
    public static readonly string Platform = RuntimeInformation.RuntimeIdentifier;

    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ReleaseScene()
    {
        Directory.CreateDirectory(_folder["server"]);
        Directory.CreateDirectory(_folder["lib/versions"]);
        Lay("0.1.0");
        File.CreateSymbolicLink(_folder["lib/current"], "versions/0.1.0");
        File.WriteAllText(_folder["lib/release.url"], "https://grid.example/release\n");
        File.WriteAllText(_folder["lib/release.pub"], _key.ExportSubjectPublicKeyInfoPem());
        Installation = Installation.Find(_folder["lib/versions/0.1.0"], "0.1.0")!;
    }

    public Installation Installation { get; }

    public ManualTime Time { get; } = new();

    public ECDsa Key => _key;

    public string Current => Path.GetFileName(File.ResolveLinkTarget(_folder["lib/current"], returnFinalTarget: false)!.FullName);

    /// <summary>Such as "0.2.0 of 0.1.0 0.2.0".</summary>
    public string State => $"{Current} of {string.Join(' ', Directory.EnumerateFileSystemEntries(_folder["lib/versions"]).Select(Path.GetFileName).Order())}";

    /// <summary>What fetching from the server ends with; null when it does not fail.</summary>
    public Exception? Fails { get; set; }

    public string Root => _folder["lib"];

    public TakeUpdate Take => new(Installation, new(Installation, new HttpClient(this, disposeHandler: false)), Time);

    /// <summary>Publishes a release.</summary>
    /// <param name="says">What its program says when asked for its version.</param>
    /// <param name="spoil">Changes the archive after it was signed.</param>
    public void Publish(string version, string? says = null, double rolloutHours = 0, Func<byte[], byte[]>? spoil = null, ECDsa? key = null, string? name = null)
    {
        var archive = Pack(name ?? "laiongrid-worker", Script(says ?? version));
        var manifest = new ReleaseManifest(ReleaseManifest.ProductName, version, Time.GetUtcNow(), rolloutHours, [new(Platform, "program.tar.gz", archive.Length, Convert.ToHexStringLower(SHA256.HashData(archive)))]);
        File.WriteAllBytes(_folder["server/program.tar.gz"], spoil?.Invoke(archive) ?? archive);
        Publish(JsonSerializer.SerializeToUtf8Bytes(manifest, JsonSerializerOptions.Web), key ?? _key);
    }

    public void Publish(byte[] manifest, ECDsa key)
    {
        File.WriteAllBytes(_folder["server/release.json"], manifest);
        File.WriteAllBytes(_folder["server/release.json.sig"], key.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Fails is { } error)
            return Task.FromException<HttpResponseMessage>(error);
        var path = _folder[Path.Combine("server", Path.GetFileName(request.RequestUri!.AbsolutePath))];
        return Task.FromResult(File.Exists(path) ? new HttpResponseMessage { Content = new ByteArrayContent(File.ReadAllBytes(path)) } : new(HttpStatusCode.NotFound));
    }

    protected override void Dispose(bool disposing)
    {
        Installation.Dispose();
        _key.Dispose();
        _folder.Dispose();
        base.Dispose(disposing);
    }

    private void Lay(string version)
    {
        var folder = Directory.CreateDirectory(_folder[$"lib/versions/{version}"]).FullName;
        File.WriteAllText(Path.Combine(folder, "laiongrid-worker"), Script(version));
    }

    private static string Script(string says) => $"#!/bin/sh\necho {says}\n";

    private static byte[] Pack(string name, string script)
    {
        using var packed = new MemoryStream();
        using (var zipped = new GZipStream(packed, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zipped))
        {
            using var content = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(script));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = (UnixFileMode)0b111_101_101 });
        }
        return packed.ToArray();
    }
}
