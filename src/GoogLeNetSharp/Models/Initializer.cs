using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>Initializes the weights of convolutions and linear layers; see <see cref="WeightInitialization"/>.</summary>
/// <remarks><c>nn.init.trunc_normal_</c>, which torchvision uses, is not used: in TorchSharp 0.107.0 it fills with a constant.</remarks>
internal static class Initializer
{
    private const double NormalDeviation = 0.01;
    private const double CaffeBias = 0.2;

    /// <summary>Initializes every convolution and linear layer below a module.</summary>
    /// <param name="root">The module.</param>
    /// <param name="initialization">The initialization.</param>
    /// <param name="classifiers">The linear layers that compute logits: Caffe initializes their bias to 0 instead of 0.2.</param>
    public static void Apply(nn.Module root, WeightInitialization initialization, IReadOnlyCollection<Linear> classifiers)
    {
        foreach (var module in root.modules())
        {
            if (module is Conv2d conv) Apply(conv.weight, conv.bias, initialization, isClassifier: false);
            else if (module is Linear linear) Apply(linear, initialization, isClassifier: classifiers.Contains(linear));
        }
    }

    /// <summary>Initializes one linear layer.</summary>
    public static void Apply(Linear linear, WeightInitialization initialization, bool isClassifier) =>
        Apply(linear.weight!, linear.bias, initialization, isClassifier);

    /// <summary>Creates a classifier for another number of classes, with the device, type and mode of the old one.</summary>
    public static Linear Renew(Linear old, long numClasses, WeightInitialization initialization)
    {
        Require.Positive(numClasses);
        var weight = old.weight!;
        ObjectDisposedException.ThrowIf(weight.IsInvalid, old);
        using var scope = NewDisposeScope();        // frees the temporaries of the layer's initialization
        var renewed = nn.Linear(weight.shape[1], numClasses, device: weight.device, dtype: weight.dtype);
        Apply(renewed, initialization, isClassifier: true);
        renewed.train(old.training);
        return renewed;
    }

    private static void Apply(Tensor weight, Tensor? bias, WeightInitialization initialization, bool isClassifier)
    {
        var fanIn = weight.numel() / weight.shape[0];
        switch (initialization)
        {
            case WeightInitialization.PyTorchDefault:       // done by the constructors of the layers
                break;
            case WeightInitialization.Normal:
                nn.init.normal_(weight, 0, NormalDeviation);
                break;
            case WeightInitialization.Xavier:
                var bound = Math.Sqrt(3.0 / fanIn);
                nn.init.uniform_(weight, -bound, bound);
                if (bias is not null) nn.init.constant_(bias, isClassifier ? 0 : CaffeBias);
                break;
            case WeightInitialization.Kaiming:
                nn.init.normal_(weight, 0, Math.Sqrt(2.0 / fanIn));
                if (bias is not null) nn.init.zeros_(bias);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(initialization), initialization, "initialization: unknown.");
        }
    }
}
