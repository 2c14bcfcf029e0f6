namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Vectors of one width. Kernels are generic in it, so that one source serves 512, 256 and 128 bits.</summary>
/// <typeparam name="TVector">Vector type.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Lanes per vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Rows of a <see cref="MatrixTile{TSimd, TVector}"/>: the largest number that keeps all sums in registers.</summary>
    static abstract int Rows { get; }

    /// <summary>Gets a vector of zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Creates a vector with one value in all lanes.</summary>
    static abstract TVector Create(float value);

    /// <summary>Reads a vector from any address.</summary>
    static abstract TVector Load(float* from);

    /// <summary>Writes a vector to any address.</summary>
    static abstract void Store(TVector values, float* to);

    /// <summary>Computes a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>Computes a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>Computes a * b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>Computes a / b.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>Computes a * b + c, fused if the processor supports it.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>Computes the maximum. Propagates not-a-number. The order of zeros is unspecified.</summary>
    // On x64, the native maximum returns the second operand if either is not-a-number; on Arm, it returns not-a-number.
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Computes the minimum. Propagates not-a-number. The order of zeros is unspecified.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>Computes max(0, x). Propagates not-a-number.</summary>
    static abstract TVector Relu(TVector values);

    /// <summary>Computes the square root.</summary>
    static abstract TVector Sqrt(TVector values);

    /// <summary>Rounds to the nearest integers.</summary>
    static abstract TVector Round(TVector values);

    /// <summary>Computes values * 2 ^ exponents, for integer exponents from -126 to 127.</summary>
    static abstract TVector TimesPowerOfTwo(TVector values, TVector exponents);

    /// <summary>Computes values ^ exponent, for positive values.</summary>
    static abstract TVector Pow(TVector values, float exponent);
}
