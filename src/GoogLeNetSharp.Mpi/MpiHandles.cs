namespace GoogLeNetSharp.Mpi;

/// <summary>The constants of an MPI library, which differ between families of libraries. Handles are addresses or numbers in a
/// register.</summary>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Byte">MPI_BYTE.</param>
/// <param name="Float">MPI_FLOAT.</param>
/// <param name="Double">MPI_DOUBLE.</param>
/// <param name="Sum">MPI_SUM.</param>
/// <param name="ErrorsReturn">MPI_ERRORS_RETURN.</param>
/// <param name="InPlace">MPI_IN_PLACE.</param>
/// <param name="Serialized">MPI_THREAD_SERIALIZED.</param>
internal sealed record MpiHandles(nint World, nint Byte, nint Float, nint Double, nint Sum, nint ErrorsReturn, nint InPlace, int Serialized)
{
    /// <summary>MPICH and compatible libraries: Intel MPI, MVAPICH, Cray MPICH, MS-MPI (mpi.h of MPICH 4.0).</summary>
    public static MpiHandles Mpich { get; } =
        new(0x44000000, 0x4c00010d, 0x4c00040a, 0x4c00080b, 0x58000003, 0x54000001, InPlace: -1, Serialized: 2);

    /// <summary>The application binary interface of the MPI 5.0 standard, chapter 20.</summary>
    public static MpiHandles Standard { get; } = new(0x101, 0x247, 0x210, 0x214, 0x21, 0x143, InPlace: 1, Serialized: 2048);

    /// <summary>Open MPI, whose handles are the addresses of exported variables (mpi.h of Open MPI 4.1).</summary>
    /// <param name="export">The address of an exported variable.</param>
    public static MpiHandles OpenMpi(Func<string, nint> export) => new(
        export("ompi_mpi_comm_world"), export("ompi_mpi_byte"), export("ompi_mpi_float"), export("ompi_mpi_double"),
        export("ompi_mpi_op_sum"),
        export("ompi_mpi_errors_return"), InPlace: 1, Serialized: 2);

    /// <summary>Gets the constants of a library. The standard ABI is recognized by the library's name only, because MPICH exports the same
    /// functions for its own handles.</summary>
    /// <param name="library">Name or path of the library.</param>
    /// <param name="exports">Whether the library exports a name.</param>
    /// <param name="export">The address of an exported name.</param>
    public static MpiHandles Of(string library, Func<string, bool> exports, Func<string, nint> export) =>
        Path.GetFileName(library).Contains("mpi_abi", StringComparison.OrdinalIgnoreCase) ? Standard : exports("ompi_mpi_comm_world")
            ? OpenMpi(export) : Mpich;
}
