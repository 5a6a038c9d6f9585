using System.Runtime.InteropServices;

namespace LaionGrid.Worker.Idle;

/// <summary>A system's library that may not be there. It stays loaded: what it gave out may be called at any time.</summary>
internal sealed class NativeLibraryFile
{
    private readonly nint _handle;

    private NativeLibraryFile(nint handle) => _handle = handle;

    /// <summary>Null when the machine has none of that name.</summary>
    public static NativeLibraryFile? Open(string name) => NativeLibrary.TryLoad(name, out var handle) ? new(handle) : null;

    /// <exception cref="EntryPointNotFoundException">This version of the library has no such function.</exception>
    public T Function<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_handle, name));
}
