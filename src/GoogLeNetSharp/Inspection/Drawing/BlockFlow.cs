namespace GoogLeNetSharp.Inspection.Drawing;

/// <summary>The data flow of a block: the steps needed for its output, from the input (first) to the output (last).</summary>
internal sealed record BlockFlow(IReadOnlyList<FlowStep> Steps)
{
    /// <summary>Gets the flows of all blocks of a run, by path.</summary>
    public static IReadOnlyDictionary<string, BlockFlow> In(ModuleNode root) => root.Walk()
        .Where(node => node.SharedWith is null && node.Calls.Count > 0)
        .Select(node => (node.Path, (node.Module as Block)?.RecordedProgram))
        .Where(entry => entry.RecordedProgram is not null)
        .ToDictionary(entry => entry.Path, entry => Of(entry.RecordedProgram!, entry.Path));

    /// <summary>
    /// Gets the parallel chains of modules from the input to the final join, and whether the join adds them. Returns null if the block has
    /// no such form. A chain without modules is the input itself.
    /// </summary>
    public (bool Adds, IReadOnlyList<IReadOnlyList<string>> Chains)? Branches()
    {
        var last = Steps.Count - 1;
        while (Steps[last] is { Kind: FlowKind.Other, Inputs: [var before] }) last = before;
        if (Steps[last].Kind is not (FlowKind.Concat or FlowKind.Add)) return null;
        var chains = Steps[last].Inputs.Select(Chain).ToArray();
        return chains.Contains(null) ? null : (Steps[last].Kind is FlowKind.Add, chains!);
    }

    private static BlockFlow Of(Program program, string path)
    {
        var needed = Enumerable.Range(0, program.Steps.Count).Where(step => step == 0 || program.Whole.Computes(step)).ToArray();
        var place = needed.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var names = program.Stages.Where(_ => program.NamesStages).ToLookup(stage => stage.Value, stage => stage.Key);
        return new BlockFlow([.. needed.Select(step => Step(program.Steps[step], names[step].FirstOrDefault("")))]);

        FlowStep Step(ProgramStep step, string stage)
        {
            int[] inputs = [.. step.Inputs.Select(input => place[input])];
            return step switch
            {
                ProgramStep.Input => new FlowStep(FlowKind.Input, "", stage, inputs),
                ProgramStep.Call call => new FlowStep(FlowKind.Call, path.Length == 0 ? call.Path : $"{path}.{call.Path}", stage, inputs),
                ProgramStep.Concat => new FlowStep(FlowKind.Concat, "", stage, inputs),
                ProgramStep.Add => new FlowStep(FlowKind.Add, "", stage, inputs),
                ProgramStep.GlobalAvgPool => new FlowStep(FlowKind.Pool, "", stage, inputs),
                _ => new FlowStep(FlowKind.Other, "", stage, inputs),
            };
        }
    }

    // null if the chain does not lead to the input through single steps
    private List<string>? Chain(int step)
    {
        var modules = new List<string>();
        while (Steps[step].Kind is not FlowKind.Input)
        {
            if (Steps[step] is not { Kind: FlowKind.Call or FlowKind.Other, Inputs: [var before] } single) return null;
            if (single.Kind is FlowKind.Call) modules.Insert(0, single.Path);
            step = before;
        }

        return modules;
    }
}
