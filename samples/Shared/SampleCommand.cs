using System.CommandLine;
using GoogLeNetSharp.Inspection;
using GoogLeNetSharp.Weights;
using Spectre.Console;

namespace GoogLeNetSharp.Samples;

/// <summary>Runs the command of a sample. An error is one line on the error stream and exit code 1, without a stack trace.</summary>
internal static class SampleCommand
{
    /// <summary>Exit code of everything that a user can cause, bad usage included.</summary>
    public const int Failed = 1;

    /// <summary>Exit code after Ctrl-C, as shells expect it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    private const int MostKeys = 10;

    /// <summary>Parses the command line and runs the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand command, string[] arguments)
    {
        var parsed = command.Parse(arguments);
        if (parsed.Errors is [var usage, ..]) return Fail(usage.Message);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception error)
        {
            return Fail(Describe(error));
        }
    }

    /// <summary>A console on the current output. Lines are not broken where that is a file or a pipe.</summary>
    public static IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (System.Console.IsOutputRedirected) console.Profile.Width = int.MaxValue;
        return console;
    }

    private static int Fail(string message)
    {
        System.Console.Error.WriteLine(message);
        return Failed;
    }

    private static string Describe(Exception error) => error switch
    {
        WeightsMismatchException mismatch => Describe(mismatch),
        SummaryException { InnerException: { } refusal } => FirstLine(refusal),       // the network's own sentence says what it takes
        TypeInitializationException or AggregateException => FirstLine(error.GetBaseException()),
        _ => FirstLine(error),
    };

    // The message has a heading and a line per key.
    private static string Describe(WeightsMismatchException mismatch)
    {
        var shown = string.Join('\n', mismatch.Message.Split('\n').Take(1 + MostKeys));
        var left = mismatch.Mismatches.Count - MostKeys;
        return left > 0 ? FormattableString.Invariant($"{shown}\n  and {left} more") : shown;
    }

    // Messages of libtorch continue with its C++ stack.
    private static string FirstLine(Exception error) => error.Message.Split('\n')[0].TrimEnd();
}
