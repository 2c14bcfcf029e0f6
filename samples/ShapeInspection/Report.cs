using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>The summary of one module, in the format and to the place asked for.</summary>
internal sealed class Report(Settings settings, Subject subject)
{
    /// <summary>Makes the module, loads its weights where there are any, and writes its summary.</summary>
    public void Write()
    {
        var channels = settings.Channels ?? subject.Channels;
        var size = settings.Size ?? subject.Size;
        using var model = subject.Make(channels, settings.Classes);
        if (settings.Weights is not null) Load(model, settings.Weights);

        var summary = ModelSummary.Create(model, settings.Batch, channels, size, size);
        if (settings.Output is null) Console.Out.Write(Format(summary));
        else File.WriteAllText(settings.Output, Format(summary));
    }

    // Published files have the heads that a preset may lack, and the other way round.
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
            _ => summary.ToString(options),
        };
    }
}
