using GoogLeNetSharp.Graphs;
using static TorchSharp.torch;

namespace GoogLeNetSharp;

// Stages: the named values of the definition.
public abstract partial class Block
{
    /// <summary>Gets the stages computed by a module, in order: the values named with <see cref="Value.As"/>, or, if none is named, the
    /// called modules.</summary>
    public IReadOnlyList<Stage> Stages
    {
        get
        {
            var program = Program;
            return [.. program.Stages.Where(stage => program.Steps[stage.Value] is ProgramStep.Call)
                .Select(stage => new Stage(stage.Key, ((ProgramStep.Call)program.Steps[stage.Value]).Module))];
        }
    }

    /// <summary>Computes the shape after each stage without running the block.</summary>
    /// <param name="inputShape">N x C x H x W or C x H x W; N x F or F if the first layer is linear.</param>
    /// <returns>Stage names with their output shapes, including the batch axis if the input has one. Stages after a layer of unknown output
    /// shape are omitted.</returns>
    /// <exception cref="ArgumentException">The shape has another rank or channel count, or an unsupported size.</exception>
    public IReadOnlyList<(string Name, long[] Shape)> StageShapes(params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        var program = Program;
        var known = program.Whole.Shapes;
        var rank = known.TakesFeatures ? 1 : 3;
        if ((inputShape.Length != rank && inputShape.Length != rank + 1)
            || (known.Channels is { } channels && inputShape[^rank] != channels))
        {
            throw new ArgumentException(
                $"inputShape: expected {ShapeErrors.Layout(known.Channels, rank)}, got {ImageInput.Text(inputShape)}.", nameof(inputShape));
        }

        var shapes = known.CheckShape(inputShape, nameof(inputShape));
        var batch = inputShape[..^rank];
        return [.. program.Stages.Select(stage => (stage.Key, Shape: known.ShapeOf(stage.Value, shapes)))
            .Where(stage => stage.Shape is not null).Select(stage => (stage.Key, (long[])[.. batch, .. stage.Shape!]))];
    }

    /// <summary>Returns the outputs of the named stages from one pass, which ends at the last of them.</summary>
    /// <param name="input">As for <see cref="forward"/>.</param>
    /// <param name="names">Names of stages, one or more: those given with <see cref="Value.As"/>, or the registered names of modules called
    /// once.</param>
    /// <returns>The outputs by name, in the order in which they are computed; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">A name is not a stage (the message lists the stages), no name is given, or the input has another
    /// rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    public IReadOnlyDictionary<string, Tensor> ForwardStages(Tensor input, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var program = Program;
        if (names.Length == 0)
            throw new ArgumentException($"names: expected one or more of {string.Join(", ", program.Stages.Keys)}.", nameof(names));
        (string Name, int Value)[] wanted =
            [.. names.Distinct().Select(name => (name, program.Find(name, nameof(names)))).OrderBy(stage => stage.Item2)];
        var isSingle = program.Whole.Check(input, this, nameof(input));
        var outputs = Run(new Segment(program, 0, [.. wanted.Select(stage => stage.Value)]), input, isSingle);
        return new OrderedDictionary<string, Tensor>(wanted.Zip(outputs, (stage, output) => KeyValuePair.Create(stage.Name, output)));
    }

    /// <summary>Runs the block up to a stage and returns that stage's output.</summary>
    /// <param name="input">As for <see cref="forward"/>.</param>
    /// <param name="stage">Name of a stage.</param>
    /// <returns>The stage's output.</returns>
    /// <exception cref="ArgumentException">The block has no such stage, or the input has another rank, channel count, type, device or
    /// size.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    protected Tensor ForwardTo(Tensor input, string stage)
    {
        var program = Program;
        var to = new Segment(program, 0, [program.Find(stage, nameof(stage))]);
        return Run(to, input, program.Whole.Check(input, this, nameof(input)))[0];
    }

    /// <summary>Runs the rest of the block, from a stage's output to the block's output.</summary>
    /// <param name="features">The stage's output, as <see cref="ForwardTo"/> returns it.</param>
    /// <param name="stage">Name of a stage.</param>
    /// <returns>The block's output.</returns>
    /// <exception cref="ArgumentException">The block has no such stage, or the features have another rank, channel count, type, device or
    /// size.</exception>
    /// <exception cref="InvalidOperationException">The output does not depend on this stage alone.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    protected Tensor ForwardFrom(Tensor features, string stage)
    {
        var program = Program;
        var value = program.Find(stage, nameof(stage));
        var rest = program.From(value);
        if (!rest.StartsAtFrom)
        {
            throw new InvalidOperationException($"What comes after stage {stage} of {program.Owner} also reads values from before it.");
        }
        return Run(rest, features, rest.Check(features, this, nameof(features)))[0];
    }

    /// <summary>Runs the block and also computes the named values that its output does not need, such as auxiliary heads.</summary>
    /// <param name="input">As for <see cref="forward"/>.</param>
    /// <returns>The output, then the other values in the order of the definition.</returns>
    /// <exception cref="ArgumentException">The input has another rank, channel count, type, device or size.</exception>
    /// <exception cref="ObjectDisposedException">The block is disposed.</exception>
    protected IReadOnlyList<Tensor> ForwardWithSideOutputs(Tensor input)
    {
        var program = Program;
        program.Whole.Check(input, this, nameof(input));
        return Run(program.WithSideOutputs, input, program.WithSideOutputs.Check(input, this, nameof(input)));
    }

    /// <summary>Computes the sizes of square images that the block accepts.</summary>
    /// <param name="channels">Channels of the images.</param>
    /// <returns>The smallest side in pixels, and the largest, or null if there is no limit.</returns>
    /// <exception cref="InvalidOperationException">The block accepts no square image.</exception>
    protected (long Smallest, long? Largest) ImageSizes(long channels)
    {
        var program = Program;
        var sizes = program.Whole.Shapes.ImageSizes(channels) ?? throw new InvalidOperationException(
            $"No square image of {channels} channels up to {SizeRange.LargestSearched} pixels a side fits this {program.Owner}.");
        return (sizes.Smallest, sizes.Largest);
    }
}
