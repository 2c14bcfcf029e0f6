namespace GoogLeNetSharp.Training;

/// <summary>The processes that train one network together, as one of them sees them: the collective operations that <see cref="Trainer"/>
/// needs.</summary>
/// <remarks>
/// <para><c>MpiCommunicator</c> (package GoogLeNetSharp.Mpi) connects processes over MPI; <see cref="LocalCommunicator"/> connects threads
/// of one process.</para>
/// <para>Every process calls the same operations in the same order, with spans of the same length; each call returns when this process has
/// its result. Calls come from one thread at a time, not always the same one.</para>
/// </remarks>
public interface ICommunicator
{
    /// <summary>This process's number, from 0 to <see cref="Size"/> - 1.</summary>
    int Rank { get; }

    /// <summary>The number of processes, 1 or more.</summary>
    int Size { get; }

    /// <summary>Replaces the values by their sums over all processes. Every process gets the same bits.</summary>
    /// <param name="values">This process's addends; afterwards the sums.</param>
    /// <exception cref="IOException">Another process has failed, or the connection to it.</exception>
    void AllReduce(Span<float> values);

    /// <inheritdoc cref="AllReduce(Span{float})"/>
    void AllReduce(Span<double> values);

    /// <summary>Copies the bytes of process 0 to all others.</summary>
    /// <param name="values">The bytes on process 0; room for them on the others.</param>
    /// <exception cref="IOException">Another process has failed, or the connection to it.</exception>
    void Broadcast(Span<byte> values);

    /// <summary>Waits until every process has come here.</summary>
    /// <exception cref="IOException">Another process has failed, or the connection to it.</exception>
    void Barrier();

    /// <summary>Ends the work of all processes because this one cannot go on. Where they are processes, does not return.</summary>
    /// <param name="message">Why, for whoever reads the output.</param>
    void Abort(string message);
}
