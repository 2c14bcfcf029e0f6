using System.CommandLine;

namespace GoogLeNetSharp.Samples;

/// <summary>Runs the command of a sample. An error is one line on the error stream and exit code 1, without a stack trace.</summary>
internal static class SampleCommand
{
    /// <summary>Exit code of everything that a user can cause, bad usage included.</summary>
    public const int Failed = 1;

    /// <summary>Exit code after Ctrl-C, as shells expect it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Parses the command line and runs the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="describe">What the error stream says of an exception.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RootCommand command, string[] arguments, Func<Exception, string> describe)
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
            return Fail(describe(error));
        }
    }

    /// <summary>The first line of an exception's message, or of the message of what is behind it.</summary>
    public static string FirstLine(Exception error)
    {
        var cause = error is TypeInitializationException or AggregateException ? error.GetBaseException() : error;
        return cause.Message.Split('\n')[0].TrimEnd();       // messages of libtorch continue with its C++ stack
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return Failed;
    }
}
