using System.Runtime.InteropServices;
using System.Text;

namespace GoogLeNetSharp.Mpi;

/// <summary>The functions of an MPI library that training needs.</summary>
internal sealed unsafe class MpiLibrary
{
    private const int LongestError = 512, LongestVersion = 8192;

    private readonly nint _library;
    private readonly MpiHandles _handles;
    private readonly delegate* unmanaged<void*, void*, int, nint, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged<nint, int> _barrier;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorString;

    private MpiLibrary(string name, nint library)
    {
        (Name, _library) = (name, library);
        _handles = MpiHandles.Of(name, export => NativeLibrary.TryGetExport(library, export, out _), Export);
        _allReduce = (delegate* unmanaged<void*, void*, int, nint, nint, nint, int>)Export("MPI_Allreduce");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
        _barrier = (delegate* unmanaged<nint, int>)Export("MPI_Barrier");
        _abort = (delegate* unmanaged<nint, int, int>)Export("MPI_Abort");
        _errorString = (delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string");
    }

    /// <summary>The name of the loaded library.</summary>
    public string Name { get; }

    /// <summary>The version reported by the library: <c>Open MPI v4.1.4, ...</c>.</summary>
    public string Version
    {
        get
        {
            var text = stackalloc byte[LongestVersion];
            var length = 0;
            Check(((delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version"))(text, &length), "MPI_Get_library_version");
            return Encoding.UTF8.GetString(text, length).Split('\n')[0].TrimEnd('\0', ' ');
        }
    }

    /// <summary>Loads the first available library.</summary>
    /// <param name="names">Names or paths, in order.</param>
    /// <exception cref="DllNotFoundException">No library was found.</exception>
    public static MpiLibrary Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return new MpiLibrary(name, library);
        }

        throw new DllNotFoundException(
            $"No MPI library was found; tried {string.Join(", ", names)}. Install Open MPI or MPICH (Debian: apt-get install openmpi-bin), "
            + "or give the path of the library to MpiCommunicator.Create.");
    }

    /// <summary>Starts MPI in this process, for calls by one thread at a time.</summary>
    /// <exception cref="InvalidOperationException">MPI was already started or ended, or does not support calls from several
    /// threads.</exception>
    public void Start()
    {
        int flag;
        Check(((delegate* unmanaged<int*, int>)Export("MPI_Initialized"))(&flag), "MPI_Initialized");
        if (flag != 0) throw new InvalidOperationException("MPI is started once in a process, and was started before.");
        int provided;
        Check(((delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread"))(null, null, _handles.Serialized, &provided),
            "MPI_Init_thread");
        if (provided < _handles.Serialized)
        {
            throw new InvalidOperationException(
                $"{Version} ({Name}) supports calls from one thread only; training calls it from several threads, one at a time.");
        }

        // by default, errors end the process
        Check(((delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(_handles.World, _handles.ErrorsReturn),
            "MPI_Comm_set_errhandler");
    }

    /// <summary>Ends MPI in this process.</summary>
    public void End() => Check(((delegate* unmanaged<int>)Export("MPI_Finalize"))(), "MPI_Finalize");

    /// <summary>Gets the rank of this process.</summary>
    public int Rank() => Number("MPI_Comm_rank");

    /// <summary>Gets the number of processes.</summary>
    public int Size() => Number("MPI_Comm_size");

    /// <summary>Sums over all processes, in place.</summary>
    public void AllReduce(Span<float> values)
    {
        fixed (float* first = values)
        {
            Check(_allReduce((void*)_handles.InPlace, first, values.Length, _handles.Float, _handles.Sum, _handles.World), "MPI_Allreduce");
        }
    }

    /// <inheritdoc cref="AllReduce(Span{float})"/>
    public void AllReduce(Span<double> values)
    {
        fixed (double* first = values)
        {
            Check(_allReduce((void*)_handles.InPlace, first, values.Length, _handles.Double, _handles.Sum, _handles.World),
                "MPI_Allreduce");
        }
    }

    /// <summary>Copies process 0's bytes to all.</summary>
    public void Broadcast(Span<byte> values)
    {
        fixed (byte* first = values) Check(_broadcast(first, values.Length, _handles.Byte, 0, _handles.World), "MPI_Bcast");
    }

    /// <summary>Waits for all processes.</summary>
    public void Barrier() => Check(_barrier(_handles.World), "MPI_Barrier");

    /// <summary>Aborts all processes.</summary>
    public void Abort(int code) => _abort(_handles.World, code);

    private int Number(string function)
    {
        int number;
        Check(((delegate* unmanaged<nint, int*, int>)Export(function))(_handles.World, &number), function);
        return number;
    }

    private nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new DllNotFoundException($"{Name} is not an MPI library: it does not export {name}.");

    private void Check(int code, string function)
    {
        if (code == 0) return;
        var text = stackalloc byte[LongestError];
        var length = 0;
        var said = _errorString(code, text, &length) == 0 ? Encoding.UTF8.GetString(text, length) : "no text";
        throw new IOException(FormattableString.Invariant(
            $"{function} failed: {said} (code {code}); another process or the connection to it may have failed."));
    }
}
