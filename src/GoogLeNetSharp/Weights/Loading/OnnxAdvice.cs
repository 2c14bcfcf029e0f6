namespace GoogLeNetSharp.Weights.Loading;

/// <summary>Explains why the weights of an ONNX file do not match a module, if names or shapes reveal it.</summary>
internal static class OnnxAdvice
{
    /// <summary>Returns advice as lines for the error, or null.</summary>
    internal static string? For(IReadOnlyList<WeightMismatch> mismatches)
    {
        string[] unexpected = [.. mismatches.Where(m => m.Kind == WeightMismatchKind.Unexpected).Select(m => m.Name)];
        string[] missing = [.. mismatches.Where(m => m.Kind == WeightMismatchKind.Missing).Select(m => m.Name)];
        if (missing.Length > 0 && Array.Find(unexpected, IsExporters) is string folded)
        {
            return $"The file was exported with folding: {Files.InvalidFile.Quote(folded)} is a name of PyTorch's exporter. To keep the "
                + $"names of the state dict, export with "
                + "torch.onnx.export(..., training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False).";
        }

        if (missing.Any(name => name.EndsWith("running_mean", StringComparison.Ordinal))
            && unexpected.Any(name => name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            return "Batch norm is folded into the convolutions of the file. To keep it, export with OnnxExportOptions.FoldBatchNorm = "
                + "false, or use SaveWeights.";
        }

        if (missing.Length > 0 && missing.Length == mismatches.Count)
            return "Files of ExportOnnx store equal tensors once, under the first name; SaveWeights keeps all names.";
        return mismatches.Any(m => m.Found.EndsWith("transpose", StringComparison.Ordinal))
            ? "The exporter stored a Linear as the matrix of a MatMul, which is the transpose of the module's weight; PyTorch's exporter "
                + "keeps it without constant folding."
            : null;
    }

    // onnx::Conv_193, and 193 before PyTorch 1.12.
    private static bool IsExporters(string name) => name.StartsWith("onnx::", StringComparison.Ordinal)
        || (name.Length > 0 && name.All(char.IsAsciiDigit));
}
