module GoogLeNetSharp.FSharpExamples.Options

open GoogLeNetSharp
open GoogLeNetSharp.Explaining
open GoogLeNetSharp.Imaging
open GoogLeNetSharp.Inference
open GoogLeNetSharp.Inspection
open GoogLeNetSharp.Onnx
open GoogLeNetSharp.Training
open GoogLeNetSharp.Weights

let network = GoogLeNetOptions(GoogLeNetPreset.TorchVision, NumClasses = 10L, AuxiliaryHeads = false)

let loading = LoadWeightsOptions(Strict = false, KeyFilter = fun name -> not (name.StartsWith "fc."))

let compiling = InferenceOptions(ChunkSize = 8L, Threads = 2, Precision = InferencePrecision.Auto)

let classifying = ImageClassifierOptions(TopK = 3, Labels = Labels [ "cat"; "dog" ])

let training =
    TrainerOptions(
        Epochs = 6,
        ClipGradientNorm = 1.0,
        Optimizer = OptimizerSettings.AdamW(0.002, weightDecay = 0.05),
        Schedule = LearningRateSchedule.Cosine(WarmupEpochs = 0.5),
        Checkpoints = CheckpointOptions("runs/shapes", Resume = true, EverySteps = 50)
    )

let stopping =
    TrainerOptions(
        Metrics = [| TrainingMetric("largest", fun logits _ -> float (logits.max().item<float32> ())) |],
        Callbacks =
            TrainingCallbacks(
                EpochCompleted = fun epoch -> if epoch.TrainingLoss < 0.1 then TrainingSignal.Stop else TrainingSignal.Continue
            )
    )

let sweep = LearningRateFinderOptions(SmallestRate = 1e-6, LargestRate = 1.0, DivergenceFactor = 3.0)

let export = OnnxExportOptions(Opset = 18, IncludeSoftmax = true, Preprocessing = OnnxPreprocessing.ImageNet)

let covering = OcclusionOptions(WindowSize = 32, Stride = 8)

let path = IntegratedGradientsOptions(Steps = 100)

let drawing = SummarySvgOptions(Orientation = SvgOrientation.Horizontal, CollapseRepeats = true, AspectRatio = 2.0)

let text = SummaryTextOptions(MaxDepth = 1, Width = 100)

let networkFor classes = GoogLeNetOptions(GoogLeNetPreset.TorchVision, NumClasses = classes, AuxiliaryHeads = false)

let smallResNet = ResNetOptions(ResidualBlockForm.Basic, [| 1; 1 |], NumClasses = 10L, SmallImageStem = true)

let smallVgg = VggOptions([| VggStage(64L, 2); VggStage(128L, 2, false) |], NumClasses = 10L, PooledSize = 1L, HiddenFeatures = 256L)

let lenet = LeNetOptions(ImageSize = 32L, NumClasses = 10L)
