namespace GoogLeNetSharp.Samples.Serve;

/// <summary>An image waiting for the network.</summary>
/// <param name="Values">C x H x W in row-major order.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Cancelled">Cancelled when the client no longer waits.</param>
internal sealed record WaitingImage(float[] Values, ImageShape Shape, CancellationToken Cancelled)
{
    // the response is written on another thread, so the next batch does not wait for it
    private readonly TaskCompletionSource<float[]> _output = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<float[]> Output => _output.Task;

    public void Answer(float[] output) => _output.TrySetResult(output);

    public void Fail(Exception error) => _output.TrySetException(error);

    public void Cancel() => _output.TrySetCanceled(Cancelled);
}
