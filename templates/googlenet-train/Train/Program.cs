using Classifier1.Train;
using GoogLeNetSharp;
using GoogLeNetSharp.Graphs;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Onnx;
using GoogLeNetSharp.Training;
using TorchSharp;

var epochs = 10;
if (args.Length is 0 or > 2 || (args.Length == 2 && !(int.TryParse(args[1], out epochs) && epochs > 0)))
{
    Console.Error.WriteLine("Usage: Train FOLDER [EPOCHS], where FOLDER has one subfolder a class, or the files of Fashion-MNIST.");
    return 2;
}

// The images, and how they become the network's input.
var folder = args[0];
ImageTransform preprocessing;
ImageDataset training, validation;
if (File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")))
{
    preprocessing = Preprocessing.Centre(resize: 28, crop: 28, Normalization.Gray);
    training = new MnistDataset(folder, training: true, MnistVariant.FashionMnist, preprocessing);
    validation = new MnistDataset(folder, training: false, MnistVariant.FashionMnist, preprocessing);
}
else
{
    preprocessing = Preprocessing.Centre(resize: 73, crop: 64, Normalization.ImageNet);
    (training, validation) = ImageFolderDataset.Split(folder, validationShare: 0.2, Augmentation.ImageNet(size: 64), preprocessing);
}

// The network: three stages of one residual block, with the same weights at every start.
torch.manual_seed(0).Dispose();
using var network = new ResNet(new ResNetOptions(ResidualBlockForm.Basic, 1, 1, 1)
{
    NumClasses = training.Classes.Count,
    InputChannels = preprocessing.Normalization.Channels,
});
Console.WriteLine($"{training.Count} images to train on, {validation.Count} to validate on: {string.Join(", ", training.Classes)}");

// The training. Ctrl-C stops it; the same command goes on from the last checkpoint.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
var trainer = new Trainer(network, new TrainerOptions
{
    Epochs = epochs,
    Optimizer = new OptimizerSettings.AdamW(0.001, weightDecay: 0.05),
    Precision = TrainingPrecision.Auto,
    Device = torch.cuda.is_available() ? torch.CUDA : torch.CPU,
    Checkpoints = new CheckpointOptions("checkpoints") { Resume = true },
    CsvFile = "training.csv",
});
try
{
    Console.WriteLine(trainer.Fit(training, validation, new EpochLines(), stop.Token).Validation);
}
catch (TrainingCanceledException)
{
    Console.WriteLine("Stopped; the same command goes on.");
    return 1;
}

// What Serve reads: the network, the names of the classes, and how an image becomes its input.
var metadata = ClassifierMetadata.Write(new Labels(training.Classes), preprocessing);
network.SaveWeights("classifier.safetensors", metadata);
InferenceGraph.Lower(network).WithMetadata(metadata).ExportOnnx("classifier.onnx", new OnnxExportOptions());
return 0;
