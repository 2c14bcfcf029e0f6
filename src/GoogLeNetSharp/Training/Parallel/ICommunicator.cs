namespace GoogLeNetSharp.Training;

/// <summary>A group of processes that train a network together, with the collective operations needed by <see cref="Trainer"/>.</summary>
/// <remarks>
/// <para><c>MpiCommunicator</c> (package GoogLeNetSharp.Mpi) connects processes over MPI; <see cref="LocalCommunicator"/> connects threads
/// of one process.</para>
/// <para>All processes call the same operations in the same order, with spans of the same length. A call returns when this process has its
/// result. Calls are made by one thread at a time, but not always the same thread.</para>
/// </remarks>
public interface ICommunicator
{
    /// <summary>The rank of this process, from 0 to <see cref="Size"/> - 1.</summary>
    int Rank { get; }

    /// <summary>The number of processes, 1 or more.</summary>
    int Size { get; }

    /// <summary>Replaces values by their sums over all processes. All processes receive identical bits.</summary>
    /// <param name="values">The addends of this process; receives the sums.</param>
    /// <exception cref="IOException">Another process, or the connection to it, has failed.</exception>
    void AllReduce(Span<float> values);

    /// <inheritdoc cref="AllReduce(Span{float})"/>
    void AllReduce(Span<double> values);

    /// <summary>Copies the bytes of process 0 to all others.</summary>
    /// <param name="values">The bytes on process 0; receives them on the others.</param>
    /// <exception cref="IOException">Another process, or the connection to it, has failed.</exception>
    void Broadcast(Span<byte> values);

    /// <summary>Waits until all processes have called this method.</summary>
    /// <exception cref="IOException">Another process, or the connection to it, has failed.</exception>
    void Barrier();

    /// <summary>Aborts all processes because this one has failed. Does not return if they are operating system processes.</summary>
    /// <param name="message">The reason, for the output.</param>
    void Abort(string message);
}
