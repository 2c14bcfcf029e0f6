namespace GoogLeNetSharp.Samples.TrainClassifier;

/// <summary>The schedules to choose from.</summary>
internal enum ScheduleName
{
    /// <summary>A constant rate.</summary>
    Constant,

    /// <summary>The paper's schedule: 4% less every 8 epochs.</summary>
    Step,

    /// <summary>Caffe's "poly" with power 0.5.</summary>
    Poly,

    /// <summary>Half a cosine wave down to 0.</summary>
    Cosine,

    /// <summary>Increase to the rate, then decrease.</summary>
    OneCycle,
}
