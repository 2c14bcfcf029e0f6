using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>Sums gradients over the processes in buckets of many parameters, because one large message is faster than many small
/// ones.</summary>
/// <remarks>Sums are computed in CPU memory in float32, or in float64 for float64 parameters.</remarks>
internal sealed class GradientBuckets : IDisposable
{
    private const long BucketBytes = 25 << 20;      // as in PyTorch's DistributedDataParallel

    private readonly ProcessGroup _group;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly List<Bucket> _buckets = [];

    public GradientBuckets(IEnumerable<Parameter> parameters, ProcessGroup group)
    {
        (_group, _parameters) = (group, [.. parameters]);
        foreach (var type in _parameters.GroupBy(parameter => SumType(parameter.dtype)))
        {
            var open = new List<Parameter>();
            foreach (var parameter in type)
            {
                if (open.Count > 0 && open.Append(parameter).Sum(item => item.numel()) * ElementSize(type.Key) > BucketBytes) Close();
                open.Add(parameter);
            }

            Close();

            void Close()
            {
                _buckets.Add(new Bucket([.. open], empty(open.Sum(item => item.numel()), dtype: type.Key).DetachFromDisposeScope()));
                open.Clear();
            }
        }
    }

    /// <summary>Replaces every gradient by its sum over the processes. Parameters without a gradient in any process are skipped.</summary>
    public void Sum()
    {
        using var noGradient = no_grad();
        double[] holders = [.. _parameters.Select(HasGradient)];
        _group.Sum(holders);
        var used = _parameters.Zip(holders).Where(entry => entry.Second > 0).Select(entry => entry.First).ToHashSet();
        foreach (var bucket in _buckets)
        {
            var (length, members) = (0L, bucket.Parameters.Where(used.Contains).ToArray());
            foreach (var parameter in members) Copy(parameter, Part(parameter, ref length), toBucket: true);
            using (var filled = bucket.Values.narrow(0, 0, length)) _group.Sum(filled);
            length = 0;
            foreach (var parameter in members) Copy(parameter, Part(parameter, ref length), toBucket: false);

            Tensor Part(Parameter parameter, ref long start)
            {
                using var part = bucket.Values.narrow(0, start, parameter.numel());
                start += parameter.numel();
                return part.view(parameter.shape);
            }
        }
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets) bucket.Values.Dispose();
    }

    private static double HasGradient(Parameter parameter)
    {
        using var gradient = parameter.grad;
        return gradient is null ? 0 : 1;
    }

    private static void Copy(Parameter parameter, Tensor part, bool toBucket)
    {
        using var owned = part;
        using var gradient = parameter.grad;
        if (gradient is null && toBucket) part.zero_().Dispose();
        else if (gradient is null) parameter.grad = part.to(parameter.dtype, parameter.device, copy: true);
        else if (toBucket) part.copy_(gradient);
        else gradient.copy_(part);
    }

    private static ScalarType SumType(ScalarType type) => type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    private static long ElementSize(ScalarType type) => type == ScalarType.Float64 ? sizeof(double) : sizeof(float);

    private sealed record Bucket(Parameter[] Parameters, Tensor Values);
}
