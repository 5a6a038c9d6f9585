using System.Text;

namespace LaionGrid.Diffusion.Tests.Denoising;

/// <summary>
/// Writes denoisers of a few nodes as ONNX files, with the element types and sides that a test wants: the few fields of onnx.proto
/// that it takes, by number.
/// </summary>
internal static class TinyDenoiser
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Half = 10;

    private const int Bool = 9;

    private static readonly string[] Sample = ["batch", "4", "height", "width"];

    /// <summary>out_sample = sample + timestep, in a new folder's unet/model.onnx. A side is a number, or a name when it varies.</summary>
    public static string Write(int kind, int timestepKind, params string[] timestepSides)
    {
        byte[] nodes = [
            .. Bytes(1, Node("Cast", ["timestep"], ["time"], [.. Text(1, "to"), .. Number(3, kind), .. Number(20, 2)])),
            .. Bytes(1, Node("Add", ["sample", "time"], ["out_sample"]))];
        return Write(nodes, kind, timestepKind, timestepSides);
    }

    /// <summary>Doubles the sample again and again, for ever.</summary>
    public static string WriteEndless()
    {
        byte[] body = [
            .. Bytes(1, Node("Add", ["before", "before"], ["after"])),
            .. Bytes(1, Node("Identity", ["goes_on"], ["still_goes_on"])),
            .. Text(2, "body"),
            .. Bytes(11, Value("round", Int64)),
            .. Bytes(11, Value("goes_on", Bool)),
            .. Bytes(11, Value("before", Float, Sample)),
            .. Bytes(12, Value("still_goes_on", Bool)),
            .. Bytes(12, Value("after", Float, Sample))];
        byte[] attribute = [.. Text(1, "body"), .. Bytes(6, body), .. Number(20, 5)];
        return Write(Bytes(1, Node("Loop", ["", "", "sample"], ["out_sample"], attribute)), Float, Float);
    }

    private static string Write(byte[] nodes, int kind, int timestepKind, params string[] timestepSides)
    {
        byte[] graph = [
            .. nodes,
            .. Text(2, "tiny"),
            .. Bytes(11, Value("sample", kind, Sample)),
            .. Bytes(11, Value("timestep", timestepKind, timestepSides)),
            .. Bytes(11, Value("encoder_hidden_states", kind, "batch", "77", "2")),
            .. Bytes(12, Value("out_sample", kind, Sample))];
        var folder = Directory.CreateTempSubdirectory("laiongrid-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "unet"));
        File.WriteAllBytes(Path.Combine(folder, "unet", "model.onnx"), [.. Number(1, 8), .. Bytes(7, graph), .. Bytes(8, Number(2, 15))]);
        return folder;
    }

    private static byte[] Node(string operation, string[] inputs, string[] outputs, byte[]? attribute = null) =>
        [.. inputs.SelectMany(input => Text(1, input)), .. outputs.SelectMany(output => Text(2, output)), .. Text(4, operation), .. attribute is null ? [] : Bytes(5, attribute)];

    private static byte[] Value(string name, int kind, params string[] sides)
    {
        var shape = sides.SelectMany(side => Bytes(1, int.TryParse(side, out var number) ? Number(1, number) : Text(2, side))).ToArray();
        return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, kind), .. Bytes(2, shape)]))];
    }

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] data) => [.. Varint((field << 3) | 2), .. Varint(data.Length), .. data];

    private static byte[] Number(int field, int number) => [.. Varint(field << 3), .. Varint(number)];

    private static byte[] Varint(int number) => number < 128 ? [(byte)number] : [(byte)(number | 128), .. Varint(number >> 7)];
}
