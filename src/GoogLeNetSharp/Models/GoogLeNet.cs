using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>GoogLeNet (Inception v1): a list of named stages, built from <see cref="GoogLeNetOptions"/>.</summary>
/// <remarks>
/// <para>Input N x C x H x W or C x H x W; output logits, N x classes or classes. C is <see cref="GoogLeNetOptions.InputChannels"/>,
/// classes are <see cref="GoogLeNetOptions.NumClasses"/>; H and W from <see cref="IClassifierNetwork.MinImageSize"/> to
/// <see cref="IClassifierNetwork.MaxImageSize"/> pixels; with heads of the paper's form, <see cref="ForwardWithAuxiliary"/> may require
/// larger images.</para>
/// <para>In training and evaluation, <c>call</c> returns logits; <see cref="ForwardWithAuxiliary"/> also runs the auxiliary heads. In
/// evaluation mode, a block can be called from several threads at once.</para>
/// <para>Source: Szegedy et al. 2014 (arXiv 1409.4842), table 1, and torchvision/models/googlenet.py. All presets use torchvision's
/// state-dict names. <see cref="GoogLeNetOptions"/> describes the presets.</para>
/// </remarks>
public sealed class GoogLeNet : ClassifierNetwork<GoogLeNetOptions>, IDescribed<GoogLeNet>, IHasAuxiliaryHeads
{
    private readonly List<Stage> _features = [];
    private readonly List<Stage> _hidden = [];
    private readonly List<AuxiliaryHead> _auxiliary = [];
    private readonly Stage _finalPool;

    /// <summary>Initializes the network of the course notes: <see cref="GoogLeNetOptions.Default"/>.</summary>
    public GoogLeNet() : this(GoogLeNetOptions.Default)
    {
    }

    /// <summary>Initializes the network with weights as set by <see cref="GoogLeNetOptions.Initialization"/>.</summary>
    /// <param name="options">A preset, optionally changed with <c>with { ... }</c>.</param>
    /// <param name="device">Device of the parameters, or null for the CPU.</param>
    /// <param name="dtype">Data type of the parameters, or null for float32.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException"><see cref="GoogLeNetOptions.TransformInput"/> is set for a channel count other than
    /// 3.</exception>
    public GoogLeNet(GoogLeNetOptions options, Device? device = null, ScalarType? dtype = null) : base(nameof(GoogLeNet), options)
    {
        if (options.TransformInput && options.InputChannels != InputTransform.Channels)
        {
            throw new ArgumentException(
                $"options: TransformInput needs InputChannels {InputTransform.Channels}, got {options.InputChannels}.", nameof(options));
        }

        using var scope = NewDisposeScope();        // frees the temporaries of the layers' initialization
        var list = StageList.For(options.Preset);
        var settings = new StageSpec.BlockSettings(list.BatchNorm, options.Branch5x5Kernel, device, dtype);
        var channels = options.InputChannels;
        foreach (var spec in list.Features(options)) _features.Add(Make(spec));
        // between the body and fc: torchvision's order
        foreach (var (name, tap) in options.AuxiliaryHeads ? InceptionTable.AuxiliaryHeads : [])
        {
            var width = InceptionTable.WidthsOf(tap).OutChannels;
            var head = new AuxiliaryClassifier(width, options.NumClasses, list.AuxiliaryForm, options.AuxiliaryDropout, list.BatchNorm,
                device, dtype);
            _auxiliary.Add(new AuxiliaryHead(name, tap, Register(name, head)));
        }

        _finalPool = Make(list.FinalPool);
        foreach (var spec in list.Hidden(options)) _hidden.Add(Make(spec));
        Start((Linear)Make(new StageSpec.Linear(list.ClassifierName, options.NumClasses)).Module, options.Initialization);

        Stage Make(StageSpec spec)
        {
            (var module, channels) = spec.Build(channels, settings);
            return new Stage(spec.Name, Register(spec.Name, module));
        }
    }

    /// <inheritdoc/>
    public override long NumClasses => Options.NumClasses;

    /// <inheritdoc/>
    public override long InputChannels => Options.InputChannels;

    /// <inheritdoc/>
    public override long ImageSize => StageList.For(Options.Preset).ImageSize;

    /// <summary>The auxiliary heads with their input stages; empty if the options have none.</summary>
    public IReadOnlyList<AuxiliaryHead> AuxiliaryHeads => _auxiliary;

    /// <summary>Runs the network with its auxiliary heads, in training and in evaluation mode.</summary>
    /// <param name="input">N x C x H x W or C x H x W, of a floating type. The paper's form of the heads accepts only maps of 14 to 16
    /// pixels a side.</param>
    /// <returns>Logits of the network and of both heads, each N x classes or classes.</returns>
    /// <exception cref="InvalidOperationException">The options have no auxiliary heads.</exception>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public GoogLeNetOutput ForwardWithAuxiliary(Tensor input)
    {
        if (_auxiliary.Count == 0)
        {
            throw new InvalidOperationException(
                $"This GoogLeNet ({Options.Preset}) has no auxiliary heads: create it with AuxiliaryHeads = true, or use call for the "
                + $"logits.");
        }

        var outputs = ForwardWithSideOutputs(input);
        return new GoogLeNetOutput(outputs[0], outputs[1], outputs[2]);
    }

    /// <inheritdoc/>
    IReadOnlyList<Tensor> IHasAuxiliaryHeads.ForwardWithHeads(Tensor input) => ForwardWithSideOutputs(input);

    /// <inheritdoc/>
    public override string LastMap => _features[^1].Name;

    JsonObject IDescribed.Describe() => GoogLeNetOptions.Text.Write(Options);

    static GoogLeNet IDescribed<GoogLeNet>.FromDescription(JsonElement description, Device? device) =>
        new(GoogLeNetOptions.Read(description), device);

    /// <inheritdoc/>
    protected override Value Define(Value x)
    {
        foreach (var (name, module) in _features)
        {
            x = x.Call(module).As(name);
            foreach (var head in _auxiliary.Where(head => head.Tap == name)) x.Call(head.Module).As(head.Name);
        }

        x = x.Call(_finalPool.Module).As(_finalPool.Name).Flatten();
        foreach (var (name, module) in _hidden) x = x.Call(module).As(name);
        return x.Call(Classifier).As(StageList.For(Options.Preset).ClassifierName);
    }

    private protected override GoogLeNetOptions WithClasses(long numClasses) => Options with { NumClasses = numClasses };
}
