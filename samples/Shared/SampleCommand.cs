using System.CommandLine;

namespace GoogLeNetSharp.Samples;

/// <summary>Runs the command of a sample. An error is one line on the error stream and exit code 1, without a stack trace.</summary>
internal static class SampleCommand
{
    /// <summary>Exit code for all errors that a user can cause, including wrong usage.</summary>
    public const int Failed = 1;

    /// <summary>Exit code after Ctrl-C, as shells expect it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Parses the command line and runs the command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="describe">Describes an exception for the error stream.</param>
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

    /// <summary>Gets the first line of the message of an exception or its inner exception.</summary>
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
