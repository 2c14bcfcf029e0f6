using GoogLeNetSharp.Graphs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>GoogLeNet (Inception v1): a list of named stages, built from <see cref="GoogLeNetOptions"/>.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output logits, N x classes or classes. C is <see cref="GoogLeNetOptions.InputChannels"/>, classes are
/// <see cref="GoogLeNetOptions.NumClasses"/>; H and W from <see cref="MinImageSize"/> to <see cref="MaxImageSize"/> pixels.</para>
/// <para>The same in training and evaluation: <c>call</c> returns logits; the auxiliary heads answer to <see cref="ForwardWithAuxiliary"/>. In
/// evaluation mode, calls from several threads at once are safe.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), table 1, and torchvision/models/googlenet.py, whose state-dict names it has in every
/// preset. What each preset changes is said at <see cref="GoogLeNetOptions"/>.</para>
/// </remarks>
public sealed partial class GoogLeNet : nn.Module<Tensor, Tensor>
{
    private readonly List<GoogLeNetStage> _stages = [];
    private readonly List<AuxiliaryHead> _heads = [];
    private readonly int _featureStages;

    /// <summary>Makes the network of the course notes: <see cref="GoogLeNetOptions.Default"/>.</summary>
    public GoogLeNet() : this(GoogLeNetOptions.Default)
    {
    }

