using System.Threading.Channels;
using GoogLeNetSharp.Inference;

namespace GoogLeNetSharp.Samples.Serve;

/// <summary>Runs the images of many requests through a network, in batches of waiting images.</summary>
/// <remarks>Images do not wait for others: a batch contains the images that arrived while the previous batch was computed. Batches are
/// computed one at a time, with all threads.</remarks>
internal sealed class Batcher : IDisposable
{
    private readonly Channel<WaitingImage> _waiting =
        Channel.CreateUnbounded<WaitingImage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly InferenceModel _model;
    private readonly int _maxBatch;
    private readonly Task _loop;

    /// <summary>Starts the batcher.</summary>
    /// <param name="model">The network; it is not disposed.</param>
    /// <param name="maxBatch">Maximum number of images per batch, 1 or more.</param>
    public Batcher(InferenceModel model, int maxBatch)
    {
        (_model, _maxBatch) = (model, maxBatch);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Runs an image. The caller must limit the number of waiting images.</summary>
    /// <param name="values">C x H x W in row-major order.</param>
    /// <param name="shape">The shape, supported by the network.</param>
    /// <param name="cancellationToken">Removes the image from the waiting ones.</param>
    /// <returns>The network's output for it.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled, or the batcher is disposed.</exception>
    public Task<float[]> RunAsync(float[] values, ImageShape shape, CancellationToken cancellationToken)
    {
        var image = new WaitingImage(values, shape, cancellationToken);
        if (!_waiting.Writer.TryWrite(image)) image.Cancel();
        return image.Output;
    }

    /// <summary>Computes the waiting images and stops.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _loop.Wait();
    }

    private async Task LoopAsync()
    {
        var batch = new List<WaitingImage>(_maxBatch);
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < _maxBatch && _waiting.Reader.TryRead(out var image))
            {
                if (image.Cancelled.IsCancellationRequested) image.Cancel();
                else batch.Add(image);
            }

            foreach (var sameShape in batch.GroupBy(image => image.Shape)) Run(sameShape.Key, [.. sameShape]);
            batch.Clear();
        }
    }

    private void Run(ImageShape shape, WaitingImage[] batch)
    {
        try
        {
            var input = batch is [var single] ? single.Values : Joined(shape, batch);
            var output = _model.Predict(input, shape.Of(batch.Length));
            var classes = output.Length / batch.Length;
            for (var i = 0; i < batch.Length; i++) batch[i].Answer(output[(i * classes)..((i + 1) * classes)]);
        }
        catch (Exception error)
        {
            foreach (var image in batch) image.Fail(error);
        }
    }

    private static float[] Joined(ImageShape shape, WaitingImage[] batch)
    {
        var input = GC.AllocateUninitializedArray<float>(checked(batch.Length * shape.Count));
        for (var i = 0; i < batch.Length; i++) batch[i].Values.CopyTo(input, i * shape.Count);
        return input;
    }
}
