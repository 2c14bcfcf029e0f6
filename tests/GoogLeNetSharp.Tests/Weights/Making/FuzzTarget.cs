using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Weights.Making;

/// <summary>
/// Gives a file to every reader and says what went wrong, if anything: only the two documented exceptions may come, a failed load must leave the
/// module as it was, and no tensor may stay behind.
/// </summary>
internal sealed class FuzzTarget : IDisposable
{
    private readonly nn.Module _module;
    private readonly Dictionary<string, byte[]> _before;
    private readonly LoadWeightsOptions _options = new() { Strict = false };

    internal FuzzTarget(nn.Module module)
    {
        _module = module;
        _before = module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());
    }

    internal int Accepted { get; private set; }

    internal int Refused { get; private set; }

    /// <summary>Null when everything went as it has to.</summary>
    internal string? Try(byte[] file)
    {
        long tensors = Tensor.TotalCount;
        string? problem = Attempt("Inspect", file, stream => StateDictFile.Inspect(stream))
            ?? Attempt("Read", file, stream => StateDictFile.Read(stream).Dispose())
            ?? TryLoad(file);

        // Fewer is no matter: the garbage collector may have found tensors that others left behind.
        return problem ?? (Tensor.TotalCount <= tensors ? null : $"{Tensor.TotalCount - tensors} tensors stayed behind");
    }

    public void Dispose() => _module.Dispose();

    private string? TryLoad(byte[] file)
    {
        int accepted = Accepted;
        string? problem = Attempt("LoadWeights", file, stream => _module.LoadWeights(stream, _options));
        bool wasLoaded = Accepted > accepted;
        foreach ((string name, Tensor tensor) in _module.state_dict())
        {
            if (tensor.bytes.SequenceEqual(_before[name])) continue;
            if (!wasLoaded) return $"a failed LoadWeights changed {name}";
            _before[name].CopyTo(tensor.bytes);
        }

        return problem;
    }

    private string? Attempt(string what, byte[] file, Action<Stream> read)
    {
        using var stream = new MemoryStream(file, writable: false);
        try
        {
            read(stream);
            Accepted++;
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or WeightsMismatchException)
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
