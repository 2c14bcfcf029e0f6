using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Tests.Training;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Tests.Imaging;

/// <summary>Labels, and what a weights file says about its use.</summary>
public sealed class ClassifierMetadataTests
{
    private const string LabelsKey = "googlenetsharp.labels";
    private const string PreprocessingKey = "googlenetsharp.preprocessing";

    [Fact]
    internal void Write_LabelsAndTransform_ComeBackFromTheFile()
    {
        using var folder = new TemporaryFolder();
        var path = Save(folder, ClassifierMetadata.Write(new Labels(["cat", "a \"dog\"", "개"]), Preprocessing.Caffe));

        Labels.FromWeights(path).Should().Equal("cat", "a \"dog\"", "개");
        var transform = ReadFile(path).Transform!;
        transform.Steps.Should().Equal(Preprocessing.Caffe.Steps);
        transform.Normalization.Should().BeEquivalentTo(Normalization.Caffe);
    }

    [Fact]
    internal void Write_GrayTransform_ComesBackFromTheFile()
    {
        using var folder = new TemporaryFolder();
        var gray = new ImageTransform([new Resize(2048), new CenterCrop(28), new Grayscale()], Normalization.Gray);
        var transform = ReadFile(Save(folder, ClassifierMetadata.Write(new Labels(["a"]), gray))).Transform!;
        transform.Steps.Should().Equal(gray.Steps);
        transform.Normalization.Should().BeEquivalentTo(Normalization.Gray);
    }

    [Fact]
    internal void Write_WhatReadRefuses_IsRefusedToo()
    {
        Message(new ImageTransform([.. Enumerable.Repeat(new Resize(9), 5)], Normalization.Tf)).Should()
            .Be("transform: expected up to 4 steps, got 5. (Parameter 'transform')");
        Message(new ImageTransform([new CenterCrop(2049)], Normalization.Tf)).Should()
            .Be("transform: CenterCrop: sizes go up to 2048. (Parameter 'transform')");

        static string Message(ImageTransform transform)
        {
            var write = () => ClassifierMetadata.Write(new Labels(["a"]), transform);
            return write.Should().Throw<ArgumentException>().Which.Message;
        }
    }

    [Fact]
    internal void Read_FileWithoutMetadata_IsNull()
    {
        using var folder = new TemporaryFolder();
        var path = Save(folder, new Dictionary<string, string>());
        ReadFile(path).Should().Be(((Labels?)null, (ImageTransform?)null));
    }

    [Fact]
    internal void Write_TrainingTransform_IsRefused()
    {
        var write = () => ClassifierMetadata.Write(new Labels(["a"]), Augmentation.Cifar10);
        write.Should().Throw<ArgumentException>().WithMessage(
            "transform: expected steps of Resize, CenterCrop and Grayscale, got RandomCrop: a file says how to evaluate, not how to "
                + "train. (Parameter 'transform')");
    }

    [Theory]
    [InlineData(LabelsKey, "[]", "names: expected one or more, got none. (Parameter 'names')")]
    [InlineData(LabelsKey, "[\"a\",\"\"]", "names: the name of class 1 is empty. (Parameter 'names')")]
    [InlineData(PreprocessingKey, "{\"Steps\":[{\"Resize\":0}],\"Order\":\"Rgb\"}", "size: must be 1 or more. (Parameter 'size')*")]
    [InlineData(PreprocessingKey, "{\"Steps\":[{\"Resize\":1000000}],\"Order\":\"Rgb\"}", "sizes go up to 2048.")]
    [InlineData(PreprocessingKey, "{\"Steps\":[{\"CenterCrop\":2049}],\"Order\":\"Rgb\"}", "sizes go up to 2048.")]
    [InlineData(PreprocessingKey, "{\"Steps\":[{\"Grayscale\":false}],\"Order\":\"Rgb\"}", "Grayscale is true where it is there.")]
    [InlineData(PreprocessingKey,
        "{\"Steps\":[{\"Resize\":9},{\"Resize\":9},{\"Resize\":9},{\"Resize\":9},{\"Resize\":9}],\"Order\":\"Rgb\"}",
        "expected up to 4 steps, got 5.")]
    [InlineData(PreprocessingKey, "{\"Steps\":[{\"Blur\":3}],\"Order\":\"Rgb\"}", "the steps are Resize, CenterCrop and Grayscale.")]
    [InlineData(PreprocessingKey, "{\"Steps\":[],\"Mean\":[0,0,0],\"Std\":[1,1,1],\"Scale\":255,\"Order\":\"Gbr\"}",
        "Order is one of Rgb, Bgr.")]
    internal void Read_BadMetadata_NamesFileKeyAndCause(string key, string text, string cause)
    {
        using var folder = new TemporaryFolder();
        var path = Save(folder, new Dictionary<string, string> { [key] = text });
        var read = () => ReadFile(path);
        read.Should().Throw<InvalidDataException>().WithMessage($"{path}: metadata {key}: * is not understood: '{cause}'");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("3")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("{\"Steps\":{}}")]
    [InlineData("[[[[[]]]]]")]
    internal void Read_Nonsense_IsInvalidData(string text)
    {
        using var folder = new TemporaryFolder();
        var labels = Save(folder, new Dictionary<string, string> { [LabelsKey] = text });
        var transform = Save(folder, new Dictionary<string, string> { [PreprocessingKey] = text });
        foreach (var path in (string[])[labels, transform])
        {
            var read = () => ReadFile(path);
            read.Should().Throw<InvalidDataException>().WithMessage($"{path}: metadata googlenetsharp.* is not understood: *");
        }
    }

    [Theory]
    [InlineData("tench\ngoldfish\n", new[] { "tench", "goldfish" })]
    [InlineData("tench\r\ngoldfish\r\n\r\n", new[] { "tench", "goldfish" })]
    internal void FromFile_TextFile_OneNameALine(string text, string[] names)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "labels.txt");
        File.WriteAllText(path, text);
        Labels.FromFile(path).Should().Equal(names);
    }

    [Theory]
    [InlineData("a\n\nb\n", "line 2 is empty; expected one class name per line.")]
    [InlineData("\n", "expected one class name per line, got an empty file.")]
    internal void FromFile_BadText_NamesTheLine(string text, string cause)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "labels.txt");
        File.WriteAllText(path, text);
        var read = () => Labels.FromFile(path);
        read.Should().Throw<InvalidDataException>().WithMessage($"{path}: {cause}");
    }

    private static string Save(TemporaryFolder folder, IReadOnlyDictionary<string, string> metadata)
    {
        using var layer = nn.Linear(2, 3);
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid()}.safetensors");
        StateDictFile.Write(path, layer.state_dict(), metadata);       // SaveWeights would refuse some of it
        return path;
    }

    private static (Labels? Labels, ImageTransform? Transform) ReadFile(string path) =>
        ClassifierMetadata.Read(StateDictFile.Inspect(path).Metadata, path);
}
