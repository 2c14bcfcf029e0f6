using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>
/// Gives a file to every reader and says what went wrong, if anything: only the two documented exceptions may come, a failed load must
/// leave the module as it was, no tensor may stay behind, and a small file must take neither long nor much memory.
/// </summary>
internal sealed class FuzzTarget : IDisposable
{
    private readonly nn.Module _module;
    private readonly (string Name, Action<Stream> Read)[] _readers;
    private readonly Dictionary<string, byte[]> _before;

    internal FuzzTarget(nn.Module module)
        : this(
            module,
            ("Inspect", stream => StateDictFile.Inspect(stream)),
            ("Read", stream => StateDictFile.Read(stream).Dispose()),
            ("LoadWeights", stream => module.LoadWeights(stream, new LoadWeightsOptions { Strict = false })))
    {
    }

    /// <summary>With readers of one's own; the module belongs to the target.</summary>
    internal FuzzTarget(nn.Module module, params (string Name, Action<Stream> Read)[] readers)
    {
        _module = module;
        _readers = readers;
        _before = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());
    }

    /// <summary>Processor time one reader may take for one file: it stands still while the process does.</summary>
    internal TimeSpan MostTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Managed memory one reader may allocate for one file.</summary>
    internal long MostBytes { get; init; } = 64 << 20;

    /// <summary>Whether an exception is a refusal as the readers' documentation has it.</summary>
    internal Func<Exception, bool> IsRefusal { get; init; } = exception => exception is InvalidDataException or WeightsMismatchException;

    internal int Accepted { get; private set; }

    internal int Refused { get; private set; }

    /// <summary>Most processor time that one reader took for one file.</summary>
    internal TimeSpan Slowest { get; private set; }

    /// <summary>Null when everything went as it has to.</summary>
    internal string? Try(byte[] file)
    {
        long tensors = Tensor.TotalCount;
        string? problem = _readers.Select(reader => Try(reader.Name, reader.Read, file)).FirstOrDefault(found => found is not null);

        // Fewer is no matter: the garbage collector may have found tensors that others left behind.
        return problem ?? (Tensor.TotalCount <= tensors ? null : $"{Tensor.TotalCount - tensors} tensors stayed behind");
    }

    public void Dispose() => _module.Dispose();

    private string? Try(string what, Action<Stream> read, byte[] file)
    {
        int accepted = Accepted;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        long bytes = GC.GetTotalAllocatedBytes();
        string? problem = Attempt(what, read, file);
        TimeSpan taken = Environment.CpuUsage.TotalTime - start;
        if (taken > Slowest) Slowest = taken;
        bytes = GC.GetTotalAllocatedBytes() - bytes;
        bool wasAccepted = Accepted > accepted;
        foreach ((string name, Tensor tensor) in _module.state_dict())
        {
            if (tensor.bytes.SequenceEqual(_before[name])) continue;
            if (!wasAccepted) return $"a failed {what} changed {name}";
            _before[name].CopyTo(tensor.bytes);
        }

        if (taken > MostTime) return $"{what} took {taken}";
        return bytes > MostBytes ? $"{what} allocated {bytes} bytes" : problem;
    }

    private string? Attempt(string what, Action<Stream> read, byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        try
        {
            read(stream);
            Accepted++;
            return null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            Refused++;
            return e.Message.StartsWith("stream", StringComparison.Ordinal) ? null : $"{what} does not name the file: {e.Message}";
        }
        catch (Exception e)
        {
            return $"{what}: {e}";
        }
    }
}
