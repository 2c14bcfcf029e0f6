using GoogLeNetSharp.Training;

namespace GoogLeNetSharp.Tests.Training.Data;

/// <summary>Class lists of training and validation sets, compared by name.</summary>
[Collection(ProcessWideCollection.Name)]
public sealed class ClassMapTests
{
    private static readonly string[] All = ["red", "green", "blue", "white"];
    private static readonly TrainerOptions Slow = new() { Epochs = 1, BatchSize = 4, Optimizer = new OptimizerSettings.Sgd(1e-6) };

    [Fact]
    internal void Fit_MoreClassesThanTheNetworkHas_IsRefusedBeforeTheFirstStep()
    {
        using var network = new LeNet(LeNetOptions.Default with { NumClasses = 3, InputChannels = 3 });
        using var training = new NamedDataset(All, "red", "green", "blue", "white");

        FluentActions.Invoking(() => new Trainer(network, new TrainerOptions()).Fit(training)).Should().Throw<ArgumentException>()
            .WithMessage(
            "training: expected at most 3 classes, as the network has, got 4; ResetClassifier(4) gives it as many. (Parameter 'training')");
    }

    [Fact]
    internal void Fit_ValidationLacksAClass_AlignsLabelsByName()
    {
        using var model = NamedDataset.Network();
        using var training = new NamedDataset(All, "red", "green", "blue", "white");
        using var validation = new NamedDataset(["red", "blue"], "red", "blue", "blue");
        var trainer = new Trainer(model, Slow);

        var result = trainer.Fit(training, validation).Validation!;

        result.Top1.Should().Be(1);
        result.Confusion.Classes.Should().Be(4);
        (result.Confusion[0, 0], result.Confusion[2, 2], result.Confusion[1, 1]).Should().Be((1L, 2L, 0L));
        trainer.Evaluate(validation).Top1.Should().Be(1, "the trainer knows the names from its training set");
    }

    [Fact]
    internal void Fit_ValidationInAnotherOrder_AlignsLabelsByName()
    {
        using var model = NamedDataset.Network();
        using var training = new NamedDataset(All, "red", "green", "blue", "white");
        using var validation = new NamedDataset(["white", "blue", "green", "red"], "red", "green", "green", "white");

        new Trainer(model, Slow).Fit(training, validation).Validation!.Top1.Should().Be(1);
    }

    [Fact]
    internal void Fit_ValidationNamesUnknown_TakesLabelsAsTheyAre()
    {
        using var model = NamedDataset.Network();
        using var training = new NamedDataset(All, "red", "green", "blue", "white");
        using var validation = new NamedDataset(null, "blue", "white");

        new Trainer(model, Slow).Fit(training, validation).Validation!.Top1.Should().Be(1);
    }

    [Fact]
    internal void Fit_ValidationHasAnUnknownClass_NamesItAndThoseTrainedOn()
    {
        using var model = NamedDataset.Network();
        using var training = new NamedDataset(["red", "green"], "red", "green");
        using var validation = new NamedDataset(["red", "blue"], "red", "blue");

        FluentActions.Invoking(() => new Trainer(model, Slow).Fit(training, validation)).Should().Throw<ArgumentException>()
            .WithMessage("validation: class \"blue\" is not one of those trained on: \"red\", \"green\". (Parameter 'validation')");
    }

    [Fact]
    internal void Fit_TwoClassesOfOneName_AreRefused()
    {
        using var model = NamedDataset.Network();
        using var training = new NamedDataset(["red", "green"], "red", "green");
        using var validation = new NamedDataset(["red", "red"], "red");

        FluentActions.Invoking(() => new Trainer(model, Slow).Fit(training, validation)).Should().Throw<ArgumentException>()
            .WithMessage("validation: class \"red\" occurs twice, so names are ambiguous. (Parameter 'validation')");
    }

    [Fact]
    internal void Fit_ResumedWithAClassRenamed_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        using var model = NamedDataset.Network();
        var options = Slow with { Checkpoints = new CheckpointOptions(directory["run"]) { Resume = true } };
        using var before = new NamedDataset(["blue", "green", "red"], "red", "green", "blue");
        using var after = new NamedDataset(["blue", "red", "white"], "red", "white", "blue");
        using var fewer = new NamedDataset(["blue", "red"], "red", "red", "blue");
        var path = new Trainer(model, options).Fit(before).LastCheckpoint;

        FluentActions.Invoking(() => new Trainer(model, options).Fit(after)).Should().Throw<InvalidOperationException>().WithMessage(
            $"{path} was saved with other settings: class 1 was \"green\", is \"red\"; class 2 was \"red\", is \"white\". Resume with "
            + $"the same, or use another directory.");
        FluentActions.Invoking(() => new Trainer(model, options).Fit(fewer)).Should().Throw<InvalidOperationException>().WithMessage(
            $"{path} was saved with other settings: number of classes was 3, is 2. Resume with the same, or use another directory.");
    }
}
