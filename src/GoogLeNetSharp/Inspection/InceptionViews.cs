using TorchSharp.Modules;

namespace GoogLeNetSharp.Inspection;

/// <summary>Finds the Inception modules of a run and their branches.</summary>
internal static class InceptionViews
{
    public static IReadOnlyList<InceptionView> Of(IReadOnlyList<(ModuleNode Node, SummaryRow Row)> rows)
    {
        var byNode = rows.ToDictionary(pair => pair.Node, pair => pair.Row);
        return
        [
            .. from pair in rows
               where pair.Node.Module is InceptionModule or InceptionNaive && pair.Row.OutputShape is not null
               select new InceptionView(pair.Row, [.. pair.Node.Children.Select(branch => Branch(branch, byNode))],
                   Naive(pair.Node, pair.Row)),
        ];
    }

    private static InceptionBranch Branch(ModuleNode branch, Dictionary<ModuleNode, SummaryRow> rows) =>
        new(branch.Name, branch.Module is Sequential ? [.. branch.Children.Select(step => rows[step])] : [rows[branch]]);

    private static NaiveCost? Naive(ModuleNode node, SummaryRow row)
    {
        if (node.Module is not InceptionModule module) return null;
        var channels = module.Branch1.Conv.in_channels;
        ConvBlock[] blocks = [module.Branch1, (ConvBlock)module.Branch2[1], (ConvBlock)module.Branch3[1]];
        var weights = blocks.Sum(block => block.Conv.out_channels * channels * block.Conv.kernel_size[0] * block.Conv.kernel_size[1]);
        var others = blocks.Sum(block => block.parameters().Sum(parameter => parameter.numel()) - block.Conv.weight.numel());
        var positions = row.Calls.Sum(call => call.OutputShape!.Aggregate(1L, (product, size) => product * size))
            / module.Widths.OutChannels;
        return new NaiveCost(weights + others, weights * positions, blocks.Sum(block => block.Conv.out_channels) + channels);
    }
}
