using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The destination of a tile's outputs, for one vector of channels.</summary>
/// <param name="pixel">Address of the first output.</param>
/// <param name="across">Distance between columns in floats.</param>
/// <param name="down">Distance between rows in floats.</param>
/// <param name="addend">Address of the addend, or null.</param>
/// <param name="addendAcross">Distance between its columns in floats.</param>
/// <param name="addendDown">Distance between its rows in floats.</param>
/// <param name="relu">Whether a ReLU is applied to the output.</param>
internal readonly unsafe struct WinogradOutput(
    float* pixel, nint across, nint down, float* addend, nint addendAcross, nint addendDown, bool relu)
{
    /// <summary>Applies the second transform row by row and writes complete rows of outputs from registers to the map.</summary>
    /// <param name="columns">The tile after its first transform, <see cref="WinogradTransform.Outputs"/> rows.</param>
    /// <param name="bias">The biases.</param>
    /// <param name="height">Number of rows on the map.</param>
    /// <param name="probe">Zeros, or not-a-number if a value was not finite.</param>
    /// <returns>The probe, updated with these outputs.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public TVector Write<TSimd, TVector>(float* columns, TVector bias, nint height, TVector probe)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* to = pixel, plus = addend;
        for (nint i = 0; i < height; i++, columns += WinogradTransform.Inputs * TSimd.Lanes, to += down, plus += addendDown)
        {
            WinogradTile<TSimd, TVector>.Output(columns, TSimd.Lanes, out var first, out var second, out var third, out var fourth);
            first = TSimd.Add(first, bias);
            second = TSimd.Add(second, bias);
            third = TSimd.Add(third, bias);
            fourth = TSimd.Add(fourth, bias);
            probe = TSimd.MultiplyAdd(TSimd.Add(TSimd.Add(first, second), TSimd.Add(third, fourth)), TSimd.Zero, probe);
            if (addend is not null)
            {
                first = TSimd.Add(first, TSimd.Load(plus));
                second = TSimd.Add(second, TSimd.Load(plus + addendAcross));
                third = TSimd.Add(third, TSimd.Load(plus + (2 * addendAcross)));
                fourth = TSimd.Add(fourth, TSimd.Load(plus + (3 * addendAcross)));
            }

            if (relu)
            {
                first = TSimd.Relu(first);
                second = TSimd.Relu(second);
                third = TSimd.Relu(third);
                fourth = TSimd.Relu(fourth);
            }

            TSimd.Store(first, to);
            TSimd.Store(second, to + across);
            TSimd.Store(third, to + (2 * across));
            TSimd.Store(fourth, to + (3 * across));
        }

        return probe;
    }

    /// <summary>Like <see cref="Write"/>, for a tile that extends beyond the map or its last channel.</summary>
    /// <param name="columns">The tile after its first transform.</param>
    /// <param name="row">Memory for one row of outputs.</param>
    /// <param name="bias">The biases.</param>
    /// <param name="height">Number of rows on the map.</param>
    /// <param name="width">Number of columns on the map.</param>
    /// <param name="channels">Number of channels to write.</param>
    /// <param name="probe">Zeros, or not-a-number if a value was not finite.</param>
    /// <returns>The probe, updated with these outputs.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public TVector WritePart<TSimd, TVector>(float* columns, float* row, TVector bias, nint height, nint width, nint channels,
        TVector probe)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (nint i = 0; i < height; i++, columns += WinogradTransform.Inputs * TSimd.Lanes)
        {
            WinogradTile<TSimd, TVector>.Output(columns, TSimd.Lanes, row, TSimd.Lanes);
            for (nint j = 0; j < width; j++)
            {
                var value = TSimd.Add(TSimd.Load(row + (j * TSimd.Lanes)), bias);
                probe = TSimd.MultiplyAdd(value, TSimd.Zero, probe);
                if (addend is not null)
                {
                    value = TSimd.Add(value, VectorPart<TSimd, TVector>.Load(addend + (i * addendDown) + (j * addendAcross), channels));
                }
                VectorPart<TSimd, TVector>.Store(relu ? TSimd.Relu(value) : value, pixel + (i * down) + (j * across), channels);
            }
        }

        return probe;
    }
}
