using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>Writes the summary of one module to the console or a file.</summary>
internal sealed class Report(Settings settings, Subject subject)
{
    /// <summary>Creates the module, loads weights if a file is given, and writes the summary.</summary>
    public void Write()
    {
        var channels = settings.Channels ?? subject.Channels;
        var size = settings.Size ?? subject.Size;
        using var model = subject.Make(channels, settings.Classes);
        if (settings.Weights is not null) Load(model, settings.Weights);

        var summary = ModelSummary.Create(model, settings.Batch, channels, size, size);
        var text = Format(summary);
        if (settings.Format is SummaryFormat.Text && model is IClassifierNetwork network)
            text += Environment.NewLine + MapSizes.Describe(model, network, size) + Environment.NewLine;
        if (settings.Output is null) Console.Out.Write(text);
        else File.WriteAllText(settings.Output, text);
    }

    // either side may lack the auxiliary heads: torchvision's published file has them, but not every preset
    private static void Load(nn.Module<Tensor, Tensor> model, string file) =>
        Console.Error.WriteLine(model.LoadWeights(file, new LoadWeightsOptions { OptionalAuxiliaryHeads = true }));

    private string Format(ModelSummary summary)
    {
        var options = new SummaryTextOptions
        {
            MaxDepth = settings.Depth,
            Parts = SummaryParts.Layers | SummaryParts.Branches | SummaryParts.Totals | SummaryParts.Warnings,
            Width = settings.Output is null ? null : SummaryTextOptions.Unlimited,
        };
        return settings.Format switch
        {
            SummaryFormat.Markdown => summary.ToMarkdown(options),
            SummaryFormat.Json => summary.ToJson(),
            SummaryFormat.Html => summary.ToHtml(),
            SummaryFormat.Svg => summary.ToSvg(new SummarySvgOptions
            {
                Orientation = settings.Horizontal ? SvgOrientation.Horizontal : SvgOrientation.Vertical,
                CollapseRepeats = settings.Collapse,
            }),
            _ => summary.ToString(options),
        };
    }
}
