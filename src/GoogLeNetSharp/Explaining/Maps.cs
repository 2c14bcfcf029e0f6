using GoogLeNetSharp.Imaging;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Explaining;

/// <summary>Maps of one size in managed memory, with one or three numbers for each pixel.</summary>
internal sealed class Maps(float[] numbers, int count, int channels, int height, int width)
{
    public int Count => count;

    public int Height => height;

    public int Width => width;

    /// <summary>Computes the maps of a stage for one image.</summary>
    public static Maps Of(Block network, Tensor image, string stage)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentException.ThrowIfNullOrEmpty(stage);
        var single = network.Program.Whole.Check(image, network, nameof(image));
        if (!single && image.dim() != 4 || !single && image.shape[0] != 1)
        {
            throw new ArgumentException(
                $"image: expected one, C x H x W or 1 x C x H x W, got {ImageInput.Text(image.shape)}.", nameof(image));
        }

        Subject.RequireEvaluation(network);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var batch = single ? image.unsqueeze(0) : image.alias();
        StageMaps.Find(network, batch.shape, stage, nameof(stage));
        var output = network.ForwardStages(batch, stage)[stage].to_type(ScalarType.Float32).cpu().contiguous();
        return new Maps([.. output.data<float>()], (int)output.shape[1], 1, (int)output.shape[2], (int)output.shape[3]);
    }

    /// <summary>Gets the filters of a convolution with one or three input channels, each scaled to 0 to 1 with 0.5 for a weight of
    /// 0.</summary>
    public static Maps OfWeights(Tensor weight)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var largest = weight.detach().abs().amax([1, 2, 3], keepdim: true).clamp_min(1e-12);
        var scaled = ((weight.detach() / largest) + 1).mul(0.5).to_type(ScalarType.Float32).cpu().contiguous();
        return new Maps([.. scaled.data<float>()], (int)weight.shape[0], (int)weight.shape[1], (int)weight.shape[2], (int)weight.shape[3]);
    }

    /// <summary>Computes the range of the colors: from the smaller of the minimum and 0 to a percentile.</summary>
    public (double Low, double High) Range(double share)
    {
        var sorted = numbers.Where(float.IsFinite).Order().ToArray();
        if (sorted.Length == 0) return (0, 1);
        var (low, high) = (Math.Min(0, sorted[(int)((1 - share) * (sorted.Length - 1))]), sorted[(int)(share * (sorted.Length - 1))]);
        return high > low ? (low, high) : (low, low + 1);
    }

    /// <summary>Paints a map at a position.</summary>
    public void Paint(
        RgbImage canvas, int left, int top, int tileWidth, int tileHeight, int index, ColorMap colors, double low, double high)
    {
        var size = height * width;
        for (var y = 0; y < tileHeight; y++)
        {
            for (var x = 0; x < tileWidth; x++)
            {
                var place = (index * channels * size) + (y * height / tileHeight * width) + (x * width / tileWidth);
                var color = channels == 3
                    ? (Gray(place), Gray(place + size), Gray(place + (2 * size))) : colors.At((numbers[place] - low) / (high - low));
                PixelPainter.Set(canvas, left + x, top + y, color);
            }
        }
    }

    private byte Gray(int place) => (byte)Math.Round(255 * Math.Clamp(numbers[place], 0f, 1f));
}
