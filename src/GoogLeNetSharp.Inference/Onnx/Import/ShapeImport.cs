using GoogLeNetSharp.Graphs;

namespace GoogLeNetSharp.Onnx.Import;

/// <summary>Imports shape operations: flatten, reshape, transpose, concatenation and slicing along the channels.</summary>
internal sealed class ShapeImport(ImportedGraph graph)
{
    /// <summary>Registers the operators.</summary>
    public void AddTo(Dictionary<string, Func<OnnxNode, OnnxValue>> operators)
    {
        operators["Flatten"] = node => node.Axis(node.Int("axis", 1), node.Value(0).Rank + 1) == 1
            ? Flatten(graph, node, Value(node)) : throw node.Unsupported("keeps other axes than the batch's");
        operators["Reshape"] = Reshape;
        operators["Squeeze"] = Squeeze;
        operators["Unsqueeze"] = Unsqueeze;
        operators["Transpose"] = Transpose;
        operators["Concat"] = Concat;
        operators["Slice"] = Slice;
        operators["Gather"] = Gather;

        // both also occur in local response norms expressed by basic operators
        var (pad, average) = (operators["Pad"], operators["AveragePool"]);
        operators["Pad"] = node => node.Value(0) is ResponseValue part ? ResponseImport.Pad(node, part) : pad(node);
        operators["AveragePool"] = node => node.Value(0) is ResponseValue part ? ResponseImport.Average(node, part) : average(node);
    }

    /// <summary>Flattens a map to features in the order of the file.</summary>
    public static ComputedValue Flatten(ImportedGraph graph, OnnxNode node, ComputedValue value, long? features = null)
    {
        if (value is { Layout: ValueLayout.Plain, Rank: 2 }) return value;
        var isOnePixel = value.Rank == 4 && ImportedGraph.ChannelAxis(value) is var channels
            && value.Sides.Skip(1).Where((_, axis) => axis + 1 != channels).All(side => side.Known == 1);
        if (value.Layout is not (ValueLayout.Plain or ValueLayout.ChannelsLast)
            || (value.Layout == ValueLayout.ChannelsLast && !isOnePixel))
        {
            throw node.Unsupported($"flattens a value of shape {value.ShapeText} whose channels do not come first");
        }

        Extent? count = value.Sides.Skip(1).All(side => side.Known is not null)
            ? value.Sides.Skip(1).Aggregate((Extent)1, (product, side) => Extent.Combine(product, side, (a, b) => checked(a * b))) : null;
        if (features is not null && count is { Known: { } known } && known != features)
        {
            throw node.Unsupported($"gives a value of shape {value.ShapeText} {features} features");
        }
        return graph.Add(id => new FlattenNode(id, node.Name, [value.Node]) { Features = count is null ? features : null }, Extent.Batch,
            count ?? features);
    }

    /// <summary>Imports a split along the channels.</summary>
    public OnnxValue[] Split(OnnxNode node)
    {
        var value = node.Computed(0);
        if (node.Axis(node.Int("axis", 0), value.Rank) != 1 || value.Sides[1].Known is not { } channels)
        {
            throw node.Unsupported($"splits a value of shape {value.ShapeText} along another axis than the channels");
        }
        var lengths = node.IntsOrInput("split", 1);
        if (lengths is null)
        {
            var parts = node.Int("num_outputs", node.OutputCount);
            if (parts < 1 || parts != node.OutputCount) throw node.Unsupported($"has {node.OutputCount} outputs and says {parts}");
            var length = (channels + parts - 1) / parts;
            lengths = [.. Enumerable.Range(0, (int)parts).Select(part => Math.Min(length, channels - (part * length)))];
        }

        if (lengths.Length != node.OutputCount || lengths.Any(length => length < 1 || length > channels) || lengths.Sum() != channels)
            throw node.Unsupported($"splits {channels} channels into [{string.Join(", ", lengths)}] for {node.OutputCount} outputs");
        var start = 0L;
        return [.. lengths.Select((length, part) => Channels(node, value, (start += length) - length, length, $"{node.Name}.{part}"))];
    }

    private ComputedValue Value(OnnxNode node) =>
        node.Value(0) as ComputedValue
            ?? throw node.Unsupported($"reads a value of shape {node.Value(0).ShapeText} that is supported elsewhere only");

    private ComputedValue Channels(OnnxNode node, ComputedValue value, long start, long length, string? name = null)
    {
        if (start == 0 && value.Sides[1].Known == length) return value;
        return graph.Add(id => new SliceNode(id, name ?? node.Name, [value.Node], start, length),
            [Extent.Batch, length, .. value.Sides.Skip(2).Select(side => (Extent?)side)]);
    }

