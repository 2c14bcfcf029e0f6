using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// Sets the number of libtorch threads for the calling thread and restores it when disposed. libtorch's own function changes the default of
/// all later threads; this changes only the per-thread counts of OpenMP and, if present, MKL.
/// </summary>
internal readonly unsafe struct ThreadCount : IDisposable
{
    private static readonly delegate* unmanaged<int, void> SetOpenMp = (delegate* unmanaged<int, void>)Export("omp_set_num_threads");
    private static readonly delegate* unmanaged<int, int> SetMkl = (delegate* unmanaged<int, int>)Export("MKL_Set_Num_Threads_Local");

    private readonly bool _isSet;
    private readonly int _openMp;
    private readonly int _mkl;      // 0 for the process's default

    /// <summary>Sets the count; does nothing for null.</summary>
    public ThreadCount(int? threads)
    {
        if (threads is null) return;
        _isSet = true;
        _openMp = get_num_threads();        // libtorch initializes the thread's count at its first use, which must happen before
        SetOpenMp(threads.Value);
        if (SetMkl is not null) _mkl = SetMkl(threads.Value);
    }

    /// <summary>Whether the count can be set per thread, which requires libtorch's OpenMP library.</summary>
    public static bool IsSupported => SetOpenMp is not null;

    /// <summary>One thread if the count can be set per thread, otherwise the default.</summary>
    public static ThreadCount OneOrAll(bool all) => new(all || !IsSupported ? null : 1);

    public void Dispose()
    {
        if (!_isSet) return;
        SetOpenMp(_openMp);
        if (SetMkl is not null) SetMkl(_mkl);
    }

    // On Linux and macOS, symbols are also searched in a library's dependencies; on Windows only in the library.
    private static nint Export(string name)
    {
        using (empty(0)) { }        // TorchSharp loads libtorch at first use
        string[] libraries = OperatingSystem.IsWindows() ? ["torch_cpu", "libiomp5md"] : ["torch_cpu"];
        foreach (var library in libraries)
        {
            if (!NativeLibrary.TryLoad(library, typeof(Tensor).Assembly, null, out var handle)) continue;
            if (NativeLibrary.TryGetExport(handle, name, out var address)) return address;
        }

        return 0;
    }
}
