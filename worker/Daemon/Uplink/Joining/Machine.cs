namespace LaionGrid.Worker.Uplink.Joining;

/// <summary>What the worker tells of the machine it runs on.</summary>
/// <param name="Provider">ONNX Runtime's execution provider, such as "CUDA".</param>
/// <param name="Platform">Such as "linux-x64".</param>
internal sealed record Machine(string Version, string DeviceName, string Provider, long MemoryMiB, string Platform);
