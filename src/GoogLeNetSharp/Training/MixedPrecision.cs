using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Training;

/// <summary>
/// Adds mixed precision to TorchSharp's own layers through hooks: a layer with float32 parameters receives float32 input, and its output is
/// cast back to the input's type. This library's blocks cast themselves. The output of the last layer stays float32, so logits are not
/// rounded.
/// </summary>
internal sealed class MixedPrecision : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly List<Action> _removers = [];
    private readonly Stack<(string Path, nn.Module Module)> _running = [];
    private bool _isChecked;

    public MixedPrecision(nn.Module<Tensor, Tensor> model, TrainerOptions options)
    {
        _model = model;
        if (options.Precision == TrainingPrecision.Float32) return;
        var layers = Layers(model, "").DistinctBy(layer => layer.Module).ToArray();
        var last = layers.LastOrDefault(layer => ComputesIn(layer.Module) is not null).Module;
        foreach (var (path, module) in layers)
        {
            if (module is nn.Module<Tensor, Tensor> layer) Attach(path, layer, isLast: layer == last);
        }
    }

    /// <summary>Runs one image in evaluation mode before the first step, so that a layer without support for its type is reported before
    /// anything changes.</summary>
    /// <param name="images">A batch, as passed to the network.</param>
    /// <exception cref="ArgumentException">A layer does not support the type of the images but supports float32.</exception>
    public void Check(Tensor images)
    {
        if (_isChecked || images.dtype == ScalarType.Float32) return;
        _isChecked = true;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var wasTraining = _model.training;
        _model.eval();
        try
        {
            var image = images.narrow(0, 0, 1);
            _running.Clear();
            if (Failure(image) is not { } failure) return;
            var (path, module) = _running.TryPeek(out var innermost) ? innermost : ("", _model);
            if (Failure(image.to(ScalarType.Float32)) is not null) return;      // not caused by the precision; the training step reports it
            var place = path.Length == 0 ? module.GetType().Name : $"layer \"{path}\" ({module.GetType().Name})";
            throw new ArgumentException(
                $"model: {place} cannot compute in mixed precision: {failure.Message.Split('\n')[0]} "
                + $"Train with {nameof(TrainerOptions.Precision)} {nameof(TrainingPrecision.Float32)}.",
                "model",
                failure);
        }
        finally
        {
            _model.train(wasTraining);
        }
    }

    public void Dispose()
    {
        foreach (var remove in _removers) remove();
    }

    private ExternalException? Failure(Tensor image)
    {
        try
        {
            _model.call(image);
            return null;
        }
        catch (ExternalException exception)
        {
            return exception;
        }
    }

    private void Attach(string path, nn.Module<Tensor, Tensor> layer, bool isLast)
    {
        var computesIn = ComputesIn(layer);
        ScalarType? cameAs = null;
        _removers.Add(layer.register_forward_pre_hook((_, input) =>
        {
            _running.Push((path, layer));
            cameAs = computesIn is not null && input.is_floating_point() && input.dtype != computesIn ? input.dtype : null;
            return cameAs is null ? null! : input.to(computesIn!.Value);
        }).remove);
        _removers.Add(layer.register_forward_hook((_, _, output) =>
        {
            _running.TryPop(out var _);
            return cameAs is null || isLast || !output.is_floating_point() ? null! : output.to(cameAs.Value);
        }).remove);
    }

    // all modules except those inside this library's blocks
    private static IEnumerable<(string Path, nn.Module Module)> Layers(nn.Module module, string path)
    {
        yield return (path, module);
        if (IsOfThisLibrary(module)) yield break;
        foreach (var (name, child) in module.named_children())
        {
            foreach (var layer in Layers(child, path.Length == 0 ? name : $"{path}.{name}")) yield return layer;
        }
    }

    // the type of a module's own parameters and statistics, or null if it supports all types; libtorch has no 16-bit kernel for local
    // response normalization
    private static ScalarType? ComputesIn(nn.Module module)
    {
        if (module is LocalResponseNorm) return ScalarType.Float32;
        if (IsOfThisLibrary(module)) return null;
        return module.named_parameters(recurse: false).Select(entry => (Tensor)entry.parameter)
            .Concat(module.named_buffers(recurse: false).Select(entry => entry.buffer))
            .Where(tensor => tensor.is_floating_point()).Select(tensor => (ScalarType?)tensor.dtype).FirstOrDefault();
    }

    private static bool IsOfThisLibrary(nn.Module module) => module.GetType().Assembly == typeof(MixedPrecision).Assembly;
}
