using System.Runtime.CompilerServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Where the outputs of a tile go, for one vector of channels.</summary>
/// <param name="pixel">The first output.</param>
/// <param name="across">From one column to the next.</param>
/// <param name="down">From one row to the next.</param>
/// <param name="addend">The first number of what is added, or null.</param>
/// <param name="addendAcross">From one column of it to the next.</param>
/// <param name="addendDown">From one row of it to the next.</param>
/// <param name="relu">Whether negative outputs become 0.</param>
internal readonly unsafe struct WinogradOutput(
    float* pixel, nint across, nint down, float* addend, nint addendAcross, nint addendDown, bool relu)
{
    /// <summary>The second transform of a whole row of outputs, row by row, from registers to the map.</summary>
    /// <param name="columns">The tile after its first transform, <see cref="WinogradTransform.Outputs"/> rows.</param>
    /// <param name="bias">The biases.</param>
    /// <param name="height">Rows that lie on the map.</param>
    /// <param name="probe">Zeros, or not-a-number where a number was not finite.</param>
    /// <returns>The probe, with these outputs.</returns>
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

    /// <summary>As <see cref="Write"/>, for a tile that reaches over the map's edge or over its last channel.</summary>
    /// <param name="columns">The tile after its first transform.</param>
    /// <param name="row">Memory for one row of outputs.</param>
    /// <param name="bias">The biases.</param>
    /// <param name="height">Rows that lie on the map.</param>
    /// <param name="width">Columns that lie on the map.</param>
    /// <param name="channels">Channels that are written.</param>
    /// <param name="probe">Zeros, or not-a-number where a number was not finite.</param>
    /// <returns>The probe, with these outputs.</returns>
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
