using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Models;

/// <summary>A user's own network with every capability: a classifier, a head, a description.</summary>
internal sealed class OwnNetwork : Block, IClassifierNetwork, IHasAuxiliaryHeads, IDescribed<OwnNetwork>
{
    private readonly ConvBlock _conv;

    /// <summary>Makes the network for images of 3 x 16 x 16.</summary>
    public OwnNetwork(long width, long numClasses, Device? device = null) : base(nameof(OwnNetwork))
    {
        (Width, NumClasses) = (width, numClasses);
        _conv = Register("conv", new ConvBlock(InputChannels, width, kernelSize: 3, padding: 1, batchNorm: new(), device: device));
        AuxiliaryHeads = [new AuxiliaryHead("aux", "conv", Register("aux", new AuxiliaryClassifier(width, numClasses, device: device)))];
        Classifier = Register("fc", nn.Linear(width, numClasses, device: device));
    }

    public long Width { get; }

    public Linear Classifier { get; }

    public long NumClasses { get; }

    public long InputChannels => 3;

    public long ImageSize => 16;

    public long MinImageSize => 14;

    public long? MaxImageSize => 16;

    public string LastMap => "conv";

    public IReadOnlyList<AuxiliaryHead> AuxiliaryHeads { get; }

    public IReadOnlyList<Tensor> ForwardWithHeads(Tensor input) => ForwardWithSideOutputs(input);

    public JsonObject Describe() => new() { ["width"] = Width, ["classes"] = NumClasses };

    public static OwnNetwork FromDescription(JsonElement description, Device? device) =>
        new(description.GetProperty("width").GetInt64(), description.GetProperty("classes").GetInt64(), device);

    protected override Value Define(Value x)
    {
        var map = x.Call(_conv).As("conv");
        map.Call(AuxiliaryHeads[0].Module).As("aux");
        return map.GlobalAvgPool().Flatten().Call(Classifier).As("fc");
    }
}
