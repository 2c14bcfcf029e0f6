using System.Reflection;

namespace GoogLeNetSharp.Tests.Samples;

/// <summary>A sample run in this process.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">Text on the output stream.</param>
/// <param name="Errors">Text on the error stream.</param>
internal sealed record SampleRun(int Code, string Output, string Errors)
{
    /// <summary>Runs the entry point with the console redirected; tests that call it run beside no other.</summary>
    internal static SampleRun Of(string sample, params string[] arguments)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newErrors = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            var code = (int)Assembly.Load(sample).EntryPoint!.Invoke(null, [arguments])!;
            return new SampleRun(code, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }

    /// <summary>Asserts exit code 1 and one line on the error stream.</summary>
    internal void ShouldFailWith(string message)
    {
        Errors.Should().Be(message + Environment.NewLine);
        Code.Should().Be(1);
    }
}
