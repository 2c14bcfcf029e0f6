using System.Globalization;
using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Mpi;

/// <summary>Connects processes started by <c>mpirun</c> or <c>srun</c> for data-parallel training over MPI.</summary>
/// <remarks>
/// <para>Works with Open MPI 4 and 5, MPICH 4 and libraries compatible with it, and libraries with the ABI of the MPI 5.0 standard; the
/// library is found at run time, with those of the launcher's family first. MPI can be started only once per process.</para>
/// <para>Without a launcher, the communicator consists of the single process.</para>
/// <para>Ending MPI waits for all processes. A process that fails with an exception must therefore abort the others, as <see cref="Run"/>
/// does.</para>
/// </remarks>
/// <example>
/// <code>
/// MpiCommunicator.Run(mpi =>
/// {
///     new Trainer(model, new TrainerOptions { BatchSize = 256, Communicator = mpi }).Fit(training);
/// });
/// </code>
/// </example>
public sealed class MpiCommunicator : ICommunicator, IDisposable
{
    private readonly MpiLibrary _library;
    private bool _ended;

    private MpiCommunicator(MpiLibrary library)
    {
        _library = library;
        Rank = library.Rank();
        Size = library.Size();
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>The MPI library: <c>Open MPI v4.1.4, ... (libmpi.so.40)</c>.</summary>
    public string Library => $"{_library.Version} ({_library.Name})";

    /// <summary>Starts MPI, runs a program, and ends MPI. An exception of the program aborts all processes, with its message.</summary>
    /// <param name="program">The program, run by all processes.</param>
    /// <param name="library">Name or path of the MPI library, or null to search for it.</param>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static void Run(Action<MpiCommunicator> program, string? library = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var communicator = Create(library);
        try
        {
            program(communicator);
        }
        catch (Exception exception) when (communicator.Size > 1)
        {
            communicator.Abort(exception.ToString());
            throw;
        }

        communicator.Dispose();
    }

    /// <summary>Starts MPI in this process.</summary>
    /// <param name="library">Name or path of the MPI library, or null to search for it.</param>
    /// <returns>The communicator of all processes; dispose it at the end of the program, but not after an exception; see
    /// <see cref="Run"/>.</returns>
    /// <exception cref="DllNotFoundException">No MPI library was found; the message lists the names tried.</exception>
    /// <exception cref="InvalidOperationException">MPI was already started in this process, or the library does not match the launcher, so
    /// that each process would be isolated.</exception>
    /// <exception cref="IOException">MPI failed after starting. If it cannot start at all, most libraries end the process with their own
    /// message.</exception>
    public static MpiCommunicator Create(string? library = null)
    {
        var launcher = MpiLauncher.Of(Environment.GetEnvironmentVariable);
        var loaded = MpiLibrary.Load(library is null
            ? MpiLauncher.Candidates(launcher, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) : [library]);
        loaded.Start();
        var communicator = new MpiCommunicator(loaded);
        if (launcher is null || launcher.Processes == communicator.Size) return communicator;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{launcher.Name} has started {launcher.Processes} processes, but {communicator.Library} sees {communicator.Size}: it is "
            + $"another MPI. Give the launcher's library to MpiCommunicator.Create.");
        communicator.Dispose();
        throw new InvalidOperationException(message);
    }

    /// <inheritdoc/>
    // The standard only recommends that all processes receive identical bits. The algorithms of Open MPI and MPICH (recursive doubling,
    // ring, Rabenseifner's) guarantee it, because a + b equals b + a; tests/mpi_tests.sh checks it.
    public void AllReduce(Span<float> values)
    {
        CheckAlive();
        if (!values.IsEmpty) _library.AllReduce(values);
    }

    /// <inheritdoc/>
    public void AllReduce(Span<double> values)
    {
        CheckAlive();
        if (!values.IsEmpty) _library.AllReduce(values);
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> values)
    {
        CheckAlive();
        if (!values.IsEmpty) _library.Broadcast(values);
    }

    /// <inheritdoc/>
    public void Barrier()
    {
        CheckAlive();
        _library.Barrier();
    }

    /// <summary>Writes a message to the error stream and aborts all processes. Does not return.</summary>
    /// <param name="message">The reason.</param>
    public void Abort(string message)
    {
        CheckAlive();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Process {Rank} of {Size} failed and ends all: {message}"));
        Console.Error.Flush();
        _library.Abort(1);
    }

    /// <summary>Ends MPI in this process. Must be called by all processes.</summary>
    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _library.End();
    }

    /// <summary>Returns the rank and the library: <c>process 0 of 4, Open MPI v4.1.4, ... (libmpi.so.40)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"process {Rank} of {Size}, {Library}");

    private void CheckAlive() => ObjectDisposedException.ThrowIf(_ended, this);
}
