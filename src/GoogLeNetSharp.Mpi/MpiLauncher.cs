using System.Globalization;

namespace GoogLeNetSharp.Mpi;

/// <summary>The launcher of this process, from environment variables.</summary>
/// <param name="Name">The launcher, for messages.</param>
/// <param name="Processes">Number of processes started.</param>
/// <param name="IsOpenMpi">Whether it is Open MPI's; otherwise MPICH's or one compatible with it.</param>
internal sealed record MpiLauncher(string Name, int Processes, bool IsOpenMpi)
{
    /// <summary>Detects the launcher, or null if the process was started without one.</summary>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static MpiLauncher? Of(Func<string, string?> variable)
    {
        if (Count("OMPI_COMM_WORLD_SIZE") is { } open) return new MpiLauncher("Open MPI's mpirun", open, IsOpenMpi: true);
        if (Count("PMI_SIZE") is { } hydra) return new MpiLauncher("MPICH's mpirun (or srun --mpi=pmi2)", hydra, IsOpenMpi: false);
        if (variable("PMIX_RANK") is not null && Count("SLURM_NTASKS") is { } slurm)
        {
            return new MpiLauncher("srun --mpi=pmix", slurm, IsOpenMpi: true);
        }
        return null;

        int? Count(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count : null;
    }

    /// <summary>Gets the names of libraries to try, with those of the launcher's family first.</summary>
    /// <param name="launcher">The launcher, or null.</param>
    /// <param name="isWindows">Whether the system is Windows.</param>
    /// <param name="isMac">Whether the system is macOS.</param>
    public static IReadOnlyList<string> Candidates(MpiLauncher? launcher, bool isWindows, bool isMac)
    {
        if (isWindows) return ["msmpi.dll", "impi.dll", "mpi_abi.dll"];
        string[] open = isMac ? ["libmpi.40.dylib"] : ["libmpi.so.40"];
        string[] mpich = isMac ? ["libmpich.12.dylib", "libmpi.12.dylib"] : ["libmpich.so.12", "libmpi.so.12"];
        string[] standard = isMac ? ["libmpi_abi.0.dylib", "libmpi_abi.dylib"] : ["libmpi_abi.so.0", "libmpi_abi.so"];
        string[] unversioned = isMac ? ["libmpi.dylib"] : ["libmpi.so"];
        return launcher is { IsOpenMpi: false }
            ? [.. mpich, .. standard, .. open, .. unversioned]
            : [.. open, .. standard, .. mpich, .. unversioned];
    }
}
