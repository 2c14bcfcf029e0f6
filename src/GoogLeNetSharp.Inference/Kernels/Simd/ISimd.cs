namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Vectors of one width, so that each kernel is one source for 512, 256 and 128 bits.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Numbers of one vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Rows of a <see cref="MatrixTile{TSimd, TVector}"/>: as many as leave all sums in registers.</summary>
    static abstract int Rows { get; }

    /// <summary>Zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>One value in all lanes.</summary>
    static abstract TVector Create(float value);

    /// <summary>Reads a vector from any address.</summary>
    static abstract TVector Load(float* from);

    /// <summary>Writes a vector to any address.</summary>
    static abstract void Store(TVector values, float* to);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a * b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a * b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The larger one; not-a-number where either is. Which zero is larger is left open.</summary>
    // The native maximum returns the second number where either is not one, on x64; on Arm, not-a-number.
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller one; not-a-number where either is. Which zero is smaller is left open.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>0 where the value is below; not-a-number stays.</summary>
    static abstract TVector Relu(TVector values);

    /// <summary>Square root.</summary>
    static abstract TVector Sqrt(TVector values);

    /// <summary>The nearest whole numbers.</summary>
    static abstract TVector Round(TVector values);

    /// <summary>values * 2 ^ exponents, for whole exponents from -126 to 127.</summary>
    static abstract TVector TimesPowerOfTwo(TVector values, TVector exponents);

    /// <summary>values ^ exponent, for positive values.</summary>
    static abstract TVector Pow(TVector values, float exponent);
}
