using System.Globalization;
using GoogLeNetSharp.Explaining;
using GoogLeNetSharp.Imaging;
using GoogLeNetSharp.Inspection;
using Spectre.Console;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Samples.ExplainImages;

/// <summary>Computes the contents of the page, step by step.</summary>
internal sealed class Explainer(Settings settings, Subject subject)
{
    private const int Bars = 5;

    private readonly List<(string Name, Picture Picture)> _pictures = [];

    /// <summary>Creates the page.</summary>
    public string Run(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var photo = ImageDecoder.Read(settings.Photo);
        var seen = subject.Transform.View(photo);
        using var single = subject.Transform.Normalization.ToTensor(seen);
        using var image = single.unsqueeze(0);
        var page = new Page($"{Path.GetFileName(settings.Photo)}, seen by {subject.Network.GetType().Name}");
        console.Progress().AutoClear(false).HideCompleted(false).Start(progress =>
        {
            var steps = new Steps(progress, cancellationToken);
            var summary = steps.Run("shapes", () => ModelSummary.Create(subject.Network, image));
            var classes = steps.Run("classes", () => Classes(image));
            page.AddPhoto(photo, seen, [.. classes.Take(Bars).Select(entry => (Name(entry.Class), entry.Probability))]);
            steps.Run("Grad-CAM", () => AddGradCam(page, seen, image, [.. classes.Take(settings.Classes).Select(entry => entry.Class)]));
            if (!settings.Quick) AddPixelMethods(page, seen, image, classes[0].Class, steps);
            AddStages(page, image, summary, steps);
        });
        if (settings.Pictures is { } folder) Save(folder);
        return page.ToHtml();
    }

    private (long Class, float Probability)[] Classes(Tensor image)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var probabilities = subject.Network.call(image).to_type(ScalarType.Float32).softmax(1).cpu().data<float>().ToArray();
        return [.. probabilities.Select((probability, index) => ((long)index, probability)).OrderByDescending(entry => entry.probability)];
    }

    private void AddGradCam(Page page, RgbImage seen, Tensor image, long[] classes)
    {
        using var batch = image.repeat(classes.Length, 1, 1, 1);
        using var explanations = GradCam.Explain(subject.Network, batch, settings.Layer, classes);
        var size = FormattableString.Invariant($"{explanations.Maps.shape[1]} x {explanations.Maps.shape[2]}");
        page.AddHeatMaps(
            "gradcam", "Grad-CAM for the most probable classes",
            $"The maps of {settings.Layer ?? "the last stage with a map"}, weighted by the mean gradient of the class: {size} pixels, "
            + $"enlarged.",
            [.. Enumerable.Range(0, classes.Length).Select(index => Keep(
                FormattableString.Invariant($"gradcam-{index + 1}"), HeatMap.Draw(seen, explanations, index, subject.Labels)))]);
    }

    private void AddPixelMethods(Page page, RgbImage seen, Tensor image, long chosen, Steps steps)
    {
        // gray images use black, because a gray square would be visible content
        var nothing = image.shape[1] == 1 ? image.data<float>().Min() : 0;
        var covering = new OcclusionOptions { Fill = nothing };
        var path = new IntegratedGradientsOptions { Baseline = nothing };
        using var occlusion = steps.Run(
            "occlusion", progress => Occlusion.Explain(subject.Network, image, [chosen], covering, progress, steps.CancellationToken));
        using var gradients = steps.Run(
            "integrated gradients",
            progress => IntegratedGradients.Explain(subject.Network, image, [chosen], path, progress, steps.CancellationToken));
        page.AddHeatMaps(
            "occlusion", $"Occlusion for {Name(chosen)}", "Decrease of the logit when a square is covered.",
            [Keep("occlusion", HeatMap.Draw(seen, occlusion, 0, subject.Labels))]);
        page.AddHeatMaps(
            "gradients", $"Integrated gradients for {Name(chosen)}",
            "Contribution of each pixel to the logit, on the path from an empty image to this one.",
            [Keep("integrated-gradients", HeatMap.Draw(seen, gradients, 0, subject.Labels))]);
    }

    private void AddStages(Page page, Tensor image, ModelSummary summary, Steps steps)
    {
        var names = subject.Network.StageShapes(image.shape).Where(stage => stage.Shape.Length == 4).Select(stage => stage.Name).ToArray();
        var sheets = steps.Run("maps by stage", progress => names.Select((name, i) =>
        {
            steps.CancellationToken.ThrowIfCancellationRequested();
            var picture = HasBranches(name)
                ? ContactSheet.OfBranches(subject.Network, image, name) : ContactSheet.OfStage(subject.Network, image, name);
            progress.Report((i + 1.0) / names.Length);
            return (name, summary.Rows.FirstOrDefault(row => row.Path == name)?.ReceptiveField, Keep($"stage-{name}", picture));
        }).ToArray());
        page.AddStages(sheets);
        page.AddFilters(Keep("filters", ContactSheet.OfFilters(subject.Network)));
    }

    private Picture Keep(string name, Picture picture)
    {
        _pictures.Add((name, picture));
        return picture;
    }

    private void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, picture) in _pictures) picture.Save(Path.Combine(folder, name + ".svg"));
    }

    private bool HasBranches(string name) =>
        subject.Network.Stages.Any(stage => stage.Name == name && stage.Module is InceptionModule or InceptionNaive);

    private string Name(long number) => subject.Labels is { } labels && number < labels.Count
        ? labels[(int)number] : $"class {number.ToString(CultureInfo.InvariantCulture)}";
}