    private OnnxValue Reshape(OnnxNode node)
    {
        if (node.Value(0) is ResponseValue part) return ResponseImport.Unstack(node, part);
        var value = Value(node);
        var wanted = Target(node, value);
        if (!IsBatch(wanted[0]) && wanted[0].Known != -1)
        {
            throw node.Unsupported(
                $"gives a value of shape {value.ShapeText} the shape [{string.Join(", ", wanted)}], whose first axis is not the batch");
        }
        if (wanted.Length == 2) return Flatten(graph, node, value, wanted[1].Known is > 0 and var features ? features : null);
        if (wanted.Length == 5 && value.Layout == ValueLayout.Plain && value.Rank == 4) return Grouped(node, value, wanted);
        if (wanted.Length == 4 && value.Layout == ValueLayout.Exchanged) return Shuffled(node, value, wanted);
        if (wanted.Length == 4 && value.Rank == 4 && value.Sides.Skip(1).Zip(wanted.Skip(1))
            .All(pair => pair.First.Equal(pair.Second) || pair.Second.Known == -1))
        {
            return value;
        }
        if (wanted.Length == 4 && value is { Layout: ValueLayout.Plain, Rank: 2 } && wanted[2].Known == 1 && wanted[3].Known == 1)
        {
            return Unflatten(node, value);
        }
        if (wanted.Length == 5 && value.Rank == 4 && wanted[1].Known == 1 && ResponseImport.TryStack(graph, value) is { } stacked)
        {
            return stacked;
        }
        throw node.Unsupported($"gives a value of shape {value.ShapeText} the shape [{string.Join(", ", wanted)}]");
    }

    private bool IsBatch(Extent side) => side.IsBatch || (side.Known is { } known && known == graph.FixedBatch);

    private static Extent[] Target(OnnxNode node, ComputedValue value)
    {
        var wanted = node.Has(1) ? node.Constant(1).Wholes : node.Ints("shape")?.Select(side => (Extent)side).ToArray();
        if (wanted is not { Length: > 1 }) throw node.Unsupported("has no shape of two axes or more");
        return [.. wanted.Select((side, axis) => side.Known == 0 && node.Int("allowzero", 0) == 0
            ? axis < value.Rank ? value.Shape[axis] : throw node.Unsupported("copies an axis that is not there") : side)];
    }

    // N x C x H x W -> N x groups x C / groups x H x W.
    private ComputedValue Grouped(OnnxNode node, ComputedValue value, Extent[] wanted)
    {
        if (value.Sides[1].Known is not { } channels || wanted[1].Known is not (> 0 and var groups) || channels % groups != 0
            || (wanted[2].Known != channels / groups && wanted[2].Known != -1))
        {
            if (wanted[1].Known == 1 && ResponseImport.TryStack(graph, value) is { } stacked)
            {
                throw node.Unsupported($"stacks {stacked.ShapeText} in another way than is supported");
            }
            throw node.Unsupported($"gives a value of shape {value.ShapeText} the shape [{string.Join(", ", wanted)}]");
        }

        return value with
        {
            Sides = [Extent.Batch, groups, channels / groups, value.Sides[2], value.Sides[3]],
            Layout = ValueLayout.Grouped,
        };
    }

    private ComputedValue Shuffled(OnnxNode node, ComputedValue value, Extent[] wanted)
    {
        var (perGroup, groups) = (value.Sides[1].Known!.Value, value.Sides[2].Known!.Value);
        if (wanted[1].Known is not -1 and var channels && channels != perGroup * groups)
        {
            throw node.Unsupported($"gives a value of shape {value.ShapeText} {channels} channels");
        }
        return graph.Add(id => new ShuffleNode(id, node.Name, [value.Node], groups), Extent.Batch, perGroup * groups, value.Sides[3],
            value.Sides[4]);
    }

    private ComputedValue Unflatten(OnnxNode node, ComputedValue value) =>
        graph.Add(id => new UnflattenNode(id, node.Name, [value.Node]), Extent.Batch, value.Sides[1], 1, 1);

    private OnnxValue Squeeze(OnnxNode node)
    {
        if (node.Value(0) is ResponseValue part) return ResponseImport.Unstack(node, part);
        var value = Value(node);
        var axes = ConstantFolding.Axes(node, value.Rank);
        if (axes.Length == 0) axes = [.. Enumerable.Range(1, value.Rank - 1).Where(axis => value.Sides[axis].Known == 1)];
        if (value is { Layout: ValueLayout.Plain, Rank: 4 } && axes.Order().SequenceEqual([2, 3]) && value.Sides[2].Known == 1
            && value.Sides[3].Known == 1)
        {
            return Flatten(graph, node, value);
        }
        throw node.Unsupported(
            $"takes the axes [{string.Join(", ", axes)}] out of a value of shape {value.ShapeText}; [2, 3] of one pixel are supported");
    }