    /// <summary>Makes the network, its weights started as <see cref="GoogLeNetOptions.Initialization"/> says.</summary>
    /// <param name="options">A preset, changed where wanted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException"><see cref="GoogLeNetOptions.TransformInput"/> is asked for with other than 3 channels.</exception>
    public GoogLeNet(GoogLeNetOptions options) : base(nameof(GoogLeNet))
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TransformInput && options.InputChannels != InputTransform.Channels)
        {
            throw new ArgumentException(
                $"options: TransformInput needs InputChannels {InputTransform.Channels}, got {options.InputChannels}.", nameof(options));
        }

        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialisation
        Options = options;
        var list = StageList.For(options.Preset);
        var settings = new StageSpec.BlockSettings(list.BatchNormEps, options.Branch5x5Kernel);
        var channels = options.InputChannels;
        foreach (var spec in list.Features(options)) channels = AddStage(spec, channels, settings);
        _featureStages = _stages.Count;
        if (options.AuxiliaryHeads) AddHeads(list);         // between the body and fc: torchvision's order
        foreach (var spec in list.Head(options)) channels = AddStage(spec, channels, settings);

        (MinImageSize, MaxImageSize) = SizeRange.Of(size => FirstStageThatDoesNotFit([options.InputChannels, size, size]) is null);
        Initializer.Apply(this, options.Initialization, [Classifier, .. _heads.Select(head => head.Module.Fc2)]);
    }

    /// <summary>The settings it was made with; <see cref="ResetClassifier"/> changes the class count.</summary>
    public GoogLeNetOptions Options { get; private set; }

    /// <summary>The stages in order, from the first convolution to the logits: what <c>call</c> runs.</summary>
    public IReadOnlyList<GoogLeNetStage> Stages => _stages;

    /// <summary>Smallest H and W of the images, in pixels. <see cref="ForwardWithAuxiliary"/> may ask for more: the paper's form of the heads does.</summary>
    public long MinImageSize { get; }

    /// <summary>Largest H and W of the images in pixels, or null where there is none: presets with a fixed last pool take only what it makes 1 x 1.</summary>
    public long? MaxImageSize { get; }

    /// <summary>The last linear layer, 1024 (or 1000 in <see cref="GoogLeNetOptions.Default"/>) -> classes.</summary>
    public Linear Classifier => (Linear)_stages[^1].Module;

    /// <summary>Runs the network.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type.</param>
    /// <returns>Logits, N x classes or classes, in the type of the classifier.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type or device, or an image of a size that the network does
    /// not take; the message names the stage and the sizes allowed.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public override Tensor forward(Tensor input)
    {
        var shape = CheckInput(input);
        using var batch = AsBatch(input);
        return Unbatch(Walk(batch, 0, _stages.Count), shape.Length);
    }

    /// <summary>The shape after each stage, by arithmetic: nothing is run.</summary>
    /// <param name="inputShape">N x C x H x W or C x H x W.</param>
    /// <returns>Stage names with their output shapes, with the batch where the input has one.</returns>
    /// <exception cref="ArgumentException">The shape has another rank or channel count, or a size that the network does not take.</exception>
    public IReadOnlyList<(string Name, long[] Shape)> StageShapes(params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Length is not (3 or 4) || inputShape[^3] != Options.InputChannels)
        {
            throw new ArgumentException(
                $"inputShape: expected N x {Options.InputChannels} x H x W or {Options.InputChannels} x H x W, got {ImageInput.Text(inputShape)}.",
                nameof(inputShape));
        }

        CheckSize(inputShape, nameof(inputShape));
        var batch = inputShape[..^3];
        var shape = inputShape[^3..];
        var shapes = new List<(string, long[])>();
        foreach (var stage in _stages) shapes.Add((stage.Name, [.. batch, .. shape = stage.Output(shape)!]));
        return shapes;
    }

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
        StateDictOrder.Fill(this, destination, prefix);

    /// <summary>Does nothing: children are registered by name in the constructor, without reflection, so that trimmed programs keep them.</summary>
    protected override void RegisterComponents()
    {
    }

    private long AddStage(StageSpec spec, long channels, StageSpec.BlockSettings settings)
    {
        var module = spec.Build(channels, settings);
        register_module(spec.Name, module);
        _stages.Add(new GoogLeNetStage(spec, module));
        return spec.OutChannels(channels);
    }

    private void AddHeads(StageList list)
    {
        foreach (var (name, tap) in InceptionTable.AuxiliaryHeads)
        {
            var index = StageIndex(tap, nameof(tap));
            var module = new AuxiliaryClassifier(
                ((InceptionModule)_stages[index].Module).Widths.OutChannels, Options.NumClasses, list.AuxiliaryForm, Options.AuxiliaryDropout, list.BatchNormEps);
            register_module(name, module);
            _heads.Add(new AuxiliaryHead(name, index, module));
        }
    }

    private long[] CheckInput(Tensor input)
    {
        ObjectDisposedException.ThrowIf(Classifier.weight!.IsInvalid, this);
        var shape = ImageInput.Check(input, Options.InputChannels, Classifier.weight, $"stage {_stages[0].Name} of GoogLeNet");
        CheckSize(shape, nameof(input));
        CheckStatistics(shape);
        return shape;
    }

    private void CheckSize(long[] shape, string name)
    {
        if (FirstStageThatDoesNotFit(shape[^3..]) is { } stage)
            throw ImageInput.SizeError(shape, MinImageSize, MaxImageSize, $"stage {stage} of GoogLeNet", name);
    }

    // Batch norm in training divides by one less than the values of a channel: found before any statistic has moved.
    private void CheckStatistics(long[] shape)
    {
        if (!training || StageList.For(Options.Preset).BatchNormEps is null || (shape.Length == 4 && shape[0] != 1)) return;
        var map = shape[^3..];
        foreach (var stage in _stages)
        {
            map = stage.Output(map)!;
            if (stage.Module is not (ConvBlock or InceptionModule) || !stage.Module.training || map[1] * map[2] > 1) continue;
            throw new ArgumentException(
                $"input: batch norm in training needs more than one value per channel, but this stage makes one image's map 1 x 1: give a larger batch or image; got {ImageInput.Text(shape)}, in stage {stage.Name} of GoogLeNet.",
                "input");
        }
    }

    private string? FirstStageThatDoesNotFit(long[] image)
    {
        if (image[1] < 1 || image[2] < 1) return _stages[0].Name;
        var shape = image;
        foreach (var stage in _stages)
        {
            if (stage.Output(shape) is not { } next) return stage.Name;
            shape = next;
        }

        return null;
    }

    /// <summary>
    /// Runs stages on a batch, each tensor freed when the next exists unless <paramref name="keep"/> returns true: its owner is the caller then.
    /// </summary>
    /// <remarks>Without a dispose scope: that would also free what a user's hook wants to keep.</remarks>
    private Tensor Walk(Tensor batch, int from, int to, Func<int, Tensor, bool>? keep = null)
    {
        var current = batch;
        var owned = false;
        try
        {
            for (var i = from; i < to; i++)
            {
                var next = _stages[i].Forward(current);
                if (owned) current.Dispose();
                (current, owned) = (next, true);
                owned = keep is null || !keep(i, current);
            }

            return current;
        }
        catch when (owned)
        {
            current.Dispose();
            throw;
        }
    }

    private static Tensor AsBatch(Tensor input) => input.dim() == 3 ? input.unsqueeze(0) : input.alias();

    private static Tensor Unbatch(Tensor output, int inputRank)
    {
        if (inputRank != 3) return output;
        using (output) return output.squeeze(0);
    }

    private sealed record AuxiliaryHead(string Name, int Tap, AuxiliaryClassifier Module);
}
