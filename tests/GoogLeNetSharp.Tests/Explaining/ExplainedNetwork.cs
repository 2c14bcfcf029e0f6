using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Explaining;

/// <summary>The network of make_explanations.py.</summary>
internal sealed class ExplainedNetwork : Block
{
    private readonly ConvBlock _stem, _body;
    private readonly Linear _fc;

    public ExplainedNetwork() : base(nameof(ExplainedNetwork))
    {
        _stem = Register("stem", new ConvBlock(3, 6, kernelSize: 3, padding: 1));
        _body = Register("body", new ConvBlock(6, 8, kernelSize: 3, stride: 2, padding: 1));
        _fc = Register("fc", nn.Linear(8, 5));
    }

    protected override Value Define(Value x)
    {
        x = x.Call(_stem).As("stem").Call(_body).As("body");
        return x.GlobalAvgPool().Flatten().Call(_fc).As("logits");
    }
}
