using Spectre.Console;

namespace GoogLeNetSharp.Samples.ExplainImages;

/// <summary>Runs steps, each with a progress bar.</summary>
internal sealed class Steps(ProgressContext context, CancellationToken cancellationToken)
{
    /// <summary>Cancels between steps and within long steps.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Runs a step that reports its progress.</summary>
    public T Run<T>(string name, Func<IProgress<double>, T> step)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var task = context.AddTask(name, maxValue: 1);
        var result = step(new Bar(task));
        task.Value = 1;
        return result;
    }

    /// <summary>Runs a short step.</summary>
    public T Run<T>(string name, Func<T> step) => Run(name, _ => step());

    /// <summary>Runs a short step without result.</summary>
    public void Run(string name, Action step) => Run(name, () =>
    {
        step();
        return true;
    });

    // not Progress<double>, which reports on another thread and thus too late
    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
