using System.CommandLine;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Weights;
using Spectre.Console;

namespace GoogLeNetSharp.Samples;

/// <summary>Extends <see cref="SampleCommand"/> for samples that train or load modules.</summary>
internal static class ModuleCommand
{
    private const int MostKeys = 10;

    /// <summary>Parses the command line and runs the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(RootCommand command, string[] arguments) => SampleCommand.RunAsync(command, arguments, Describe);

    /// <summary>Creates a console on the current output. Lines are not wrapped if it is a file or a pipe.</summary>
    public static IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (System.Console.IsOutputRedirected) console.Profile.Width = int.MaxValue;
        return console;
    }

    private static string Describe(Exception error) => error switch
    {
        WeightsMismatchException mismatch => Describe(mismatch),
        // the network's own message lists what it supports
        SummaryException { InnerException: { } refusal } => SampleCommand.FirstLine(refusal),
        _ => SampleCommand.FirstLine(error),
    };

    // the message has a heading and one line per key
    private static string Describe(WeightsMismatchException mismatch)
    {
        var shown = string.Join('\n', mismatch.Message.Split('\n').Take(1 + MostKeys));
        var left = mismatch.Mismatches.Count - MostKeys;
        return left > 0 ? FormattableString.Invariant($"{shown}\n  and {left} more") : shown;
    }
}