    private OnnxValue Unsqueeze(OnnxNode node)
    {
        var value = Value(node);
        var added = node.IntsOrInput("axes", 1) ?? throw node.Unsupported("has no axes");
        var axes = ConstantFolding.Axes(node, value.Rank + added.Length).Order().ToArray();
        if (value is { Layout: ValueLayout.Plain, Rank: 2 } && axes is [2, 3]) return Unflatten(node, value);
        if (value is { Layout: ValueLayout.Plain, Rank: 4 } && axes is [1] && ResponseImport.TryStack(graph, value) is { } stacked)
        {
            return stacked;
        }
        if (value.Layout == ValueLayout.WithoutChannel && axes is [1])
        {
            return value with { Sides = [value.Sides[0], 1, value.Sides[1], value.Sides[2]], Layout = ValueLayout.Plain };
        }
        throw node.Unsupported($"adds the axes [{string.Join(", ", axes)}] to a value of shape {value.ShapeText}");
    }

    private ComputedValue Transpose(OnnxNode node)
    {
        var value = Value(node);
        var order = node.Ints("perm") ?? [.. Enumerable.Range(0, value.Rank).Reverse().Select(axis => (long)axis)];
        var layout = (value.Layout, order) switch
        {
            (ValueLayout.ChannelsLast, [0, 3, 1, 2]) => ValueLayout.Plain,
            (ValueLayout.Plain, [0, 2, 3, 1]) when value.Rank == 4 => ValueLayout.ChannelsLast,
            (ValueLayout.Grouped, [0, 2, 1, 3, 4]) => ValueLayout.Exchanged,
            (ValueLayout.Exchanged, [0, 2, 1, 3, 4]) => ValueLayout.Grouped,
            _ when order.SequenceEqual(Enumerable.Range(0, value.Rank).Select(axis => (long)axis)) => value.Layout,
            _ => throw node.Unsupported($"orders the axes of a value of shape {value.ShapeText} as [{string.Join(", ", order)}]"),
        };
        return value with { Sides = [.. order.Select(axis => value.Sides[(int)axis])], Layout = layout };
    }

    private ComputedValue Concat(OnnxNode node)
    {
        ComputedValue[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Computed)];
        if (node.Axis(node.Int("axis", 1), parts[0].Rank) != 1 || parts.Any(part => part.Rank != parts[0].Rank))
        {
            throw node.Unsupported("joins along another axis than the channels");
        }
        if (parts is [var one]) return one;
        var channels = parts.Aggregate((Extent)0, (sum, part) => Extent.Combine(sum, part.Sides[1], (a, b) => checked(a + b)));
        return graph.Add(
            id => new ConcatNode(id, node.Name, [.. parts.Select(part => part.Node)]),
            [Extent.Batch, channels.Known is null ? null : channels, .. parts[0].Sides.Skip(2).Select(side => (Extent?)side)]);
    }

    private ComputedValue Slice(OnnxNode node)
    {
        var value = node.Computed(0);
        var axes = ConstantFolding.SliceAxes(node, value.Rank);
        for (var i = 0; i < axes.Length; i++)
        {
            var length = value.Sides[axes[i]].Known ?? long.MaxValue;
            var (start, count, step) = ConstantFolding.Places(node, i, length);
            if (start == 0 && count == length && step == 1) continue;
            if (axes[i] != 1 || step != 1 || value.Sides[1].Known is null || count < 1)
            {
                throw node.Unsupported(
                    $"takes places {start} to {start + count} of axis {axes[i]} of a value of shape {value.ShapeText}; a range of "
                    + $"channels is supported");
            }

            value = Channels(node, value, start, count);
        }

        return value;
    }

    // a single channel of a map without its axis, used by networks that renormalize their input
    private ComputedValue Gather(OnnxNode node)
    {
        var value = node.Map(0);
        if (node.Axis(node.Int("axis", 0), 4) != 1 || node.Constant(1).Dims.Length != 0 || value.Sides[1].Known is not { } channels)
            throw node.Unsupported("gathers from a value that depends on the input; one channel is supported");
        var channel = node.Wholes(1)[0];
        if (channel < -channels || channel >= channels) throw node.Unsupported($"gathers channel {channel} of {channels}");
        var one = Channels(node, value, channel < 0 ? channel + channels : channel, 1);
        return one with { Sides = [one.Sides[0], one.Sides[2], one.Sides[3]], Layout = ValueLayout.WithoutChannel };
    }
}
