using System.CommandLine;
using System.CommandLine.Parsing;

namespace GoogLeNetSharp.Samples.ShapeInspection;

/// <summary>What the command line asks for.</summary>
/// <param name="Batch">Images in the batch.</param>
/// <param name="Size">Side of the images for GoogLeNet, in pixels.</param>
/// <param name="Channels">Channels of the images for GoogLeNet.</param>
/// <param name="Classes">Classes of GoogLeNet.</param>
internal sealed record Settings(long Batch, long Size, long Channels, long Classes)
{
    private static readonly Option<long> BatchOption = Number("--batch", 32, 512, "Images in the batch");
    private static readonly Option<long> SizeOption = Number("--size", 224, 4096, "Side of the images for GoogLeNet, in pixels");
    private static readonly Option<long> ChannelsOption = Number("--channels", GoogLeNetOptions.Default.InputChannels, 1024, "Channels of the images for GoogLeNet");
    private static readonly Option<long> ClassesOption = Number("--classes", GoogLeNetOptions.Default.NumClasses, 1_000_000, "Classes of GoogLeNet");

    /// <summary>The command, with <paramref name="run"/> behind it; <c>--help</c> comes with it.</summary>
    public static RootCommand Command(Func<Settings, int> run)
    {
        var command = new RootCommand("Shows the shapes inside Inception modules and GoogLeNet.") { BatchOption, SizeOption, ChannelsOption, ClassesOption };
        command.SetAction(result => run(new Settings(
            result.GetValue(BatchOption), result.GetValue(SizeOption), result.GetValue(ChannelsOption), result.GetValue(ClassesOption))));
        return command;
    }

    private static Option<long> Number(string name, long value, long largest, string description) => new(name)
    {
        Description = $"{description}, 1 to {largest}",
        DefaultValueFactory = _ => value,
        CustomParser = argument => Parse(argument, name, largest),
    };

    private static long Parse(ArgumentResult argument, string name, long largest)
    {
        var text = argument.Tokens[0].Value;
        if (long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= largest) return number;
        argument.AddError($"{name}: expected a whole number from 1 to {largest}, got '{text}'.");
        return 0;
    }
}
