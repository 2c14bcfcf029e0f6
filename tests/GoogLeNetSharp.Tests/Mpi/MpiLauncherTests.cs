using GoogLeNetSharp.Mpi;

namespace GoogLeNetSharp.Tests.Mpi;

/// <summary>Which library is taken, and its constants. What they do is tested by tests/mpi_tests.sh, under mpirun.</summary>
public sealed class MpiLauncherTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 PMIX_RANK=0", "Open MPI's mpirun", 4, true)]
    [InlineData("PMI_SIZE=2 PMI_RANK=1", "MPICH's mpirun (or srun --mpi=pmi2)", 2, false)]
    [InlineData("PMIX_RANK=3 SLURM_NTASKS=8", "srun --mpi=pmix", 8, true)]
    internal void Of_VariablesOfALauncher_KnowsIt(string variables, string name, int processes, bool isOpenMpi) =>
        MpiLauncher.Of(Variables(variables)).Should().Be(new MpiLauncher(name, processes, isOpenMpi));

    [Theory]
    [InlineData("")]
    [InlineData("SLURM_NTASKS=8")]          // a batch script itself
    [InlineData("OMPI_COMM_WORLD_SIZE=x")]
    internal void Of_NoLauncher_IsNull(string variables) => MpiLauncher.Of(Variables(variables)).Should().BeNull();

    [Fact]
    internal void Candidates_EachLauncherAndSystem_ItsFamilyFirst()
    {
        var (open, mpich) = (new MpiLauncher("", 2, IsOpenMpi: true), new MpiLauncher("", 2, IsOpenMpi: false));

        MpiLauncher.Candidates(open, false, false).Should()
            .Equal("libmpi.so.40", "libmpi_abi.so.0", "libmpi_abi.so", "libmpich.so.12", "libmpi.so.12", "libmpi.so");
        MpiLauncher.Candidates(mpich, false, false).Should()
            .Equal("libmpich.so.12", "libmpi.so.12", "libmpi_abi.so.0", "libmpi_abi.so", "libmpi.so.40", "libmpi.so");
        MpiLauncher.Candidates(null, false, false).Should().Equal(MpiLauncher.Candidates(open, false, false));
        MpiLauncher.Candidates(null, true, false)[0].Should().Be("msmpi.dll");
        MpiLauncher.Candidates(mpich, false, true)[0].Should().Be("libmpich.12.dylib");
    }

    [Fact]
    internal void Handles_OpenMpi_AreTheAddressesOfItsVariables()
    {
        var addresses = new Dictionary<string, nint>
        {
            ["ompi_mpi_comm_world"] = 11,
            ["ompi_mpi_byte"] = 12,
            ["ompi_mpi_float"] = 13,
            ["ompi_mpi_double"] = 14,
            ["ompi_mpi_op_sum"] = 15,
            ["ompi_mpi_errors_return"] = 16,
        };

        MpiHandles.Of("libmpi.so.40", addresses.ContainsKey, name => addresses[name]).Should()
            .Be(new MpiHandles(11, 12, 13, 14, 15, 16, InPlace: 1, Serialized: 2));
    }

    [Theory]
    [InlineData("libmpich.so.12", 0x44000000)]
    [InlineData("/opt/intel/lib/libmpi.so.12", 0x44000000)]
    [InlineData("msmpi.dll", 0x44000000)]
    [InlineData("/usr/lib/libmpi_abi.so.0", 0x101)]
    internal void Handles_OtherLibraries_AreNumbersOfTheirFamily(string library, long world) =>
        MpiHandles.Of(library, _ => false, _ => throw new InvalidOperationException("nothing is exported")).World.Should().Be((nint)world);

    [Fact]
    internal void Load_NoLibrary_ListsWhatWasTried() =>
        FluentActions.Invoking(() => MpiLibrary.Load(["libno-mpi.so.1", "libno-mpi.so.2"])).Should().Throw<DllNotFoundException>()
            .WithMessage(
            "No MPI library was found; tried libno-mpi.so.1, libno-mpi.so.2. Install Open MPI or MPICH (Debian: apt-get install "
            + "openmpi-bin), "
            + "or give the path of the library to MpiCommunicator.Create.");

    [UnixFact]
    internal void Load_LibraryThatIsNoMpi_SaysWhatIsMissing() =>
        FluentActions.Invoking(() => MpiLibrary.Load([OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6"])).Should()
            .Throw<DllNotFoundException>()
            .WithMessage("* is not an MPI library: it does not export MPI_Allreduce.");

    private static Func<string, string?> Variables(string text)
    {
        var variables = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return variables.GetValueOrDefault;
    }
}
