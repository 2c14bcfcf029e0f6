using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// Switches of at::Context (ATen/Context.h) that TorchSharp does not expose, called by the mangled names of libtorch_cpu's exports.
/// </summary>
internal static unsafe class LibtorchContext
{
    private static readonly nint Library = Load();
    private static readonly bool Microsoft = OperatingSystem.IsWindows();

    private static readonly delegate* unmanaged<nint> GlobalContext =
        (delegate* unmanaged<nint>)Export("_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ");

    private static readonly delegate* unmanaged<byte> HasOneDnnFunction =
        (delegate* unmanaged<byte>)Export("_ZN2at7Context9hasMKLDNNEv", "?hasMKLDNN@Context@at@@SA_NXZ");

    private static readonly delegate* unmanaged<nint, byte> OneDnnEnabledFunction =
        (delegate* unmanaged<nint, byte>)Export("_ZNK2at7Context17userEnabledMkldnnEv", "?userEnabledMkldnn@Context@at@@QEBA_NXZ");

    private static readonly delegate* unmanaged<nint, byte, void> EnableOneDnn =
        (delegate* unmanaged<nint, byte, void>)Export(
            "_ZN2at7Context20setUserEnabledMkldnnEb", "?setUserEnabledMkldnn@Context@at@@QEAAX_N@Z");

    private static readonly delegate* unmanaged<nint, byte, void> EnableNnpack =
        (delegate* unmanaged<nint, byte, void>)Export(
            "_ZN2at7Context20setUserEnabledNNPACKEb", "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z");

    private static readonly delegate* unmanaged<nint, byte> NnpackEnabledFunction =
        (delegate* unmanaged<nint, byte>)Export("_ZNK2at7Context17userEnabledNNPACKEv", "?userEnabledNNPACK@Context@at@@QEBA_NXZ");

    /// <summary>Whether libtorch may use NNPACK, or null if unknown.</summary>
    public static bool? NnpackIsOn => GlobalContext is null || NnpackEnabledFunction is null
        ? null
        : NnpackEnabledFunction(GlobalContext()) != 0;

    /// <summary>Whether libtorch was built with oneDNN and uses it, or null if unknown.</summary>
    public static bool? OneDnnIsOn => GlobalContext is null || HasOneDnnFunction is null || OneDnnEnabledFunction is null
        ? null
        : HasOneDnnFunction() != 0 && OneDnnEnabledFunction(GlobalContext()) != 0;

    /// <summary>Switches libtorch's use of oneDNN; returns false if that is not possible.</summary>
    public static bool TrySetOneDnn(bool enabled) => TrySet(EnableOneDnn, enabled);

    /// <summary>
    /// Switches libtorch's use of NNPACK off, which prints a line for each convolution on unsupported processors. Returns false if that is
    /// not possible.
    /// </summary>
    public static bool TrySwitchOffNnpack() => TrySet(EnableNnpack, false);

    private static bool TrySet(delegate* unmanaged<nint, byte, void> setter, bool enabled)
    {
        if (GlobalContext is null || setter is null) return false;
        setter(GlobalContext(), enabled ? (byte)1 : (byte)0);
        return true;
    }

    private static nint Load()
    {
        using (empty(0)) { }        // TorchSharp loads libtorch at first use
        var name = OperatingSystem.IsWindows() ? "torch_cpu.dll" : OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        return NativeLibrary.TryLoad(name, typeof(Tensor).Assembly, null, out var library) ? library : 0;
    }

    // Itanium name mangling on Linux and macOS, Microsoft's on Windows
    private static void* Export(string itanium, string microsoft) =>
        Library != 0 && NativeLibrary.TryGetExport(Library, Microsoft ? microsoft : itanium, out var address) ? (void*)address : null;
}
