using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>The network of make_explanations.py with a layer of somebody else before the classifier.</summary>
internal sealed class OpaqueNetwork : Block
{
    private readonly ConvBlock _stem;
    private readonly nn.Module<Tensor, Tensor> _foreign, _fc;

    public OpaqueNetwork(Func<Tensor, Tensor> foreign) : base(nameof(OpaqueNetwork))
    {
        _stem = Register("stem", new ConvBlock(3, 6, kernelSize: 3, padding: 1));
        _foreign = Register("foreign", new Foreign(foreign));
        _fc = Register("fc", nn.Linear(6, 5));
        eval();
    }

    protected override Value Define(Value x) => x.Call(_stem).As("stem").Call(_foreign).GlobalAvgPool().Flatten().Call(_fc);

    private sealed class Foreign(Func<Tensor, Tensor> function) : nn.Module<Tensor, Tensor>(nameof(Foreign))
    {
        public override Tensor forward(Tensor input) => function(input);
    }
}
