using GoogLeNetSharp.Tests.Weights.Making;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Models;

/// <summary>GoogLeNet of the package TorchVision beside this library's: heads, single images, files of PyTorch.</summary>
internal static class TorchVisionComparison
{
    internal static int Run(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("torchvision-");
        try
        {
            Compare(Path.Combine(folder.FullName, "googlenet.pth"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Compare(string checkpoint)
    {
        using var theirs = torchvision.models.googlenet();
        using var ours = new GoogLeNet(GoogLeNetOptions.TorchVision);
        File.WriteAllBytes(checkpoint, CheckpointMaker.Zip(ours));
        theirs.eval();
        ours.eval();
        using var noGrad = no_grad();
        using var image = rand(3, 224, 224);

        Row("", $"TorchVision {typeof(torchvision).Assembly.GetName().Version!.ToString(3)}", "GoogLeNetSharp");
        Row("auxiliary heads", Heads(theirs), Heads(ours));
        Row("image of 3 x 224 x 224", Outcome(() => Shape(theirs, image)), Outcome(() => Shape(ours, image)));
        Row(
            "googlenet.pth of PyTorch",
            Outcome(() => Loaded(torchvision.models.googlenet(weights_file: checkpoint))),
            Outcome(() => $"{ours.LoadWeights(checkpoint).Loaded.Count} tensors"));
    }

    private static void Row(string what, string theirs, string ours) => Console.WriteLine($"{what,-25} {theirs,-65} {ours}");

    private static string Heads(nn.Module network) =>
        FormattableString.Invariant($"{network.named_children().Count(child => child.name.StartsWith("aux", StringComparison.Ordinal))}");

    private static string Shape(nn.Module<Tensor, Tensor> network, Tensor image)
    {
        using var logits = network.call(image);
        return string.Join(" x ", logits.shape);
    }

    private static string Loaded(nn.Module network)
    {
        using (network) return FormattableString.Invariant($"{network.state_dict().Count} tensors");
    }

    // Whatever the other package throws is its answer.
    private static string Outcome(Func<string> attempt)
    {
        try
        {
            return attempt();
        }
        catch (Exception error)
        {
            return error.Message.Split('\n')[0];
        }
    }
}
