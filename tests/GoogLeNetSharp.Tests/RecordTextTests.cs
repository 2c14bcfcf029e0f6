using System.Reflection;
using System.Runtime.CompilerServices;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Training;
using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests;

/// <summary>Public records print values, not the names of types.</summary>
public sealed class RecordTextTests
{
    // Lists of a type that prints its items; the texts below show them.
    private static readonly string[] ReadableLists =
    [
        "OnnxExportOptions.Labels", "OnnxPreprocessing.Mean", "OnnxPreprocessing.StandardDeviation", "SummaryTextOptions.Columns",
        "TrainerOptions.ClassWeights", "TrainerOptions.Metrics", "EpochSummary.Metrics",
        "TrainerOptions.ParameterGroups", "Weighted.Weights", "ResNetOptions.Depths",
        "VggOptions.Configuration",
    ];

    private static readonly TensorInfo Tensor = new("conv1.conv.weight", torch.ScalarType.Float32, [64, 3, 7, 7], 37_632);

    private static readonly ValidationResult Validation = new(1000, 0.0184, 0.991, 1, new ConfusionMatrix(new long[2, 2]));

    private static readonly SummaryRow Row = new()
    {
        Path = "inception3a.branch1",
        Name = "branch1",
        TypeName = "ConvBlock",
        Depth = 2,
        IsLeaf = false,
        Calls = [new LayerCall([1, 192, 28, 28], [1, 64, 28, 28], 200_704, 9_633_792)],
        Own = default,
        Subtree = new SummaryCost(12_352, 12_352, 49_408, 0, 9_633_792, 200_704),
        IsWatched = true,
    };

    /// <summary>Records with their texts.</summary>
    public static TheoryData<object, string> Texts { get; } = new()
    {
        {
            new TrainingResult([new EpochSummary(1, 0.5, 0.01, 0.0184, 0.991, 1)], 750, Validation, "step-0000000750.safetensors", null,
                TrainingEnd.Completed),
            "Completed; epochs: 1, steps: 750; validation: top-1 99.1%, top-5 100.0%, loss 0.018, 1000 images; "
            + "last checkpoint: step-0000000750.safetensors"
        },
        { Validation, "top-1 99.1%, top-5 100.0%, loss 0.018, 1000 images" },
        {
            new FileClassification("photo.jpg", [new Prediction("cat", 0, 0.7f), new Prediction("dog", 1, 0.2f)], null),
            "photo.jpg: cat 70.0%, dog 20.0%"
        },
        { new FileClassification("photo.jpg", [], "photo.jpg: no image."), "photo.jpg: no image." },
        {
            new ImageClassifierOptions { Labels = new Labels(["cat", "dog"]), Transform = Preprocessing.Tf },
            "ImageClassifierOptions { Labels = [cat, dog], Transform = Resize { Size = 256 }, CenterCrop { Size = 224 }, "
            + "(x / 255 - [0.5, 0.5, 0.5]) / [0.5, 0.5, 0.5], Rgb, Compile = True, TopK = 5, BatchSize = 8, MaxPixels = 100000000 }"
        },
        { Tensor, "conv1.conv.weight: Float32 [64, 3, 7, 7], 37632 bytes" },
        {
            new StateDictInfo(StateDictFormat.Safetensors, [Tensor], new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" }),
            "Safetensors, tensors: 1, metadata: [a, b]"
        },
        {
            new LoadWeightsOptions { KeyFilter = _ => true },
            "LoadWeightsOptions { Strict = True, StateDictKey = , RenameKey = , KeyFilter = set, Classifier = Load, "
            + "AdaptInputChannels = False, OptionalAuxiliaryHeads = False }"
        },
        { Row, "inception3a.branch1 (ConvBlock): 1 x 192 x 28 x 28 -> 1 x 64 x 28 x 28, 12,352 parameters, 9,633,792 multiply-adds" },
        { Row.Calls[0], "1 x 192 x 28 x 28 -> 1 x 64 x 28 x 28, 201 kB, 9,633,792 multiply-adds" },
        { new InceptionBranch("branch1", [Row]), "branch1: ConvBlock" },
        {
            new InceptionView(Row, [new InceptionBranch("branch1", [Row]), new InceptionBranch("branch2", [Row, Row])], null),
            "branch1: branch1: ConvBlock; branch2: ConvBlock, ConvBlock"
        },
        {
            new SummaryTextOptions { Columns = [SummaryColumn.Layer, SummaryColumn.Type] },
            "SummaryTextOptions { MaxDepth = , Columns = [Layer, Type], Width = , Parts = Layers, Totals, Warnings }"
        },
        { new TrainingOrder.Weighted([1, 2.5]), "Weighted { Weights = [1, 2.5] }" },
        { new OnnxPreprocessing([0.5], [0.25]), "OnnxPreprocessing { Mean = [0.5], StandardDeviation = [0.25] }" },
        {
            new OnnxExportOptions { Labels = [.. Enumerable.Range(0, 12).Select(i => $"{i}")] },
            "OnnxExportOptions { Opset = 17, BatchSize = , Height = , Width = , Channels = , InputName = input, "
            + "OutputName = output, FoldBatchNorm = True, IncludeSoftmax = False, Preprocessing = , "
            + "Labels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more], EmbedDescription = True, Weights = Float32, Verify = False }"
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    internal void ToString_Record_PrintsValues(object record, string text)
    {
        record.ToString().Should().Be(text);
    }

    [Fact]
    internal void ToString_TrainerOptions_PrintsClassWeightsAndWhetherThereIsALoss()
    {
        var options = new TrainerOptions { ClassWeights = [1, 2.5], Loss = (logits, _) => logits.sum() };

        options.ToString().Should().Contain(", ClassWeights = [1, 2.5], ").And.Contain("Loss = set");
    }

    [Fact]
    internal void EveryPublicRecord_Member_HasATextOfItsOwn()
    {
        var unreadable =
            from type in typeof(GoogLeNet).Assembly.GetExportedTypes()
            where PrintsItsMembers(type)
            from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            where !HasText(property.PropertyType)
            select $"{type.Name}.{property.Name}";

        string.Join(", ", unreadable.Except(ReadableLists)).Should().BeEmpty();
    }

    private static bool PrintsItsMembers(Type type) =>
        IsGenerated(type.GetMethod("ToString", []))
        && IsGenerated(type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic));

    private static bool IsGenerated(MethodInfo? method) => method?.IsDefined(typeof(CompilerGeneratedAttribute)) == true;

    private static bool HasText(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum) return true;
        return !type.IsInterface && !type.IsAssignableTo(typeof(Delegate))
            && type.GetMethod("ToString", [])!.DeclaringType is { } owner && owner != typeof(object) && owner != typeof(ValueType);
    }
}
