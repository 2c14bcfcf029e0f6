namespace GoogLeNetSharp.Training;

/// <summary>Datasets in MNIST's file format supported by <see cref="MnistDataset"/>.</summary>
public enum MnistVariant
{
    /// <summary>Handwritten digits (LeCun et al. 1998).</summary>
    Mnist,

    /// <summary>Clothes (Xiao et al. 2017, arXiv 1708.07747).</summary>
    FashionMnist,

    /// <summary>Cursive Japanese characters, ten classes (Clanuwat et al. 2018, arXiv 1812.01718).</summary>
    Kmnist,

    /// <summary>EMNIST, split <c>byclass</c>: digits, capital and small letters, 62 classes (Cohen et al. 2017, arXiv
    /// 1702.05373).</summary>
    EmnistByClass,

    /// <summary>EMNIST, split <c>bymerge</c>: small letters that look like their capitals are merged with them, 47 classes.</summary>
    EmnistByMerge,

    /// <summary>EMNIST, split <c>balanced</c>: the classes of <see cref="EmnistByMerge"/>, equally often.</summary>
    EmnistBalanced,

    /// <summary>EMNIST, split <c>letters</c>: capital and small letters together, 26 classes. Labels are from 1 in the files and from 0 in
    /// <see cref="MnistDataset"/>.</summary>
    EmnistLetters,

    /// <summary>EMNIST, split <c>digits</c>.</summary>
    EmnistDigits,

    /// <summary>EMNIST, split <c>mnist</c>: digits, as many as in MNIST.</summary>
    EmnistMnist,
}
