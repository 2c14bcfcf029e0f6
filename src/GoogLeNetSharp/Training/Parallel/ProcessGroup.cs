using System.Runtime.InteropServices;
using System.Text;
using GoogLeNetSharp.Weights.Formats;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>The processes of a training, or a single process without a communicator, which does not communicate.</summary>
internal sealed class ProcessGroup(ICommunicator? communicator)
{
    /// <summary>The rank of this process.</summary>
    public int Rank { get; } = communicator?.Rank ?? 0;

    /// <summary>Number of processes.</summary>
    public int Size { get; } = communicator?.Size ?? 1;

    /// <summary>Whether this is the only process.</summary>
    public bool IsAlone => Size == 1;

    /// <summary>Whether this process reads and writes files and reports progress.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Whether the processes have agreed to stop.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Gets this process's share of a batch: start and number of images.</summary>
    public (long Start, long Count) ShareOf(long images)
    {
        var start = images * Rank / Size;
        return (start, (images * (Rank + 1) / Size) - start);
    }

    /// <summary>Gets the size of the smallest share of a batch.</summary>
    public long SmallestShareOf(long images) => images / Size;

    /// <summary>Replaces values by their sums over all processes.</summary>
    public void Sum(Span<double> values)
    {
        if (!IsAlone) communicator!.AllReduce(values);
    }

    /// <summary>Replaces the values of a contiguous tensor in CPU memory, float32 or float64, by their sums over all processes.</summary>
    public void Sum(Tensor values)
    {
        if (IsAlone) return;
        if (values.dtype == ScalarType.Float64)
        {
            TensorMemory.ForEachChunk(values, chunk => communicator!.AllReduce(MemoryMarshal.Cast<byte, double>(chunk)));
        }
        else
        {
            TensorMemory.ForEachChunk(values, chunk => communicator!.AllReduce(MemoryMarshal.Cast<byte, float>(chunk)));
        }
    }

    /// <summary>Stops all processes after the same step if one is cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token of a process was cancelled.</exception>
    public void ThrowIfCancelled(CancellationToken cancellationToken)
    {
        if (IsAlone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return;
        }

        IsCancelled = Any(cancellationToken.IsCancellationRequested);
        if (IsCancelled) throw new OperationCanceledException(cancellationToken);
    }

    /// <summary>Whether it is so in one process or more.</summary>
    public bool Any(bool here)
    {
        if (IsAlone) return here;
        Span<double> count = [here ? 1 : 0];
        Sum(count);
        return count[0] > 0;
    }

    /// <summary>Sends a text from process 0 to all processes.</summary>
    public string Broadcast(string text)
    {
        if (IsAlone) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = BitConverter.GetBytes(bytes.Length);
        communicator!.Broadcast(length);
        if (!IsFirst) bytes = new byte[BitConverter.ToInt32(length)];
        communicator.Broadcast(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Overwrites a tensor with that of process 0.</summary>
    public void Broadcast(Tensor tensor)
    {
        if (IsAlone) return;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var values = tensor.detach().cpu().contiguous();
        TensorMemory.ForEachChunk(values, communicator!.Broadcast);
        if (!IsFirst) tensor.copy_(values);
    }

    /// <summary>Waits for all processes.</summary>
    public void Wait()
    {
        if (!IsAlone) communicator!.Barrier();
    }

    /// <summary>Runs work done by all processes. If it fails only in this process, aborts all.</summary>
    public T Run<T>(Func<T> work)
    {
        if (IsAlone) return work();
        try
        {
            return work();
        }
        catch (Exception exception)
            when (!(exception is TrainingDivergedException || (exception is OperationCanceledException && IsCancelled)))
        {
            communicator!.Abort(exception.ToString());
            throw;
        }
    }
}
