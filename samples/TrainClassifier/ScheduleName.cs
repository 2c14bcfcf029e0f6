namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The schedules to choose from.</summary>
internal enum ScheduleName
{
    /// <summary>The same rate throughout.</summary>
    Constant,

    /// <summary>The paper's: 4% less every 8 epochs.</summary>
    Step,

    /// <summary>Caffe's "poly" with power 0.5.</summary>
    Poly,

    /// <summary>Half a cosine wave down to 0.</summary>
    Cosine,

    /// <summary>Up to the rate and down again.</summary>
    OneCycle,
}
