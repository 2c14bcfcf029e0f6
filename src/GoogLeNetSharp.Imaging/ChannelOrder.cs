namespace GoogLeNetSharp.Imaging;

/// <summary>Order of the color channels in a tensor.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue: PyTorch, TensorFlow.</summary>
    Rgb,

    /// <summary>Blue, green, red: Caffe.</summary>
    Bgr,
}
