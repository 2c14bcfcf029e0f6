namespace GoogLeNetSharp.Inspection;

/// <summary>A summary as headings, tables and sentences, shared by text and Markdown.</summary>
internal sealed class SummaryDocument(ModelSummary summary, SummaryTextOptions options)
{
    /// <summary>Writes the selected parts.</summary>
    public string Write(SummaryWriter writer)
    {
        writer.Heading(1, $"{summary.ModelType} on {SummaryFormat.Shape(summary.InputShape)} ({summary.InputType}, {summary.Device})");
        if (Wants(SummaryParts.Layers)) writer.Table(SummaryTables.Layers(summary, options));
        if (Wants(SummaryParts.Stages)) writer.Table(SummaryTables.Stages(summary));
        if (Wants(SummaryParts.Branches)) WriteBranches(writer);
        if (Wants(SummaryParts.Totals)) writer.Facts(TotalFacts(summary));
        if (Wants(SummaryParts.Warnings) && summary.Warnings.Count > 0)
        {
            writer.Heading(2, "Warnings");
            writer.List([.. summary.Warnings.Select(warning => warning.Message)]);
        }

        return writer.Text;
    }

    /// <summary>Gets the totals with their descriptions, for all output formats.</summary>
    public static IReadOnlyList<(string Label, string Value, string Detail)> TotalFacts(ModelSummary summary)
    {
        var totals = summary.Totals;
        var uncalled = totals.UncalledParameters == 0
            ? ""
            : $", {SummaryFormat.Number(totals.UncalledParameters)} in modules that were not called";
        var batch = totals.BatchSize is null or 1
            ? ""
            : $"the batch of {totals.BatchSize}, {SummaryFormat.Number(totals.MultiplyAddsPerImage)} per image; ";
        var scaled = totals.IsScaled ? $" on {totals.MeasuredBatchSize} image, scaled to the batch of {totals.BatchSize}" : "";
        return
        [
            ("Parameters", SummaryFormat.Number(totals.Parameters),
                $"{SummaryFormat.Number(totals.TrainableParameters)} trainable{uncalled}"),
            ("Parameter bytes", SummaryFormat.Bytes(totals.ParameterBytes),
                $"and {SummaryFormat.Number(totals.Buffers)} elements in buffers"),
            ("Multiply-adds", SummaryFormat.Number(totals.MultiplyAdds), batch + "biases not counted"),
            ("Peak bytes in inference", SummaryFormat.Bytes(totals.PeakInferenceBytes),
                $"measured{scaled}, input of {SummaryFormat.Bytes(totals.InputBytes)} included"),
            ("Peak bytes in training", SummaryFormat.Bytes(totals.PeakTrainingBytes),
                "estimated: every tensor made is kept for the gradient"),
        ];
    }

    /// <summary>Describes the savings of a reduced Inception module in a sentence; null for a naive one.</summary>
    public static string? Saving(InceptionView view) => view.Naive is not { } naive ? null
        : $"Against the naive module of the same widths: {Against(view.Row.Subtree.Parameters, naive.Parameters, "parameters")}, "
            + $"{Against(view.Row.Subtree.MultiplyAdds, naive.MultiplyAdds, "multiply-adds")}, "
            + $"{SummaryFormat.Number(ChannelsOf(view.Row))} channels for {SummaryFormat.Number(naive.OutChannels)}.";

    /// <summary>Formats the sum of the branches' channels.</summary>
    public static string Concatenation(InceptionView view) =>
        $"{string.Join(" + ", view.Branches.Select(branch => branch.OutputShape[^3]))} = {ChannelsOf(view.Row)} channels: "
        + $"{SummaryFormat.Shape(view.Row.OutputShape)}";

    private static string Against(long reduced, long naive, string what) =>
        $"{SummaryFormat.Number(reduced)} {what} for {SummaryFormat.Number(naive)} ({SummaryFormat.Ratio(naive, reduced)})";

    private bool Wants(SummaryParts part) => options.Parts.HasFlag(part);

    private void WriteBranches(SummaryWriter writer)
    {
        foreach (var view in summary.InceptionModules)
        {
            var name = view.Row.Path.Length == 0 ? view.Row.TypeName : $"{view.Row.Path} ({view.Row.TypeName})";
            writer.Heading(2, $"{name}: {SummaryFormat.Shape(view.Row.InputShape)}");
            writer.Table(SummaryTables.Branches(view));
            writer.Paragraph("Concatenation: " + Concatenation(view));
            if (Saving(view) is { } saving) writer.Paragraph(saving);
        }
    }

    private static long ChannelsOf(SummaryRow row) => row.OutputShape![^3];
}
