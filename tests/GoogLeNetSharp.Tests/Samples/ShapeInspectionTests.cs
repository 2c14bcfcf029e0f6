using System.Reflection;
using System.Text.Json;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Samples;

/// <summary>The command line of the sample ShapeInspection, run in this process.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ShapeInspectionTests
{
    [Fact]
    internal void Main_PresetAndJson_WritesTheSummaryAlone()
    {
        var (code, output, errors) = Run("--preset", "module", "--format", "json", "--batch", "2", "--size", "10");

        code.Should().Be(0);
        var json = JsonDocument.Parse(output).RootElement;
        json.GetProperty("model").GetString().Should().Be("InceptionModule");
        json.GetProperty("inputShape").EnumerateArray().Select(side => side.GetInt32()).Should().Equal(2, 192, 10, 10);
        errors.Should().StartWith("Done in ");
    }

    [Fact]
    internal void Main_Output_GoesToTheFile()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, output, _) = Run("--preset", "cifar", "--depth", "1", "--format", "markdown", "--output", file, "--batch", "1", "--classes", "7");

            code.Should().Be(0);
            output.Should().StartWith("Done in ");
            File.ReadAllText(file).Should().StartWith("# GoogLeNet on 1 x 3 x 32 x 32").And.Contain("| └─ fc | Linear | 1 x 1024 | 1 x 7 |");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    internal void Main_Weights_LoadsThem()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (var naive = new InceptionNaive(192, 64, 128, 32)) naive.SaveWeights(file);

            var (code, output, errors) = Run("--preset", "naive", "--weights", file, "--size", "8", "--batch", "1");

            code.Should().Be(0);
            output.Should().StartWith("InceptionNaive on 1 x 192 x 8 x 8");
            errors.Should().StartWith($"{file} (Safetensors): 6 loaded");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--preset: expected one of default, paper, torchvision, cifar, naive, module, got 'alexnet'.", "--preset", "alexnet")]
    [InlineData("--format: expected one of text, markdown, json, html, got 'pdf'.", "--format", "pdf")]
    [InlineData("--depth: expected a whole number from 1 to 100, got '0'.", "--depth", "0")]
    [InlineData("--batch: expected a whole number from 1 to 512, got '1e3'.", "--batch", "1e3")]
    [InlineData("input: expected an image of at least 193 x 193 and at most 224 x 224 (H x W), got 32 x 32 in shape [32, 3, 32, 32], in stage inception5_pool of GoogLeNet. (Parameter 'input')", "--size", "32")]
    internal void Main_BadValue_SaysSoInOneLineAndReturns2(string message, string option, string value)
    {
        var (code, output, errors) = Run(option, value);

        code.Should().Be(2);
        errors.TrimEnd().Should().Be(message);
        output.Should().NotContain("Done in");
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newErrors = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            var code = (int)Assembly.Load("ShapeInspection").EntryPoint!.Invoke(null, [arguments])!;
            return (code, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
