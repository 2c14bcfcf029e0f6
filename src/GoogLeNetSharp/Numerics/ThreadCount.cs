using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Numerics;

/// <summary>
/// Sets the number of threads that libtorch computes with on behalf of the calling thread, and puts it back at the end. libtorch's own
/// function changes the default of all later threads; this sets what belongs to one thread: OpenMP's count, and MKL's if there is one.
/// </summary>
internal readonly unsafe struct ThreadCount : IDisposable
{
    private static readonly delegate* unmanaged<int, void> SetOpenMp = (delegate* unmanaged<int, void>)Export("omp_set_num_threads");
    private static readonly delegate* unmanaged<int, int> SetMkl = (delegate* unmanaged<int, int>)Export("MKL_Set_Num_Threads_Local");

    private readonly bool _isSet;
    private readonly int _openMp;
    private readonly int _mkl;      // 0: the process's

    /// <summary>Sets the count, or nothing where there is none to set.</summary>
    public ThreadCount(int? threads)
    {
        if (threads is null) return;
        _isSet = true;
        _openMp = get_num_threads();        // libtorch sets the thread's count at its first use there, which must not come later
        SetOpenMp(threads.Value);
        if (SetMkl is not null) _mkl = SetMkl(threads.Value);
    }

    /// <summary>Whether the count can be set for one thread alone, which takes libtorch's OpenMP library.</summary>
    public static bool IsSupported => SetOpenMp is not null;

    /// <summary>One thread where the count can be set for a thread alone, otherwise as many as there are.</summary>
    public static ThreadCount OneOrAll(bool all) => new(all || !IsSupported ? null : 1);

    public void Dispose()
    {
        if (!_isSet) return;
        SetOpenMp(_openMp);
        if (SetMkl is not null) SetMkl(_mkl);
    }

    // On Linux and macOS a library's symbols are searched in those it depends on too, on Windows in the library alone.
    private static nint Export(string name)
    {
        using (empty(0)) { }        // TorchSharp loads libtorch at its first use
        string[] libraries = OperatingSystem.IsWindows() ? ["torch_cpu", "libiomp5md"] : ["torch_cpu"];
        foreach (var library in libraries)
        {
            if (!NativeLibrary.TryLoad(library, typeof(Tensor).Assembly, null, out var handle)) continue;
            if (NativeLibrary.TryGetExport(handle, name, out var address)) return address;
        }

        return 0;
    }
}
