namespace GoogLeNetSharp.Explaining;

/// <summary>Finds the branches that stages concatenate along the channels.</summary>
internal static class StageBranches
{
    /// <summary>Gets the branches of a stage with their numbers of channels, in order.</summary>
    /// <exception cref="ArgumentException">The stage does not concatenate branches; the message lists the valid stages.</exception>
    public static IReadOnlyList<(string Name, int Channels)> Of(Block network, string stage)
    {
        if (Joined(network, stage) is { } branches) return branches;
        var joining = network.Program.Stages.Keys.Where(name => Joined(network, name) is not null).ToArray();
        var list = joining.Length == 0 ? "no stage of this network does" : $"those that do are {string.Join(", ", joining)}";
        throw new ArgumentException($"stage: {stage} joins no branches; {list}.", nameof(stage));
    }

    private static (string Name, int Channels)[]? Joined(Block network, string stage)
    {
        var program = network.Program;
        if (program.Steps[program.Find(stage, nameof(stage))] is not ProgramStep.Call { Module: Block block }) return null;
        var (inner, shapes) = (block.Program, block.Program.Whole.Shapes);
        if (inner.Steps[inner.Output] is not ProgramStep.Concat join) return null;
        if (shapes.Channels is not { } channels || shapes.ImageSizes(channels) is not { Smallest: var side }) return null;
        var known = shapes.CheckShape([channels, side, side], "input");
        return [.. join.Inputs.Select((value, i) => (Name(inner.Steps[value], i), (int)shapes.ShapeOf(value, known)![0]))];
    }

    private static string Name(ProgramStep step, int index) =>
        step is ProgramStep.Call call ? call.Path : FormattableString.Invariant($"branch {index + 1}");
}
