namespace GoogLeNetSharp.Tests.Models;

/// <summary>The presets' settings, and what each setting allows.</summary>
public sealed class GoogLeNetOptionsTests
{
    [Fact]
    internal void Presets_Defaults_AreTheirSources()
    {
        Facts(GoogLeNetOptions.Default).Should().Be((1000, 3, 0.0, false, 0.7, WeightInitialization.PyTorchDefault, 5, false));
        Facts(GoogLeNetOptions.Paper).Should().Be((1000, 3, 0.4, true, 0.7, WeightInitialization.Xavier, 5, false));
        Facts(GoogLeNetOptions.TorchVision).Should().Be((1000, 3, 0.2, true, 0.7, WeightInitialization.Normal, 3, false));
        Facts(GoogLeNetOptions.Cifar).Should().Be((10, 3, 0.2, false, 0.7, WeightInitialization.Kaiming, 5, false));

        static (long, long, double, bool, double, WeightInitialization, long, bool) Facts(GoogLeNetOptions o) =>
            (o.NumClasses, o.InputChannels, o.Dropout, o.AuxiliaryHeads, o.AuxiliaryDropout, o.Initialization, o.Branch5x5Kernel,
                o.TransformInput);
    }

    [Fact]
    internal void ForPreset_EveryPreset_IsTheStaticOne()
    {
        foreach (var preset in Enum.GetValues<GoogLeNetPreset>()) GoogLeNetOptions.ForPreset(preset).Preset.Should().Be(preset);
        var unknown = () => GoogLeNetOptions.ForPreset((GoogLeNetPreset)9);
        unknown.Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("preset: must be one of Default, Paper, TorchVision, Cifar. (Parameter 'preset')*");
    }

    [Fact]
    internal void With_SettingOutsideItsRange_SaysWhatIsAllowed()
    {
        Refusal(o => o with { NumClasses = 0 }).Should().Be("NumClasses: must be 1 or more. (Parameter 'NumClasses')\nActual value was 0.");
        Refusal(o => o with { InputChannels = -3 }).Should()
            .Be("InputChannels: must be 1 or more. (Parameter 'InputChannels')\nActual value was -3.");
        Refusal(o => o with { Dropout = 1 }).Should().Be("Dropout: must be in [0, 1). (Parameter 'Dropout')\nActual value was 1.");
        Refusal(o => o with { Dropout = -0.1 }).Should()
            .StartWith("Dropout: must be in [0, 1). (Parameter 'Dropout')\nActual value was -0");
        Refusal(o => o with { AuxiliaryDropout = double.NaN }).Should()
            .Be("AuxiliaryDropout: must be in [0, 1). (Parameter 'AuxiliaryDropout')\nActual value was NaN.");
        Refusal(o => o with { Branch5x5Kernel = 7 }).Should().Be(
            "Branch5x5Kernel: must be 5 (paper) or 3 (torchvision). (Parameter 'Branch5x5Kernel')\nActual value was 7.");
        Refusal(o => o with { Initialization = (WeightInitialization)9 }).Should().Be(
            "Initialization: must be one of PyTorchDefault, Normal, Xavier, Kaiming. (Parameter 'Initialization')\nActual value was 9.");

        static string Refusal(Func<GoogLeNetOptions, GoogLeNetOptions> change) => GoogLeNetOptions.Default
            .Invoking(options => change(options)).Should().Throw<ArgumentOutOfRangeException>().Which.Message.ReplaceLineEndings("\n");
    }
}
