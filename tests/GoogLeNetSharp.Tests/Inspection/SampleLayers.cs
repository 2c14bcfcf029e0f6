using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inspection;

/// <summary>Draws random numbers in evaluation mode too.</summary>
internal sealed class NoiseLayer() : nn.Module<Tensor, Tensor>(nameof(NoiseLayer))
{
    public override Tensor forward(Tensor input)
    {
        using var noise = rand_like(input);
        return input + noise;
    }
}

/// <summary>Changes a buffer in every forward.</summary>
internal sealed class CountingLayer : nn.Module<Tensor, Tensor>
{
    private readonly Tensor _count = zeros([], ScalarType.Int64);

    public CountingLayer() : base(nameof(CountingLayer)) => register_buffer("count", _count);

    public override Tensor forward(Tensor input)
    {
        _count.add_(1);
        return input.alias();
    }
}

/// <summary>Disposes none of its intermediates.</summary>
internal sealed class CarelessLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear _linear = nn.Linear(3, 3);

    public CarelessLayer() : base(nameof(CarelessLayer)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _linear.call(_linear.call(input) + 1).exp() * 2;
}

/// <summary>A parameter of its own and no layers.</summary>
internal sealed class RawParameterLayer : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _weight = nn.Parameter(zeros(16, 64));

    public RawParameterLayer() : base(nameof(RawParameterLayer)) => register_parameter("weight", _weight);

    public override Tensor forward(Tensor input) => input.matmul(_weight);
}

/// <summary>A list of parameters beside a layer.</summary>
internal sealed class ParameterListLayer : nn.Module<Tensor, Tensor>
{
    private readonly ParameterList _weights = new(nn.Parameter(zeros(3)), nn.Parameter(zeros(4)));
    private readonly Linear _linear = nn.Linear(3, 3);

    public ParameterListLayer() : base(nameof(ParameterListLayer))
    {
        register_module("weights", _weights);
        register_module("linear", _linear);
    }

    public override Tensor forward(Tensor input) => _linear.call(input);
}

/// <summary>Two names for one layer, called through both; a second layer with the same weight; a third that is never called.</summary>
internal sealed class SharingLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear _first = nn.Linear(4, 4);
    private readonly Linear _tied = nn.Linear(4, 4, hasBias: false);
    private readonly Linear _idle = nn.Linear(4, 7);

    public SharingLayer() : base(nameof(SharingLayer))
    {
        _tied.weight = _first.weight;
        register_module("first", _first);
        register_module("again", _first);
        register_module("tied", _tied);
        register_module("idle", _idle);
    }

    public override Tensor forward(Tensor input)
    {
        using var once = _first.call(input);
        using var twice = _first.call(once);
        return _tied.call(twice);
    }
}

/// <summary>Folds pixels into the batch, times a number: the batch does not stay in front.</summary>
internal sealed class PatchLayer : nn.Module<Tensor, Tensor>
{
    private readonly Linear _linear = nn.Linear(4, 2);

    public PatchLayer() : base(nameof(PatchLayer)) => register_module("linear", _linear);

    public override Tensor forward(Tensor input)
    {
        using var patches = input.reshape(-1, 4);
        return _linear.call(patches);
    }
}
