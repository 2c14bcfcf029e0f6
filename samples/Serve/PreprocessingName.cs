using GoogLeNetSharp.Imaging;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>A preset of <see cref="Preprocessing"/>.</summary>
internal enum PreprocessingName
{
    ImageNet,
    Tf,
    Caffe,
    Cifar10,
}
