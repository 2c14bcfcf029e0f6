using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

// Intermediate results: auxiliary heads, features, named stages.
public sealed partial class GoogLeNet
{
    /// <summary>The auxiliary heads with the stages whose output they read; none where the options have none.</summary>
    public IReadOnlyList<(string Name, string Tap, AuxiliaryClassifier Module)> AuxiliaryHeads =>
        [.. _heads.Select(head => (head.Name, _stages[head.Tap].Name, head.Module))];

    /// <summary>Runs the network with its auxiliary heads, in training and in evaluation mode.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type. The paper's form of the heads takes maps of 14 to 16 pixels only.</param>
    /// <returns>Logits of the network and of both heads, each N x classes or classes.</returns>
    /// <exception cref="InvalidOperationException">The options have no auxiliary heads.</exception>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public GoogLeNetOutput ForwardWithAuxiliary(Tensor input)
    {
        if (_heads.Count == 0)
        {
            throw new InvalidOperationException(
                $"This GoogLeNet ({Options.Preset}) has no auxiliary heads: make it with AuxiliaryHeads = true, or call it for the logits alone.");
        }

        var shape = CheckInput(input);
        CheckHeads(shape);
        using var batch = AsBatch(input);
        var auxiliary = new List<Tensor>();
        try
        {
            var logits = Walk(batch, 0, _stages.Count, (index, output) =>
            {
                auxiliary.AddRange(_heads.Where(head => head.Tap == index).Select(head => head.Module.call(output)));
                return false;
            });
            return new GoogLeNetOutput(Unbatch(logits, shape.Length), Unbatch(auxiliary[0], shape.Length), Unbatch(auxiliary[1], shape.Length));
        }
        catch
        {
            auxiliary.ForEach(output => output.Dispose());
            throw;
        }
    }

    /// <summary>Runs the network up to its last map, before the final pool.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <returns>N x 1024 x h x w or 1024 x h x w, in the input's type.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public Tensor ForwardFeatures(Tensor input)
    {
        var shape = CheckInput(input);
        using var batch = AsBatch(input);
        return Unbatch(Walk(batch, 0, _featureStages), shape.Length);
    }

    /// <summary>Runs the rest of the network, from the final pool: <c>ForwardHead(ForwardFeatures(x))</c> is <c>call(x)</c>.</summary>
    /// <param name="features">N x 1024 x h x w or 1024 x h x w, as <see cref="ForwardFeatures"/> returns it.</param>
    /// <returns>Logits, N x classes or classes.</returns>
    /// <exception cref="ArgumentException">The map has another rank, channel count, type or device, or a size that the final pool does not make 1 x 1.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public Tensor ForwardHead(Tensor features)
    {
        ObjectDisposedException.ThrowIf(Classifier.weight!.IsInvalid, this);
        var channels = ((InceptionModule)_stages[_featureStages - 1].Module).Widths.OutChannels;
        var place = $"stage {_stages[_featureStages].Name} of GoogLeNet";
        var shape = ImageInput.Check(features, channels, Classifier.weight, place, nameof(features));
        if (!HeadAccepts(shape[^2], shape[^1]))
        {
            var (smallest, largest) = SizeRange.Of(size => HeadAccepts(size, size));
            throw ImageInput.SizeError(shape, smallest, largest, place, nameof(features));
        }

        using var batch = AsBatch(features);
        return Unbatch(Walk(batch, _featureStages, _stages.Count), shape.Length);

        bool HeadAccepts(long height, long width) => height >= 1 && width >= 1
            && _stages[_featureStages].Output([channels, height, width]) is { } pooled && _stages[_featureStages + 1].Output(pooled) is not null;
    }

    /// <summary>Runs the network as far as needed and returns the outputs of the named stages, from one pass.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <param name="names">Names of <see cref="Stages"/>, one or more.</param>
    /// <returns>The outputs by name, in the network's order; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">A name is not that of a stage (the message lists the valid ones), none is given, or the input has
    /// another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public IReadOnlyDictionary<string, Tensor> ForwardStages(Tensor input, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Length == 0) throw new ArgumentException($"names: expected one or more of {StageNames()}.", nameof(names));
        var wanted = names.Select(name => StageIndex(name, nameof(names))).ToHashSet();
        var shape = CheckInput(input);

        using var batch = AsBatch(input);
        var outputs = new OrderedDictionary<string, Tensor>();
        try
        {
            Walk(batch, 0, wanted.Max() + 1, (index, output) =>
            {
                if (!wanted.Contains(index)) return false;
                outputs.Add(_stages[index].Name, output);
                return true;
            });
            foreach (var index in wanted) outputs[_stages[index].Name] = Unbatch(outputs[_stages[index].Name], shape.Length);
            return outputs;
        }
        catch
        {
            foreach (var output in outputs.Values) output.Dispose();
            throw;
        }
    }

    private int StageIndex(string stage, string argument)
    {
        var index = _stages.FindIndex(candidate => candidate.Name == stage);
        return index >= 0 ? index : throw new ArgumentException(
            $"{argument}: there is no stage \"{stage}\"; expected one of {StageNames()}.", argument);
    }

    private string StageNames() => string.Join(", ", _stages.Select(stage => stage.Name));

    private void CheckHeads(long[] shape)
    {
        if (FirstHeadThatDoesNotFit(shape[^3..]) is not { } head) return;
        var (smallest, largest) = SizeRange.Of(size =>
            FirstStageThatDoesNotFit([Options.InputChannels, size, size]) is null && FirstHeadThatDoesNotFit([Options.InputChannels, size, size]) is null);
        throw ImageInput.SizeError(shape, smallest, largest, $"head {head} of GoogLeNet");
    }

    private string? FirstHeadThatDoesNotFit(long[] image)
    {
        var shape = image;
        for (var i = 0; i < _stages.Count; i++)
        {
            shape = _stages[i].Output(shape)!;
            if (_heads.Find(head => head.Tap == i && !head.Module.Accepts(shape[1], shape[2])) is { } head) return head.Name;
        }

        return null;
    }
}
