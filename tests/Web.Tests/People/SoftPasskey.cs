using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LaionGrid.Web.Tests.People;

/// <summary>An authenticator in software: makes one passkey and answers challenges with it, in the browser's JSON.</summary>
internal sealed class SoftPasskey(string origin) : IDisposable
{
    private const byte PresentAndVerified = 0b0000_0101;
    private const byte BackedUp = 0b0001_1000;
    private const byte HoldsCredential = 0b0100_0000;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string _userHandle = "";

    /// <summary>What answers claim to be the site; a phishing page would be another.</summary>
    public string Origin { get; set; } = origin;

    public string Create(string options)
    {
        var asked = Parse(options);
        _userHandle = (string?)asked["user"]!["id"] ?? "";
        var data = AuthenticatorData((string?)asked["rp"]!["id"], HoldsCredential, [.. new byte[16], .. BigEndian16(_id.Length), .. _id, .. CoseKey()]);
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), .. Bytes(data)];
        return Credential(new() { ["clientDataJSON"] = Encode(ClientData("webauthn.create", asked)), ["attestationObject"] = Encode(attestation), ["transports"] = new JsonArray("internal") });
    }

    public string Answer(string options)
    {
        var asked = Parse(options);
        var (data, client) = (AuthenticatorData((string?)asked["rpId"], 0, []), ClientData("webauthn.get", asked));
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new() { ["clientDataJSON"] = Encode(client), ["authenticatorData"] = Encode(data), ["signature"] = Encode(signature), ["userHandle"] = _userHandle });
    }

    public void Dispose() => _key.Dispose();

    private static JsonNode Parse(string options) => JsonNode.Parse(options) ?? throw new InvalidOperationException("The page holds no challenge.");

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Encode(_id), ["rawId"] = Encode(_id), ["type"] = "public-key", ["authenticatorAttachment"] = "platform", ["clientExtensionResults"] = new JsonObject(), ["response"] = response,
    }.ToJsonString();

    private byte[] ClientData(string type, JsonNode asked) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["challenge"] = (string?)asked["challenge"], ["origin"] = Origin, ["crossOrigin"] = false }.ToJsonString());

    private byte[] AuthenticatorData(string? relyingParty, byte flags, byte[] credential) =>
        [.. SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty ?? new Uri(Origin).Host)), (byte)(PresentAndVerified | BackedUp | flags), 0, 0, 0, 0, .. credential];

    // CBOR map: kty EC2, alg ES256, curve P-256, x, y.
    private byte[] CoseKey()
    {
        var point = _key.ExportParameters(false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, .. Bytes(point.X!), 0x22, .. Bytes(point.Y!)];
    }

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) => bytes.Length < 256 ? [0x58, (byte)bytes.Length, .. bytes] : [0x59, .. BigEndian16(bytes.Length), .. bytes];

    private static byte[] BigEndian16(int number)
    {
        var two = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)number);
        return two;
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
