using GoogLeNetSharp.Inference;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Inference;

/// <summary>Small networks that are drawn, compiled at each width of vectors, against the eager network in double precision.</summary>
public sealed class RandomNetworkTests
{
    private const int Networks = 500;

    // Relative to the largest output; the page on inference states it.
    private const double Tolerance = 1e-5;

    [Fact]
    internal void Predict_RandomNetworks_EqualDoublePrecision()
    {
        var draw = new Random(11);
        var settings = new HashSet<string>();
        for (var i = 0; i < Networks; i++)
        {
            var (images, channels, height, width) =
                (draw.NextInt64(1, 4), draw.NextInt64(1, 5), draw.NextInt64(1, 25), draw.NextInt64(1, 25));
            var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
            var (c, h, w) = (channels, height, width);
            for (var layer = draw.Next(1, 6); layer > 0; layer--)
            {
                layers.Add(($"{layers.Count}", Layer(draw, settings, ref c, ref h, ref w)));
            }
            random.manual_seed(i);
            using var network = nn.Sequential(layers);
            network.eval();
            var bits = new[] { 512, 256, 128 }[i % 3];
            using var compiled = network.Compile(new InferenceOptions { VectorBits = bits });
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var image = randn(images, channels, height, width);

            var actual = compiled.Predict(image);

            var expected = network.to(float64).call(image.to(float64));
            actual.shape.Should().Equal(expected.shape);
            var error = (expected - actual).abs().max().item<double>() / Math.Max(0.01, expected.abs().max().item<double>());
            error.Should().BeLessThan(Tolerance, "network {0}, {1} bits, {2} of {3}", i, bits,
                string.Join("; ", network.children()), image);
        }

        settings.Should().HaveCount(11, "every kind of layer is drawn");
    }

    private static nn.Module<Tensor, Tensor> Layer(Random draw, HashSet<string> settings, ref long c, ref long h, ref long w)
    {
        var (channels, ceil) = (c, draw.Next(2) == 0);
        (long, long) kernel = (Math.Min(draw.Next(1, 6), h), Math.Min(draw.Next(1, 6), w)), stride = (draw.Next(1, 4), draw.Next(1, 4));
        (long, long) padding = (draw.NextInt64(0, (kernel.Item1 / 2) + 1), draw.NextInt64(0, (kernel.Item2 / 2) + 1));
        var kind = draw.Next(11);
        settings.Add($"{kind}");
        nn.Module<Tensor, Tensor> layer = kind switch
        {
            0 => nn.Conv2d(c, draw.Next(1, 40), kernel, stride, padding),
            1 => nn.Conv2d(c, draw.Next(1, 40), (3, 3), padding: (1, 1)),
            2 => nn.Conv2d(c, draw.Next(1, 40), 1, bias: draw.Next(2) == 0),
            3 => nn.Conv2d(c, c * draw.Next(1, 4), kernel, stride, padding, groups: c),
            4 => nn.Conv2d(c, draw.Next(1, 40), (3, 3), padding: (2, 3), dilation: (2, 3)),
            5 => nn.MaxPool2d(kernel, stride, padding, ceil_mode: ceil),
            6 => nn.AvgPool2d(kernel, stride, padding, ceil, draw.Next(2) == 0),
            7 => nn.AdaptiveAvgPool2d((draw.Next(1, 5), draw.Next(1, 5))),
            8 => nn.LocalResponseNorm(draw.Next(1, 6), alpha: 0.5),
            9 => new ResidualBlock(c, draw.Next(1, 40), stride: draw.Next(1, 3)),
            _ => new InceptionModule(c, new InceptionWidths(draw.Next(1, 9), draw.Next(1, 9), draw.Next(1, 9), draw.Next(1, 9),
                draw.Next(1, 9), draw.Next(1, 9))),
        };
        using var noGrad = no_grad();
        using var map = zeros(1, c, h, w);
        layer.eval();
        using var output = layer.call(map);
        (c, h, w) = (output.shape[1], output.shape[2], output.shape[3]);
        return draw.Next(2) == 0 || kind > 8 ? layer : nn.Sequential(layer, nn.ReLU());
    }
}
