using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>One named stage of a <see cref="GoogLeNet"/>: a step of its forward pass.</summary>
public sealed class GoogLeNetStage
{
    private StageSpec _spec;

    internal GoogLeNetStage(StageSpec spec, nn.Module<Tensor, Tensor> module)
    {
        _spec = spec;
        Module = module;
    }

    /// <summary>The stage's name, also that of its module in the network: <c>inception4a</c>.</summary>
    public string Name => _spec.Name;

    /// <summary>What the stage runs: a block, a pool, a linear layer.</summary>
    public nn.Module<Tensor, Tensor> Module { get; private set; }

    /// <summary>
    /// Whether the stage takes features, N x F. A map N x F x 1 x 1 that reaches it is flattened first: the notes' <c>view</c>, torchvision's
    /// <c>torch.flatten(x, 1)</c>.
    /// </summary>
    public bool TakesFeatures => _spec.TakesFeatures;

    /// <summary>Runs the stage on a batch; a linear layer gets its input in the type of its weights, so that the head stays in float32.</summary>
    internal Tensor Forward(Tensor batch)
    {
        if (Module is LocalResponseNorm && batch.dtype is (ScalarType.BFloat16 or ScalarType.Float16)) return NormaliseInFloat32(batch);
        if (!TakesFeatures) return Module.call(batch);
        using var features = batch.flatten(start_dim: 1);
        if (Module is not Linear linear) return Module.call(features);
        using var converted = features.to(linear.weight!.dtype);
        return linear.call(converted);
    }

    /// <summary>Puts another linear layer in place.</summary>
    internal void Replace(Linear linear)
    {
        _spec = new StageSpec.Linear(Name, linear.weight!.shape[0]);
        Module = linear;
    }

    /// <summary>The shape it makes of a shape without batch, or null where that does not fit.</summary>
    internal long[]? Output(long[] input) => _spec.Output(input);

    // libtorch has no 16-bit kernel for the pool inside local response normalisation.
    private Tensor NormaliseInFloat32(Tensor batch)
    {
        using var wide = batch.to(ScalarType.Float32);
        using var normalised = Module.call(wide);
        return normalised.to(batch.dtype);
    }
}
