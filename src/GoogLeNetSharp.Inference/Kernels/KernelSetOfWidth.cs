using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Inference.Execution;

namespace GoogLeNetSharp.Inference.Kernels;

/// <inheritdoc/>
/// <typeparam name="TSimd">Vector width.</typeparam>
/// <typeparam name="TVector">Vector type.</typeparam>
/// <param name="bfloat16">The inner loops of bfloat16 products, or null.</param>
internal sealed class KernelSet<TSimd, TVector>(BFloat16Code? bfloat16) : KernelSet
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override int VectorBits => TSimd.Lanes * sizeof(float) * 8;

    public override int Lanes => TSimd.Lanes;

    public override IReadOnlyList<ConvolutionKernel> Convolutions { get; } =
    [
        .. bfloat16 is null ? (ConvolutionKernel[])[] : [new BFloat16Convolution(bfloat16)],
        new PointwiseConvolution<TSimd, TVector>(),
        new DepthwiseConvolution<TSimd, TVector>(),
        new WinogradConvolution<TSimd, TVector>(),
        new DirectConvolution<TSimd, TVector>(),
    ];

    public override Step MaxPool(Map input, Map output, Window2d window) => new MaxPoolStep<TSimd, TVector>(input, output, window);

    public override Step AveragePool(Map input, Map output, PoolArea[] rows, PoolArea[] columns) =>
        new AveragePoolStep<TSimd, TVector>(input, output, rows, columns);

    public override Step Normalise(Map input, Map output, LocalResponseNormNode norm) =>
        new LocalResponseNormStep<TSimd, TVector>(input, output, norm);

    public override Step Copy(Map input, Map output, bool relu) =>
        new ElementwiseStep<TSimd, TVector, ElementwiseCopy<TSimd, TVector>>(input, output, new ElementwiseCopy<TSimd, TVector>(relu));

    public override Step Add(Map first, Map second, Map output, bool relu) =>
        new ElementwiseStep<TSimd, TVector, ElementwiseAdd<TSimd, TVector>>(first, output,
            new ElementwiseAdd<TSimd, TVector>(second, relu));

    public override Step Product(Map first, Map second, Map output) =>
        new ElementwiseStep<TSimd, TVector, ElementwiseProduct<TSimd, TVector>>(
        first, output, new ElementwiseProduct<TSimd, TVector>(second));

    public override Step Apply(Map input, Map output, Nonlinearity function) => Functions<TSimd, TVector>.Step(input, output, function);

    public override ActivationPass? Pass(Nonlinearity? function) => function is null ? null : Functions<TSimd, TVector>.Pass(function);

    public override Step Multiply(Map input, Map output, float factor) =>
        new ElementwiseStep<TSimd, TVector, ElementwiseMultiply<TSimd, TVector>>(
        input, output, new ElementwiseMultiply<TSimd, TVector>(factor));

    public override Step Scale(Map input, Map output, NativeBuffer factors, bool relu) =>
        new ElementwiseStep<TSimd, TVector, ElementwiseScale<TSimd, TVector>>(
        input, output, new ElementwiseScale<TSimd, TVector>(factors, input.Channels, relu));
}
