namespace GoogLeNetSharp;

/// <summary>Initialization of the weights of convolutions and linear layers. Batch norm always starts with weight 1 and bias 0.</summary>
public enum WeightInitialization
{
    /// <summary>
    /// PyTorch's default of Conv2d and Linear: weights and biases uniform in +-1/sqrt(fan_in) (<c>kaiming_uniform_</c> with a = sqrt(5)).
    /// </summary>
    PyTorchDefault,

    /// <summary>
    /// Weights N(0, 0.01), biases as in <see cref="PyTorchDefault"/>: torchvision's googlenet.py. Its truncation at +-2 is 200 standard
    /// deviations away.
    /// </summary>
    Normal,

    /// <summary>
    /// Weights uniform in +-sqrt(3/fan_in), biases 0.2 and 0 in classifiers: Caffe's "xavier" filler in bvlc_googlenet's
    /// train_val.prototxt.
    /// </summary>
    Xavier,

    /// <summary>Weights N(0, sqrt(2/fan_in)), biases 0: He et al. 2015 (arXiv 1502.01852), for ReLU networks without batch norm.</summary>
    Kaiming,
}
