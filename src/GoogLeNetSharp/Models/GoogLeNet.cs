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
public sealed partial class GoogLeNet : Block, IClassifierNetwork, IHasAuxiliaryHeads
{
    private readonly List<Stage> _features = [];
    private readonly List<Stage> _head = [];
    private readonly List<AuxiliaryHead> _auxiliary = [];
    private readonly Stage _finalPool;

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
        var settings = new StageSpec.BlockSettings(list.BatchNorm, options.Branch5x5Kernel);
        var channels = options.InputChannels;
        foreach (var spec in list.Features(options)) _features.Add(Make(spec));
        foreach (var (name, tap) in options.AuxiliaryHeads ? InceptionTable.AuxiliaryHeads : [])      // between the body and fc: torchvision's order
        {
            var width = InceptionTable.WidthsOf(tap).OutChannels;
            var head = new AuxiliaryClassifier(width, options.NumClasses, list.AuxiliaryForm, options.AuxiliaryDropout, list.BatchNorm);
            _auxiliary.Add(new AuxiliaryHead(name, tap, Register(name, head)));
        }

        _finalPool = Make(list.FinalPool);
        foreach (var spec in list.Head(options)) _head.Add(Make(spec));

        Initializer.Apply(this, options.Initialization, [Classifier, .. _auxiliary.Select(head => head.Module.Fc2)]);

        Stage Make(StageSpec spec)
        {
            (var module, channels) = spec.Build(channels, settings);
            return new Stage(spec.Name, Register(spec.Name, module));
        }
    }

    /// <summary>The settings it was made with; <see cref="ResetClassifier"/> changes the class count.</summary>
    public GoogLeNetOptions Options { get; private set; }

    /// <inheritdoc/>
    public long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public long ImageSize => StageList.For(Options.Preset).ImageSize;

    /// <summary>Smallest H and W of the images, in pixels. <see cref="ForwardWithAuxiliary"/> may ask for more: the paper's form of the heads does.</summary>
    public long MinImageSize => ImageSizes(Options.InputChannels).Smallest;

    /// <summary>Largest H and W of the images in pixels, or null where there is none: presets with a fixed last pool take only what it makes 1 x 1.</summary>
    public long? MaxImageSize => ImageSizes(Options.InputChannels).Largest;

    /// <summary>The last linear layer, 1024 (or 1000 in <see cref="GoogLeNetOptions.Default"/>) -> classes.</summary>
    public Linear Classifier => (Linear)_head[^1].Module;

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        foreach (var (name, module) in _features)
        {
            x = x.Call(module).As(name);
            foreach (var head in _auxiliary.Where(head => head.Tap == name)) x.Call(head.Module).As(head.Name);
        }

        x = x.Call(_finalPool.Module).As(_finalPool.Name).Flatten();
        foreach (var (name, module) in _head) x = x.Call(module).As(name);
        return x;
    }
}
