namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The optimizers to choose from.</summary>
internal enum OptimizerName
{
    /// <summary>SGD with momentum 0.9.</summary>
    Sgd,

    /// <summary>SGD with Nesterov momentum 0.9.</summary>
    Nesterov,

    /// <summary>AdamW.</summary>
    AdamW,
}
