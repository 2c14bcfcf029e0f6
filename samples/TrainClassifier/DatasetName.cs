namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The published datasets to choose from; on the command line <c>fashion-mnist</c> and so on.</summary>
internal enum DatasetName
{
    /// <summary>CIFAR-10.</summary>
    Cifar10,

    /// <summary>CIFAR-100.</summary>
    Cifar100,

    /// <summary>MNIST.</summary>
    Mnist,

    /// <summary>Fashion-MNIST.</summary>
    FashionMnist,

    /// <summary>Kuzushiji-MNIST.</summary>
    Kmnist,

    /// <summary>EMNIST, split letters.</summary>
    EmnistLetters,

    /// <summary>EMNIST, split balanced.</summary>
    EmnistBalanced,
}
