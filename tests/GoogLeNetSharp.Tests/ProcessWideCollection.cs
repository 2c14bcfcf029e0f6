namespace GoogLeNetSharp.Tests;

/// <summary>Tests of what the process has only one of, its count of live tensors and its random generator: they run beside no
/// other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWideCollection
{
    internal const string Name = "process-wide state";
}
