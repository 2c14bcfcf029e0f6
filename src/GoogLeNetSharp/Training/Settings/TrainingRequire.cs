namespace GoogLeNetSharp.Training;

/// <summary>Validates training settings.</summary>
internal static class TrainingRequire
{
    public static double AboveZero(double value, string name) =>
        value is > 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be above 0.");

    public static double NotNegative(double value, string name) =>
        value is >= 0 and < double.PositiveInfinity
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name}: must be 0 or more.");

    public static int Positive(int value, string name) => (int)Require.Positive(value, name);
}
